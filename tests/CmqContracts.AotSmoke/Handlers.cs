namespace CmqContracts.AotSmoke;

/// <summary>Counts what the handlers have got.</summary>
internal sealed class HandledMessages
{
    private int _count;

    public TaskCompletionSource Both { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add()
    {
        if (Interlocked.Increment(ref _count) == 2)
            Both.TrySetResult();
    }
}

internal sealed class HandleOrder : IMessageHandler<OrderPlaced>
{
    public Task<Settle> HandleAsync(ReceivedMessage<OrderPlaced> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
}

internal sealed class HandleBytes : IMessageHandler<ReadOnlyMemory<byte>>
{
    public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
}

internal sealed class CountMessages(HandledMessages handled) : IMessageFilter
{
    public async Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken)
    {
        Settle settle = await next();
        handled.Add();
        return settle;
    }
}
