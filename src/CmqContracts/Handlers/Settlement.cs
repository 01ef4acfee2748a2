using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Does with messages what their handling has decided, and counts it.</summary>
/// <param name="queue">The queue.</param>
/// <param name="deletes">Where messages go that are done with.</param>
/// <param name="retry">How often a message is sent again at most; <see langword="null"/>: as often as its handler says.</param>
/// <param name="control">Where it is counted.</param>
internal sealed class Settlement<TMessage>(QueueClient<TMessage> queue, DeleteBuffer<TMessage> deletes, HandlerRetryOptions? retry, HandlerControl control)
{
    private int _saidNoEnvelope;
    private int _saidNoDeadLetterQueue;

    private CmqClient Client => queue.Client;

    /// <summary>What becomes of a message in fact: after the last attempt it is not sent again.</summary>
    public Settle Decide(ReceivedMessage<TMessage> message, Settle settle) => settle.Kind == SettleKind.RetryAfter && IsLast(message.Attempt) ? AfterLast(message.Attempt) : settle;

    public async ValueTask ApplyAsync(ReceivedMessage<TMessage> message, Settle settle)
    {
        switch (settle.Kind)
        {
            case SettleKind.Done:
                deletes.Add(message);
                control.CountHandled();
                break;
            case SettleKind.Duplicate:
                deletes.Add(message);
                control.CountDuplicate();
                break;
            case SettleKind.Reject when await TryRejectAsync(message, settle.Reason).ConfigureAwait(false):
                deletes.Add(message);
                control.CountRejected();
                break;
            case SettleKind.RetryAfter when IsLast(message.Attempt):
                await GiveUpAsync(message, message.Attempt).ConfigureAwait(false);
                break;
            case SettleKind.RetryAfter:
                await SendAgainAsync(message, settle).ConfigureAwait(false);
                break;
            default:
                control.CountLeft();
                break;
        }
    }

    /// <summary>Deletes a message that no handler gets.</summary>
    public void Drop(ReceivedMessage<TMessage> message) => deletes.Add(message);

    private bool IsLast(int attempt) => attempt >= retry?.MaxAttempts;

    private Settle AfterLast(int attempt) => queue.Contract.Settings.DeadLetterPolicy is null ? Settle.Leave : Settle.Reject($"Its handling failed {attempt} times.");

    private async ValueTask GiveUpAsync(ReceivedMessage<TMessage> message, int attempt)
    {
        Settle settle = AfterLast(attempt);
        Client.Logger.GaveUp(ShownText.Of(message.MessageId), queue.QueueName, attempt, settle.Kind.ToString());
        await ApplyAsync(message, settle).ConfigureAwait(false);
    }

    /// <summary>Sends a message again for the next attempt, and deletes it here. One that cannot be sent is left.</summary>
    private async ValueTask SendAgainAsync(ReceivedMessage<TMessage> message, Settle settle)
    {
        if (queue.Codec is not EnvelopeCodec<TMessage> codec)
        {
            if (Interlocked.Exchange(ref _saidNoEnvelope, 1) == 0)
                Client.Logger.NoEnvelope(queue.QueueName, settle);
            control.CountLeft();
            return;
        }

        try
        {
            int delaySeconds = WholeSeconds.Of(settle.Delay, Client.Limits.DelaySeconds, CmqErrors.DelaySecondsOutOfRange);
            using PooledBufferWriter body = new();
            codec.Writer.WriteNextAttempt(message.RawBody.Span, message.Envelope, message.EnqueuedAt, body);
            await SendAsync(queue.QueueName, body.WrittenMemory, delaySeconds).ConfigureAwait(false);
        }
        catch (CmqServiceException tooLarge) when (tooLarge.Is(CmqErrors.MaximumMessageSizeExceeded) && IsLast(AttemptOf(message)))
        {
            await GiveUpAsync(message, AttemptOf(message)).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            Client.Logger.NotSentAgain(ShownText.Of(message.MessageId), queue.QueueName, settle, CmqLog.Reason(e));
            control.CountLeft();
            return;
        }

        deletes.Add(message);
        control.CountRetried();
    }

    /// <summary>Which attempt has failed of a message that cannot be sent again, as the envelope does not fit with its next attempt: each receive is one.</summary>
    private static int AttemptOf(ReceivedMessage<TMessage> message) => message.Attempt + message.DequeueCount - 1;

    private async ValueTask SendAsync(string queueName, ReadOnlyMemory<byte> body, int delaySeconds = 0)
    {
        SendMessagesRequest request = new(queueName, [body]) { DelaySeconds = delaySeconds };
        RequestRules.Check(request, Client.Limits);
        await Client.Service.SendMessagesAsync(request, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryRejectAsync(ReceivedMessage<TMessage> message, string reason)
    {
        if (queue.Contract.Settings.DeadLetterPolicy?.DeadLetterQueue is not { } deadLetterQueue)
        {
            if (Interlocked.Exchange(ref _saidNoDeadLetterQueue, 1) == 0)
                Client.Logger.NoDeadLetterQueue(queue.QueueName);
            return false;
        }

        try
        {
            await SendRejectedAsync(message, deadLetterQueue, reason).ConfigureAwait(false);
            Client.Logger.Rejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, ShownText.Of(reason));
            return true;
        }
        catch (Exception e)
        {
            Client.Logger.NotRejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, CmqLog.Reason(e));
            return false;
        }
    }

    private async ValueTask SendRejectedAsync(ReceivedMessage<TMessage> message, string deadLetterQueue, string reason)
    {
        if (message.Envelope is not null)
        {
            try
            {
                using PooledBufferWriter body = new();
                EnvelopeWriter.WriteRejected(message.RawBody.Span, queue.QueueName, ShownText.Of(reason), body);
                await SendAsync(deadLetterQueue, body.WrittenMemory).ConfigureAwait(false);
                return;
            }
            catch (CmqServiceException tooLarge) when (tooLarge.Is(CmqErrors.MaximumMessageSizeExceeded))
            {
                // It fits as it came, without the reason, which the log has.
            }
        }

        await SendAsync(deadLetterQueue, message.RawBody).ConfigureAwait(false);
    }
}
