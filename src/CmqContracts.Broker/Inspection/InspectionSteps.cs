using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Runs looks and actions of people and tools in steps, between which other requests run.</summary>
internal sealed class InspectionSteps(Executor executor)
{
    public CmqLimits Limits => executor.Limits;

    public TimeProvider Time => executor.Time;

    /// <summary>Fails before anything is done, if nothing can be.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        executor.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Runs one step.</summary>
    public ValueTask<TResult> RunAsync<TResult>(Func<QueueEngine, TResult> step, CancellationToken cancellationToken)
    {
        Begin(cancellationToken);
        return executor.Submit(new ControlRequest<TResult>(step));
    }

    /// <summary>Begins to measure how long a look takes.</summary>
    public LookPace BeginPace() => new(executor);
}
