using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>A send. The bodies are copies already.</summary>
internal sealed class SendRequest(Account account, SendMessagesRequest request, ReadOnlyMemory<byte>[] bodies) : Request<IReadOnlyList<string>>
{
    public override void Run(QueueEngine engine)
    {
        QueueState queue = account.Find(request.QueueName);
        RequestRules.CheckAgainstQueue(request, queue.MaxMsgSize, queue.MsgRetentionSeconds);
        CheckRoom(queue, engine.Limits);

        string[] ids = new string[bodies.Length];
        bool delayed = request.DelaySeconds > 0;
        for (int i = 0; i < bodies.Length; i++)
        {
            MessageHeader header = new()
            {
                Sequence = engine.NextSequence(),
                State = delayed ? MessageState.Delayed : MessageState.Active,
                ProducedAt = engine.Now,
                VisibleAt = delayed ? engine.Now + (request.DelaySeconds * 1000L) : 0,
            };
            engine.Add(queue, header, bodies[i]);
            ids[i] = header.Sequence.ToString(CultureInfo.InvariantCulture);
        }

        Result = ids;
    }

    private void CheckRoom(QueueState queue, CmqLimits limits)
    {
        if (queue.Unconsumed + bodies.Length > queue.MaxMsgHeapNum)
            throw new CmqServiceException(CmqErrors.QueueFull, $"Queue '{queue.Record.Name}' holds {queue.Unconsumed} messages and takes {queue.MaxMsgHeapNum} (maxMsgHeapNum); receive and delete some, or raise it.");
        if (request.DelaySeconds > 0 && queue.Status.Delayed + bodies.Length > limits.DelayedMessages.Maximum)
            throw new CmqServiceException(CmqErrors.TooManyInFlight, $"Queue '{queue.Record.Name}' holds {queue.Status.Delayed} delayed messages; at most {limits.DelayedMessages.Maximum} are allowed.");
    }
}
