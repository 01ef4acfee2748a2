namespace CmqContracts.Testing;

/// <summary>The queue of a message that no service handed out: it counts deletes.</summary>
internal sealed class TestConsumer<TMessage> : IQueueConsumer<TMessage>
{
    private int _deletes;

    public int Deletes => Volatile.Read(ref _deletes);

    public Exception? DeleteError { get; set; }

    public string QueueName => "test-queue";

    public Task DeleteAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _deletes);
        return DeleteError is { } error ? Task.FromException(error) : Task.CompletedTask;
    }

    // A message asks its queue for nothing but its deletion.
    public Task<ReceivedMessage<TMessage>?> ReceiveAsync(TimeSpan? wait = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage<TMessage>>> ReceiveManyAsync(int maxMessages = 16, TimeSpan? wait = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<ReceivedMessage<TMessage>> ReadAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<BatchDeleteResult> DeleteManyAsync(IEnumerable<ReceivedMessage<TMessage>> messages, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
