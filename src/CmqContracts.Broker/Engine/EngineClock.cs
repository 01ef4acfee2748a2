using Microsoft.Extensions.Logging;

namespace CmqContracts.Broker;

/// <summary>
/// The two times of a broker. Engine time never goes back and passes as fast as the faster of the machine's clocks, the monotonic one
/// and the wall clock: everything inside is ordered and ended by it. Wall time, what users see, is engine time plus an offset, which
/// falls when the wall clock is set back.
/// </summary>
internal sealed partial class EngineClock
{
    /// <summary>How far reported times may differ from the wall clock, in milliseconds, before the offset changes: every offset has to be stored as long as messages need it.</summary>
    private const long Tolerance = 100;

    /// <summary>The smallest difference between the clocks that counts as a step of the wall clock, and not as drift.</summary>
    private static readonly long MinStep = TimeSpan.TicksPerSecond;

    /// <summary>Time without a poll that is too short for drift to count.</summary>
    private static readonly long DriftFreeTime = 10 * TimeSpan.TicksPerSecond;

    /// <summary>Readings of both clocks that are further apart do not belong together: the thread was kept waiting in between.</summary>
    private static readonly TimeSpan MaxReadingGap = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _provider;
    private readonly ILogger _logger;

    // Time is counted from an anchor, in ticks of 100 ns: the sum of what passes between polls would also sum up the rounding of each.
    private long _anchorTime;
    private long _anchorTicks;
    private long _anchorWall;
    private long _anchorStamp;

    /// <summary>How far the wall clock has got ahead of the monotonic one since the anchor.</summary>
    private long _lead;
    private long _skipped;
    private long _ticks;
    private long _wall;
    private long _stamp;

    /// <summary>A clock that continues from the last commit of a store. Time that has passed since by the wall clock counts; if the wall clock went back, none has passed.</summary>
    /// <param name="provider">The machine's clocks.</param>
    /// <param name="logger">Where steps are logged.</param>
    /// <param name="time">Engine time of the last commit; 0: there was none.</param>
    /// <param name="offset">The offset at that moment.</param>
    public EngineClock(TimeProvider provider, ILogger logger, long time, long offset)
    {
        _provider = provider;
        _logger = logger;
        (_wall, _stamp) = ReadPair();
        long wall = WallMilliseconds;

        // 0 stands for "never" in a message's header, so a clock before 1970 begins after it.
        if (time == 0)
            (time, offset) = (Math.Max(wall, 1), wall - Math.Max(wall, 1));
        long down = wall - (time + offset);
        Now = time + Math.Max(down, 0);
        Offset = down < -Tolerance ? wall - time : offset;
        if (down * TimeSpan.TicksPerMillisecond < -MinStep)
            LogBack(_logger, -down / 1000.0);
        _ticks = _wall - (wall * TimeSpan.TicksPerMillisecond);
        Anchor();
    }

    /// <summary>Engine time at the last poll, milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>What makes wall time, Unix milliseconds, of engine time. It only ever falls.</summary>
    public long Offset { get; private set; }

    /// <summary>Milliseconds that have passed without the monotonic clock, and so without timers.</summary>
    public long Skipped => _skipped / TimeSpan.TicksPerMillisecond;

    private long WallMilliseconds => (_wall >= 0 ? _wall : _wall - (TimeSpan.TicksPerMillisecond - 1)) / TimeSpan.TicksPerMillisecond;

    /// <summary>The moment of an engine time on the monotonic clock, unless the wall clock is set forward until then.</summary>
    public LocalDeadline MomentOf(long time) => LocalDeadline.After(TimeSpan.FromMilliseconds(time - Now), _provider, _stamp);

    /// <summary>Reads the clocks.</summary>
    public void Poll()
    {
        long wall = ReadWall();
        long stamp = _provider.GetTimestamp();
        long difference = Difference(wall, stamp);
        if (Math.Abs(difference) > Tolerance * TimeSpan.TicksPerMillisecond)
        {
            (wall, stamp) = ReadPair();
            difference = Difference(wall, stamp);
        }

        // Clocks that were not polled for long drift apart by more.
        if (Math.Abs(difference) > MinStep + (Math.Max(Elapsed(_stamp, stamp) - DriftFreeTime, 0) / 1000))
            NoteStep(difference);
        (_wall, _stamp) = (wall, stamp);
        long passed = Elapsed(_anchorStamp, stamp);
        long lead = Math.Max(_lead, wall - _anchorWall - passed);
        _skipped += lead - _lead;
        _lead = lead;
        _ticks = _anchorTicks + passed + _lead;
        Now = Math.Max(Now, _anchorTime + (_ticks / TimeSpan.TicksPerMillisecond));
        if (WallMilliseconds - (Now + Offset) < -Tolerance)
        {
            Offset = WallMilliseconds - Now;
            Anchor();
        }
    }

    private long Difference(long wall, long stamp) => wall - _wall - Elapsed(_stamp, stamp);

    private long Elapsed(long from, long to) => Math.Max(_provider.GetElapsedTime(from, to).Ticks, 0);

    private void NoteStep(long difference)
    {
        // All of a step counts, whatever the drift before it was.
        Anchor();
        double seconds = Math.Abs(difference) / (double)TimeSpan.TicksPerSecond;
        if (difference < 0)
            LogBack(_logger, seconds);
        else
            LogForward(_logger, seconds);
    }

    /// <summary>Counts from the last poll on.</summary>
    private void Anchor()
    {
        _anchorTime = Now;
        _anchorTicks = _ticks % TimeSpan.TicksPerMillisecond;
        _anchorWall = _wall;
        _anchorStamp = _stamp;
        _lead = 0;
    }

    /// <summary>Reads both clocks at one moment, as far as the machine lets this thread run.</summary>
    private (long Wall, long Stamp) ReadPair()
    {
        for (int attempt = 0; ; attempt++)
        {
            long before = _provider.GetTimestamp();
            long wall = ReadWall();
            long stamp = _provider.GetTimestamp();
            if (attempt == 10 || _provider.GetElapsedTime(before, stamp) <= MaxReadingGap)
                return (wall, stamp);
        }
    }

    private long ReadWall() => _provider.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    [LoggerMessage(101, LogLevel.Warning, "The clock of this machine was set back by {Seconds:0.###} s. Waits, delays and visibility go on as if it had not been; new messages carry the new time.")]
    private static partial void LogBack(ILogger logger, double seconds);

    [LoggerMessage(102, LogLevel.Warning, "The clock of this machine was set forward by {Seconds:0.###} s, or the machine slept. For waits, delays, visibility and retention that time has passed.")]
    private static partial void LogForward(ILogger logger, double seconds);
}
