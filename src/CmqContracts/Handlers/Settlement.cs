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
            case SettleKind.RetryAfter when message.Attempt >= retry?.MaxAttempts:
                await GiveUpAsync(message).ConfigureAwait(false);
                break;
            case SettleKind.RetryAfter when await TrySendAgainAsync(message, settle).ConfigureAwait(false):
                deletes.Add(message);
                control.CountRetried();
                break;
            default:
                control.CountLeft();
                break;
        }
    }

    /// <summary>Deletes a message that no handler gets.</summary>
    public void Drop(ReceivedMessage<TMessage> message) => deletes.Add(message);

    /// <summary>After the last attempt.</summary>
    private async ValueTask GiveUpAsync(ReceivedMessage<TMessage> message)
    {
        bool hasDeadLetterQueue = queue.Contract.Settings.DeadLetterPolicy is not null;
        Client.Logger.GaveUp(ShownText.Of(message.MessageId), queue.QueueName, message.Attempt, hasDeadLetterQueue ? nameof(Settle.Reject) : nameof(Settle.Leave));
        await ApplyAsync(message, hasDeadLetterQueue ? Settle.Reject($"Its handling failed {message.Attempt} times.") : Settle.Leave).ConfigureAwait(false);
    }

    /// <summary>Sends a message again for the next attempt.</summary>
    private async ValueTask<bool> TrySendAgainAsync(ReceivedMessage<TMessage> message, Settle settle)
    {
        if (queue.Codec is not EnvelopeCodec<TMessage> codec)
        {
            if (Interlocked.Exchange(ref _saidNoEnvelope, 1) == 0)
                Client.Logger.NoEnvelope(queue.QueueName, settle);
            return false;
        }

        try
        {
            int delaySeconds = WholeSeconds.Of(settle.Delay, Client.Limits.DelaySeconds, CmqErrors.DelaySecondsOutOfRange);
            using PooledBufferWriter body = new();
            codec.Writer.WriteNextAttempt(message.RawBody.Span, message.Envelope, message.EnqueuedAt, body);
            SendMessagesRequest request = new(queue.QueueName, [body.WrittenMemory]) { DelaySeconds = delaySeconds };
            RequestRules.Check(request, Client.Limits);
            await Client.Service.SendMessagesAsync(request, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            Client.Logger.NotSentAgain(ShownText.Of(message.MessageId), queue.QueueName, settle, CmqLog.Reason(e));
            return false;
        }
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
            using PooledBufferWriter body = new();
            if (message.Envelope is null)
                body.Write(message.RawBody.Span);
            else
                EnvelopeWriter.WriteRejected(message.RawBody.Span, queue.QueueName, ShownText.Of(reason), body);
            SendMessagesRequest request = new(deadLetterQueue, [body.WrittenMemory]);
            RequestRules.Check(request, Client.Limits);
            await Client.Service.SendMessagesAsync(request, CancellationToken.None).ConfigureAwait(false);
            Client.Logger.Rejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, ShownText.Of(reason));
            return true;
        }
        catch (Exception e)
        {
            Client.Logger.NotRejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, CmqLog.Reason(e));
            return false;
        }
    }
}
