using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _log = [];

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        using ITimer late = Timer("late", 20);
        using ITimer early = Timer("early", 10);
        using ITimer alsoEarly = Timer("also early", 10);
        using ITimer never = Timer("never", 31);
        _clock.AdvanceSeconds(30);
        Assert.Equal(["early 10", "also early 10", "late 20"], _log);
        Assert.Equal(30, _clock.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public void Timer_that_is_set_while_another_fires_takes_part_in_the_same_advance()
    {
        ITimer? second = null;
        using ITimer first = _clock.CreateTimer(_ => second = Timer("second", 5), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        _clock.AdvanceSeconds(15);
        Assert.Equal(["second 15"], _log);
        second!.Dispose();
    }

    [Fact]
    public void Periodic_timer_fires_every_period_until_it_is_disposed()
    {
        ITimer timer = _clock.CreateTimer(_ => Log("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _clock.AdvanceSeconds(5);
        timer.Dispose();
        _clock.AdvanceSeconds(5);
        Assert.Equal(["tick 1", "tick 3", "tick 5"], _log);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task Delays_and_timestamps_follow_the_clock()
    {
        long start = _clock.GetTimestamp();
        Task delay = Task.Delay(TimeSpan.FromSeconds(3), _clock);
        Assert.False(delay.IsCompleted);
        _clock.AdvanceSeconds(3);
        await delay;
        Assert.Equal(TimeSpan.FromSeconds(3), _clock.GetElapsedTime(start));
    }

    [Fact]
    public void Wall_clock_is_set_without_time_passing_and_stands_while_time_passes()
    {
        using ITimer timer = Timer("timer", 10);
        long start = _clock.GetTimestamp();
        _clock.StepWall(TimeSpan.FromSeconds(-600));
        Assert.Equal((-600, TimeSpan.Zero), (_clock.GetUtcNow().ToUnixTimeSeconds(), _clock.GetElapsedTime(start)));
        _clock.AdvanceMonotonic(TimeSpan.FromSeconds(9));
        Assert.Empty(_log);
        _clock.AdvanceMonotonic(TimeSpan.FromSeconds(1));
        Assert.Equal((-600, TimeSpan.FromSeconds(10)), (_clock.GetUtcNow().ToUnixTimeSeconds(), _clock.GetElapsedTime(start)));
        Assert.Equal(["timer -600"], _log);
        _clock.AdvanceSeconds(1);
        Assert.Equal(-599, _clock.GetUtcNow().ToUnixTimeSeconds());
    }

    private ITimer Timer(string name, int seconds) => _clock.CreateTimer(_ => Log(name), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

    private void Log(string name) => _log.Add($"{name} {_clock.GetUtcNow().ToUnixTimeSeconds()}");
}
