using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A delete by receipt handles, each on its own.</summary>
internal sealed class DeleteRequest(Account account, DeleteMessagesRequest request) : Request<IReadOnlyList<DeleteMessageFailure>>
{
    public override void Run(QueueEngine engine)
    {
        QueueState queue = account.Find(request.QueueName);
        List<DeleteMessageFailure>? failures = null;
        for (int i = 0; i < request.ReceiptHandles.Count; i++)
        {
            string handle = request.ReceiptHandles[i];
            if (!TryDelete(engine, queue, handle))
                (failures ??= []).Add(new DeleteMessageFailure { ReceiptHandle = handle, Error = CmqErrors.ReceiptHandleInvalid });
        }

        Result = failures is null ? [] : failures;
    }

    private static bool TryDelete(QueueEngine engine, QueueState queue, string handle)
    {
        if (!ReceiptHandle.TryParse(handle, out ReceiptHandle receipt)
            || !engine.Store.TryFind(queue.Key, receipt.Sequence, out MessageHeader header)
            || !receipt.IsOf(header)
            || !MessageTransitions.CanDelete(header, queue.Lifetimes, engine.Now))
        {
            return false;
        }

        engine.Delete(queue, header);
        return true;
    }
}
