using CmqContracts.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Tests;

/// <summary>The phases of a handler's stop, and what comes after them.</summary>
public sealed class StopTokensTests
{
    [Fact]
    public void The_phases_begin_with_the_stop()
    {
        ManualTimeProvider clock = new();
        using CancellationTokenSource stop = new();
        using StopTokens tokens = Create(clock, stop.Token);
        clock.AdvanceSeconds(60);
        Assert.Equal((false, false, false), Fired(tokens));

        stop.Cancel();
        Assert.Equal((true, false, false), Fired(tokens));
        clock.AdvanceSeconds(3);
        Assert.Equal((true, true, false), Fired(tokens));
        clock.AdvanceSeconds(17);
        Assert.Equal((true, true, true), Fired(tokens));
    }

    [Fact]
    public void What_the_host_waits_for_no_longer_is_told_so()
    {
        StopTokens tokens = Create(new ManualTimeProvider(), CancellationToken.None);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(tokens.Handling);

        tokens.Dispose();

        Assert.True(linked.IsCancellationRequested);
        Assert.True(tokens.Handling.IsCancellationRequested);
    }

    [Fact]
    public void A_timer_that_fires_when_all_has_ended_does_no_harm()
    {
        LateTimers timers = new();
        using CancellationTokenSource stop = new();
        using (Create(timers, stop.Token))
            stop.Cancel();

        Assert.Equal(2, timers.Callbacks.Count);
        Assert.All(timers.Callbacks, static callback => callback());
    }

    private static StopTokens Create(TimeProvider time, CancellationToken stop) => new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20), time, NullLogger.Instance, "jobs", stop);

    private static (bool Stopping, bool Poll, bool Handling) Fired(StopTokens tokens) => (tokens.Stopping.IsCancellationRequested, tokens.Poll.IsCancellationRequested, tokens.Handling.IsCancellationRequested);

    /// <summary>Timers whose callbacks are under way when they are disposed.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public List<Action> Callbacks { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Callbacks.Add(() => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
