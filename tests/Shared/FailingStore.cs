using CmqContracts.Brokers;

namespace CmqContracts.Testing;

/// <summary>A store whose commits fail when the test says so.</summary>
internal sealed class FailingStore(IMessageStore inner, CommitFailure failure) : ForwardingStore(inner)
{
    public override void Commit(StorePosition position)
    {
        if (failure.Take())
            throw new IOException("This commit was to fail.");
        base.Commit(position);
    }
}
