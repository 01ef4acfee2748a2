namespace CmqContracts.Broker;

/// <summary>An event that can be awaited. Read <see cref="Next"/>, check whether there is something to do, and only then await it.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Completes the next time something happens.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
