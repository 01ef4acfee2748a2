using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A send. The bodies are copies already.</summary>
internal sealed class SendRequest(Account account, SendMessagesRequest request, ReadOnlyMemory<byte>[] bodies) : Request<IReadOnlyList<string>>
{
    public override void Run(QueueEngine engine)
    {
        QueueState queue = account.Find(request.QueueName);
        RequestRules.CheckAgainstQueue(request, queue.MaxMsgSize, queue.MsgRetentionSeconds);
        QueueRefusals.CheckRoom(queue.Record.Name, queue.MaxMsgHeapNum, queue.Unconsumed, queue.Status.Delayed, bodies.Length, request.DelaySeconds, engine.Limits);

        string[] ids = new string[bodies.Length];
        for (int i = 0; i < bodies.Length; i++)
        {
            MessageHeader header = MessageTransitions.Produce(engine.NextSequence(), engine.Now, request.DelaySeconds);
            engine.Add(queue, header, bodies[i]);
            ids[i] = PublicForm.MessageId(header.Sequence);
        }

        Result = ids;
    }
}
