using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Time;

public sealed class EngineClockTests
{
    private readonly ManualTimeProvider _clocks = new();
    private readonly ListLogger _log = new();
    private readonly EngineClock _clock;
    private readonly long _start;

    public EngineClockTests()
    {
        _clock = new EngineClock(_clocks, _log, time: 0, offset: 0);
        _start = _clock.Now;
    }

    [Theory]
    [InlineData(-1.001, "back by 1.001 s")]
    [InlineData(-86_400, "back by 86400 s")]
    [InlineData(1.001, "forward by 1.001 s")]
    [InlineData(315_360_000, "forward by 315360000 s")]
    public void A_step_is_logged_once(double seconds, string expected)
    {
        Pass(10, 1);
        _clocks.StepWall(TimeSpan.FromSeconds(seconds));
        Pass(3600, 1);
        Assert.Contains(expected, Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_difference_of_a_second_is_not_logged(double seconds)
    {
        Pass(10, 1);
        _clocks.StepWall(TimeSpan.FromSeconds(seconds));
        Pass(10, 1);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_step_that_comes_after_days_without_a_poll_is_logged()
    {
        _clocks.Advance(TimeSpan.FromDays(10));
        _clocks.StepWall(TimeSpan.FromSeconds(3600));
        _clock.Poll();
        Assert.Contains("forward by 3600 s", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Reported_times_are_a_tenth_of_a_second_ahead_at_most()
    {
        _clocks.StepWall(TimeSpan.FromMilliseconds(-100));
        _clock.Poll();
        Assert.Equal(0, _clock.Offset);
        _clocks.StepWall(TimeSpan.FromMilliseconds(-1));
        _clock.Poll();
        Assert.Equal(-101, _clock.Offset);
    }

    [Fact]
    public void Time_that_passes_without_timers_is_counted()
    {
        Pass(10, 1);
        _clocks.StepWall(TimeSpan.FromMilliseconds(-50));
        _clock.Poll();
        Assert.Equal(0, _clock.Skipped);
        _clocks.StepWall(TimeSpan.FromSeconds(30));
        _clock.Poll();
        _clocks.StepWall(TimeSpan.FromSeconds(20));
        Pass(10, 1);
        Assert.Equal((50_000, _start + 70_000), (_clock.Skipped, _clock.Now));
    }

    [Theory]
    [InlineData(0.0005)]
    [InlineData(-0.0005)]
    public void Drift_is_followed_without_a_log_line_however_large_it_becomes(double secondsPerSecond)
    {
        for (int second = 0; second < 200_000; second++)
        {
            _clocks.AdvanceSeconds(1);
            _clocks.StepWall(TimeSpan.FromSeconds(secondsPerSecond));
            _clock.Poll();
            Assert.InRange(_clock.Now + _clock.Offset - _clocks.GetUtcNow().ToUnixTimeMilliseconds(), 0, 100);
        }

        Assert.Empty(_log.Lines);
        Assert.Equal(_start + 200_000_000 + (secondsPerSecond > 0 ? 100_000 : 0), _clock.Now);
    }

    [Fact]
    public void Drift_that_nobody_has_polled_for_days_is_no_step()
    {
        _clocks.Advance(TimeSpan.FromDays(10));
        _clocks.StepWall(TimeSpan.FromSeconds(-400));
        _clock.Poll();
        Assert.Empty(_log.Lines);
        Assert.Equal((_start + 864_000_000, -400_000), (_clock.Now, _clock.Offset));
    }

    [Fact]
    public void Time_that_a_machine_was_suspended_passes_whether_its_monotonic_clock_ran_or_not()
    {
        _clocks.StepWall(TimeSpan.FromHours(8));
        _clock.Poll();
        _clocks.AdvanceSeconds(8 * 3600);
        _clock.Poll();
        Assert.Equal((_start + (16 * 3_600_000), 0), (_clock.Now, _clock.Offset));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Jitter_of_the_clock_does_not_move_time_ahead()
    {
        Random random = new(7);
        long ahead = 0;
        for (int poll = 0; poll < 100_000; poll++)
        {
            _clocks.Advance(TimeSpan.FromMicroseconds(900));
            long next = random.Next(-50_000, 50_000);
            _clocks.StepWall(TimeSpan.FromTicks(next - ahead));
            ahead = next;
            _clock.Poll();
        }

        Assert.InRange(_clock.Now - _start, 90_000, 90_010);
        Assert.Equal(0, _clock.Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_thread_that_is_suspended_between_reading_two_clocks_sees_no_step(int times)
    {
        Interrupted clocks = new();
        EngineClock clock = new(clocks, _log, time: 0, offset: 0);
        long start = clock.Now;
        for (int poll = 0; poll < 20; poll++)
        {
            clocks.AdvanceSeconds(1);
            clocks.Interruptions = poll % 3 == 0 ? times : 0;
            clock.Poll();
            Assert.Equal((clocks.GetUtcNow().ToUnixTimeMilliseconds(), 0), (clock.Now, clock.Offset));
        }

        Assert.Equal(start + 20_000 + (7 * times * 5_000), clock.Now);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_thread_that_is_suspended_at_every_reading_goes_on_with_what_it_has()
    {
        Interrupted clocks = new() { Interruptions = int.MaxValue };
        EngineClock clock = new(clocks, _log, time: 0, offset: 0);
        for (int poll = 0; poll < 20; poll++)
        {
            clock.Poll();
            Assert.InRange(clocks.Now - (clock.Now + clock.Offset), 0, 10_000);
        }
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0.05, 0.05)]
    [InlineData(-1, 0)]
    [InlineData(-5, 0, "back by 5 s")]
    public void Time_continues_from_the_end_of_the_store_and_does_not_go_back_with_the_clock(double secondsDown, double passed, string? logged = null)
    {
        long wall = _clocks.GetUtcNow().ToUnixTimeMilliseconds();
        _clocks.StepWall(TimeSpan.FromSeconds(secondsDown));
        EngineClock next = new(_clocks, _log, time: wall + 1_000_000, offset: -1_000_000);
        Assert.Equal(wall + 1_000_000 + (long)(passed * 1000), next.Now);
        Assert.Equal(_clocks.GetUtcNow().ToUnixTimeMilliseconds(), next.Now + next.Offset);
        if (logged is null)
            Assert.Empty(_log.Lines);
        else
            Assert.Contains(logged, Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_only_goes_on_and_reports_the_clock_through_ten_thousand_steps_of_every_size()
    {
        Random random = new(11);
        long last = _clock.Now;
        long offset = _clock.Offset;
        for (int step = 0; step < 10_000; step++)
        {
            TimeSpan size = TimeSpan.FromMilliseconds(Math.Pow(10, random.NextDouble() * 12));
            bool forward = random.Next(2) == 0;
            DateTimeOffset now = _clocks.GetUtcNow();
            if (forward ? now + size < DateTimeOffset.MaxValue.AddYears(-100) : now - size > DateTimeOffset.MinValue.AddYears(100))
                _clocks.StepWall(forward ? size : -size);
            TimeSpan passed = TimeSpan.FromMilliseconds(random.Next(3));
            _clocks.Advance(passed);
            _clock.Poll();
            Assert.True(_clock.Now >= last + passed.TotalMilliseconds - 1);
            Assert.True(_clock.Offset <= offset);
            Assert.InRange(_clock.Now + _clock.Offset - _clocks.GetUtcNow().ToUnixTimeMilliseconds(), -1, 100);
            (last, offset) = (_clock.Now, _clock.Offset);
        }
    }

    private void Pass(int seconds, int between)
    {
        for (int i = 0; i < seconds; i += between)
        {
            _clocks.AdvanceSeconds(between);
            _clock.Poll();
        }
    }

    /// <summary>Five seconds pass after the wall clock is read, a number of times.</summary>
    private sealed class Interrupted : TimeProvider
    {
        private readonly ManualTimeProvider _clocks = new();

        public int Interruptions { get; set; }

        public long Now => _clocks.GetUtcNow().ToUnixTimeMilliseconds();

        public override long TimestampFrequency => _clocks.TimestampFrequency;

        public void AdvanceSeconds(double seconds) => _clocks.AdvanceSeconds(seconds);

        public override DateTimeOffset GetUtcNow()
        {
            DateTimeOffset now = _clocks.GetUtcNow();
            if (Interruptions > 0)
                _clocks.AdvanceSeconds(5);
            Interruptions = Math.Max(Interruptions - 1, 0);
            return now;
        }

        public override long GetTimestamp() => _clocks.GetTimestamp();
    }
}
