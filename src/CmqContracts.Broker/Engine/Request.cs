namespace CmqContracts.Broker;

/// <summary>
/// Something to do in the engine, one at a time. Its answer is settled while it runs and released when the batch that it
/// belongs to is durable.
/// </summary>
internal abstract class Request
{
    /// <summary>Why the request fails; set while it runs, or when its batch failed.</summary>
    public Exception? Error { get; set; }

    /// <summary>Whether the answer is not settled yet: a receive that waits for a message.</summary>
    public virtual bool IsWaiting => false;

    /// <summary>Does the work. A refusal is thrown before anything is changed.</summary>
    public abstract void Run(QueueEngine engine);

    /// <summary>From now on the answer comes through a task. Called by the thread that holds the request, before another thread can see it.</summary>
    public abstract void Detach();

    /// <summary>Releases the settled answer.</summary>
    public abstract void Release();
}

/// <summary>A request with an answer.</summary>
internal abstract class Request<TResult> : Request
{
    private TaskCompletionSource<TResult>? _completion;

    protected TResult Result { get; set; } = default!;

    /// <summary>The answer: at hand when the request has run at once, else its task.</summary>
    public ValueTask<TResult> Outcome =>
        _completion is { } completion ? new ValueTask<TResult>(completion.Task)
        : Error is { } error ? ValueTask.FromException<TResult>(error)
        : new ValueTask<TResult>(Result);

    public sealed override void Detach() =>
        _completion ??= new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Release()
    {
        if (_completion is not { } completion)
            return;
        if (Error is OperationCanceledException canceled)
            completion.TrySetCanceled(canceled.CancellationToken);
        else if (Error is { } error)
            completion.TrySetException(error);
        else
            completion.TrySetResult(Result);
    }
}

/// <summary>A request that is not worth a type of its own.</summary>
internal sealed class ControlRequest<TResult>(Func<QueueEngine, TResult> work) : Request<TResult>
{
    public override void Run(QueueEngine engine) => Result = work(engine);
}
