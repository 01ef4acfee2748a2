namespace CmqContracts.Benchmarks;

/// <summary>Counts the requests about messages.</summary>
internal sealed class CountingService(ICmqService inner) : DelegatingCmqService(inner)
{
    private long _requests;

    public long Requests => Volatile.Read(ref _requests);

    public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _requests);
        return base.ReceiveMessagesAsync(request, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _requests);
        return base.DeleteMessagesAsync(request, cancellationToken);
    }
}
