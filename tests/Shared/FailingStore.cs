using CmqContracts.Broker;

namespace CmqContracts.Testing;

/// <summary>A store whose commits fail when the test says so.</summary>
internal sealed class FailingStore(MessageStore inner, CommitFailure failure) : ForwardingStore(inner)
{
    internal override void Commit(StorePosition position)
    {
        if (failure.Take())
            throw new IOException("This commit was to fail.");
        base.Commit(position);
    }
}
