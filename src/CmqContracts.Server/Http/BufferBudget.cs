using System.IO.Pipelines;

namespace CmqContracts.Server;

/// <summary>
/// One budget in bytes for what clients make the server hold: requests that have not come to their end, and answers that are not read yet.
/// When it is short, the slowest clients are cut: those of unfinished requests first, then those of unread answers. What comes and goes at
/// once is not counted, so most requests never get here.
/// </summary>
internal sealed partial class BufferBudget : IDisposable
{
    /// <summary>Up to here a request or an answer is a small one. Large ones leave them a share.</summary>
    public const int SmallBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly long _limit;
    private readonly long _largeLimit;
    private readonly CutOrder _order = new();
    private readonly TimeProvider _time;
    private readonly MemoryReturn? _memory;
    private readonly PipeScheduler _scheduler;
    private long _turn;
    private long _used;
    private long _large;

    /// <param name="limit">How many bytes may be held.</param>
    /// <param name="largestRequest">How many bytes the largest request has; they fit whatever share is left to small ones.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="memory">Where large buffers are given back, if at all.</param>
    /// <param name="scheduler">Where clients are cut, so that nobody who needs room waits for that.</param>
    public BufferBudget(long limit, long largestRequest, TimeProvider time, MemoryReturn? memory, PipeScheduler scheduler)
    {
        _scheduler = scheduler;
        _limit = limit;
        _largeLimit = limit - Math.Min(limit / 4, limit - largestRequest);
        _time = time;
        _memory = memory;
    }

    /// <summary>How many bytes are held.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Lets a holding have so many bytes, cutting others when there is no room.</summary>
    /// <returns>Whether it may; not when it was cut itself, or is the slowest of all.</returns>
    public bool TryHold(Holding holding, long bytes)
    {
        lock (_gate)
        {
            if (holding.IsCut)
                return false;
            while (FindShortage(holding, bytes) is { } isShort)
            {
                if (_order.FindSlowest(isShort == Share.Large, _time.GetTimestamp()) is not { } slowest || slowest == holding)
                    return false;
                Cut(slowest);
            }

            Set(holding, bytes);
            return true;
        }
    }

    /// <summary>From now on a holding may be cut, as one that has just made progress.</summary>
    /// <param name="holding">The holding.</param>
    /// <param name="unread">Whether it is an answer that is not read yet, else a request that is not finished.</param>
    public void Expose(Holding holding, bool unread)
    {
        lock (_gate)
        {
            _order.Remove(holding);
            (holding.IsUnread, holding.Since, holding.LastStep, holding.Turn) = (unread, _time.GetTimestamp(), 0, ++_turn);
            if (!holding.IsCut)
                _order.Add(holding);
        }
    }

    /// <summary>Notes that the client of a holding has sent or read a good piece.</summary>
    public void Progress(Holding holding)
    {
        lock (_gate)
        {
            if (!_order.Remove(holding))
                return;
            if (holding.LastStep != 0)
                holding.Since = holding.LastStep;
            (holding.LastStep, holding.Turn) = (Math.Max(1, _time.GetTimestamp()), ++_turn);
            _order.Add(holding);
        }
    }

    /// <summary>From now on a holding cannot be cut: its request has come to its end.</summary>
    /// <returns>Whether it was cut before.</returns>
    public bool Protect(Holding holding)
    {
        lock (_gate)
        {
            _order.Remove(holding);
            return holding.IsCut;
        }
    }

    /// <summary>Gives everything back but the head, and makes the holding as new.</summary>
    /// <returns>Whether it was cut before, and the head with it.</returns>
    public bool Release(Holding holding)
    {
        lock (_gate)
        {
            _order.Remove(holding);
            bool wasCut = holding.IsCut;
            Set(holding, wasCut ? 0 : holding.Head);
            holding.IsCut = false;
            return wasCut;
        }
    }

    public void Dispose() => _memory?.Dispose();

    /// <summary>Which share is short for a holding of so many bytes: that of large ones only, or all; <see langword="null"/>: none.</summary>
    private Share? FindShortage(Holding holding, long bytes)
    {
        if (_used - holding.Bytes + bytes > _limit)
            return Share.Whole;
        return bytes > SmallBytes && _large - LargePart(holding.Bytes) + bytes > _largeLimit ? Share.Large : null;
    }

    private void Cut(Holding holding)
    {
        _order.Remove(holding);
        Set(holding, 0);
        holding.IsCut = true;
        _scheduler.Schedule(static holding => ((Holding)holding!).EndIfCut(), holding);
    }

    private void Set(Holding holding, long bytes)
    {
        long before = holding.Bytes;
        bool isMoved = bytes > SmallBytes != before > SmallBytes && _order.Remove(holding);
        holding.Bytes = bytes;
        if (isMoved)
            _order.Add(holding);
        _used += bytes - before;
        _large += LargePart(bytes) - LargePart(before);
        if (bytes <= SmallBytes && before > SmallBytes)
            _memory?.Note(before);
    }

    private static long LargePart(long bytes) => bytes > SmallBytes ? bytes : 0;

    private enum Share
    {
        Whole,
        Large,
    }
}
