using System.IO.Pipelines;

namespace CmqContracts.Server;

/// <summary>
/// One limit in bytes for what clients make the server buffer: requests that are not complete, and answers that are not read. When it is
/// reached, the slowest clients are evicted: first those of incomplete requests, then those of unread answers. What is sent or read in one go
/// is not counted, so most requests never get here.
/// </summary>
internal sealed partial class BufferBudget : IDisposable
{
    /// <summary>The largest size of a small request or answer, in bytes. A share of the budget is reserved for small ones.</summary>
    public const int SmallBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly long _limit;
    private readonly long _largeLimit;
    private readonly EvictionOrder _order = new();
    private readonly TimeProvider _time;
    private readonly MemoryReturn? _memory;
    private readonly PipeScheduler _scheduler;
    private long _sequence;
    private long _used;
    private long _large;

    /// <param name="limit">How many bytes may be reserved.</param>
    /// <param name="largestRequest">How many bytes the largest request has. They always fit, so the share for small ones may be less than a quarter.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="memory">What returns the memory of large buffers to the system; <see langword="null"/>: nothing does.</param>
    /// <param name="scheduler">Where the connections of evicted clients are aborted, so that the client that needs the memory does not wait for that.</param>
    public BufferBudget(long limit, long largestRequest, TimeProvider time, MemoryReturn? memory, PipeScheduler scheduler)
    {
        _scheduler = scheduler;
        _limit = limit;
        _largeLimit = limit - Math.Min(limit / 4, limit - largestRequest);
        _time = time;
        _memory = memory;
    }

    /// <summary>How many bytes are reserved.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Sets how many bytes a reservation has, and evicts others when the budget is exceeded.</summary>
    /// <returns>Whether it has them; not if it was evicted itself, or is the slowest of all.</returns>
    public bool TryReserve(Reservation reservation, long bytes)
    {
        lock (_gate)
        {
            if (reservation.IsEvicted)
                return false;
            while (FindExceeded(reservation, bytes) is { } exceeded)
            {
                if (_order.FindSlowest(exceeded == Limit.Large, _time.GetTimestamp()) is not { } slowest || slowest == reservation)
                    return false;
                Evict(slowest);
            }

            Set(reservation, bytes);
            return true;
        }
    }

    /// <summary>Lets a reservation be evicted from now on, as one that has just made progress.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="unread">Whether it is for an answer that is not read, otherwise for a request that is not complete.</param>
    public void Unpin(Reservation reservation, bool unread)
    {
        lock (_gate)
        {
            _order.Remove(reservation);
            (reservation.IsUnread, reservation.Since, reservation.LastChunk, reservation.Sequence) = (unread, _time.GetTimestamp(), 0, ++_sequence);
            if (!reservation.IsEvicted)
                _order.Add(reservation);
        }
    }

    /// <summary>Records that the client of a reservation has sent or read a chunk.</summary>
    public void Progress(Reservation reservation)
    {
        lock (_gate)
        {
            if (!_order.Remove(reservation))
                return;
            if (reservation.LastChunk != 0)
                reservation.Since = reservation.LastChunk;
            (reservation.LastChunk, reservation.Sequence) = (Math.Max(1, _time.GetTimestamp()), ++_sequence);
            _order.Add(reservation);
        }
    }

    /// <summary>Keeps a reservation from being evicted: its request is complete.</summary>
    /// <returns>Whether it was evicted before.</returns>
    public bool Pin(Reservation reservation)
    {
        lock (_gate)
        {
            _order.Remove(reservation);
            return reservation.IsEvicted;
        }
    }

    /// <summary>Releases all but the head, and makes the reservation usable for the next request.</summary>
    /// <returns>Whether it was evicted before, and the head with it.</returns>
    public bool Release(Reservation reservation)
    {
        lock (_gate)
        {
            _order.Remove(reservation);
            bool wasEvicted = reservation.IsEvicted;
            Set(reservation, wasEvicted ? 0 : reservation.Head);
            reservation.IsEvicted = false;
            return wasEvicted;
        }
    }

    public void Dispose() => _memory?.Dispose();

    /// <summary>Which limit so many bytes of a reservation would exceed; <see langword="null"/>: none.</summary>
    private Limit? FindExceeded(Reservation reservation, long bytes)
    {
        if (_used - reservation.Bytes + bytes > _limit)
            return Limit.Whole;
        return bytes > SmallBytes && _large - LargePart(reservation.Bytes) + bytes > _largeLimit ? Limit.Large : null;
    }

    private void Evict(Reservation reservation)
    {
        _order.Remove(reservation);
        Set(reservation, 0);
        reservation.IsEvicted = true;
        _scheduler.Schedule(static reservation => ((Reservation)reservation!).AbortIfEvicted(), reservation);
    }

    private void Set(Reservation reservation, long bytes)
    {
        long before = reservation.Bytes;
        bool isMoved = bytes > SmallBytes != before > SmallBytes && _order.Remove(reservation);
        reservation.Bytes = bytes;
        if (isMoved)
            _order.Add(reservation);
        _used += bytes - before;
        _large += LargePart(bytes) - LargePart(before);
        if (bytes <= SmallBytes && before > SmallBytes)
            _memory?.Note(before);
    }

    private static long LargePart(long bytes) => bytes > SmallBytes ? bytes : 0;

    private enum Limit
    {
        /// <summary>That of all reservations together.</summary>
        Whole,

        /// <summary>That of large reservations.</summary>
        Large,
    }
}
