namespace CmqContracts.Broker;

/// <summary>Slows long looks down while others ask: they take half of the time at most.</summary>
internal sealed class LookPace(Executor executor)
{
    /// <summary>Timers are not more exact, so shorter work is not worth a pause.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    private long _since = executor.Time.GetTimestamp();
    private long _requests = executor.Requests;
    private int _steps;

    /// <summary>Called after each step.</summary>
    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        _steps++;
        TimeSpan worked = executor.Time.GetElapsedTime(_since);
        if (worked < Shortest)
            return;
        if (executor.Requests - _requests > _steps)
            await Task.Delay(worked, executor.Time, cancellationToken).ConfigureAwait(false);
        (_since, _requests, _steps) = (executor.Time.GetTimestamp(), executor.Requests, 0);
    }
}
