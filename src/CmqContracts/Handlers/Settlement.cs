using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Does with messages what their handling has decided, and counts it.</summary>
/// <param name="queue">The queue.</param>
/// <param name="deletes">Where messages go that are done with.</param>
/// <param name="control">Where it is counted.</param>
internal sealed class Settlement<TMessage>(QueueClient<TMessage> queue, DeleteBuffer<TMessage> deletes, HandlerControl control)
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
            case SettleKind.Reject when await TryRejectAsync(message, settle.Reason).ConfigureAwait(false):
                deletes.Add(message);
                control.CountRejected();
                break;
            case SettleKind.RetryAfter:
                if (Interlocked.Exchange(ref _saidNoEnvelope, 1) == 0)
                    Client.Logger.NoEnvelope(queue.QueueName, settle);
                control.CountLeft();
                break;
            default:
                control.CountLeft();
                break;
        }
    }

    /// <summary>Deletes a message that no handler gets.</summary>
    public void Drop(ReceivedMessage<TMessage> message) => deletes.Add(message);

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
            SendMessagesRequest request = new(deadLetterQueue, [message.RawBody]);
            RequestRules.Check(request, Client.Limits);
            await Client.Service.SendMessagesAsync(request, CancellationToken.None).ConfigureAwait(false);
            Client.Logger.Rejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, ShownText.Of(reason));
            return true;
        }
        catch (Exception e)
        {
            Client.Logger.NotRejected(ShownText.Of(message.MessageId), queue.QueueName, deadLetterQueue, e.Message);
            return false;
        }
    }
}
