using CmqContracts.Testing;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>A clock that stands still until the test moves it, and tells who waits for it, so that the test need not wait for that in real time.</summary>
/// <param name="clock">The clock.</param>
public sealed class WatchedClock(ManualTimeProvider clock) : TimeProvider
{
    private readonly List<TimeSpan> _set = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _awaited = [];

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public void Advance(TimeSpan time) => clock.Advance(time);

    /// <summary>Waits until somebody waits for a time to pass. Each wait is told once, whether it began before this call or after.</summary>
    /// <param name="due">The time, as it was asked for.</param>
    public async Task WhenWaitedForAsync(TimeSpan due)
    {
        TaskCompletionSource set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_set)
        {
            if (_set.Remove(due))
                return;
            _awaited.Add((due, set));
        }

        try
        {
            await set.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            lock (_set)
                throw new TimeoutException($"Nobody waits for {due}, but for: {string.Join(", ", _set)}");
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = clock.CreateTimer(callback, state, dueTime, period);
        lock (_set)
        {
            int index = _awaited.FindIndex(awaited => awaited.Due == dueTime);
            if (index < 0)
            {
                _set.Add(dueTime);
            }
            else
            {
                _awaited[index].Set.SetResult();
                _awaited.RemoveAt(index);
            }
        }

        return timer;
    }
}
