using System.Runtime.InteropServices;

namespace CmqContracts.Broker;

/// <summary>
/// Converts engine time to wall time, as users see it. Every sequence keeps the offset that was in force when it was given, so what a
/// message reports stays the same, whatever the clock does later.
/// </summary>
internal sealed class WallTimes
{
    /// <summary>Offsets that are remembered. A clock that is set back more often loses the oldest: messages from then report their times a little off.</summary>
    private const int MaxOffsets = 4096;

    /// <summary>Offsets that one commit removes.</summary>
    private const int MaxRemovals = 16;

    /// <summary>No message lives longer, whatever the limits are.</summary>
    private static readonly long LongestLife = (long)TimeSpan.FromDays(16).TotalMilliseconds;

    private readonly List<WallOffset> _offsets = [];
    private int _saved;

    /// <summary>The offset of the newest sequences.</summary>
    public long InForce => _offsets.Count == 0 ? 0 : _offsets[^1].Milliseconds;

    /// <summary>Whether there is something to <see cref="Save"/>.</summary>
    public bool IsUnsaved => _saved < _offsets.Count;

    public ReadOnlySpan<WallOffset> Offsets => CollectionsMarshal.AsSpan(_offsets);

    public void Load(IEnumerable<WallOffset> offsets)
    {
        _offsets.Clear();
        _offsets.AddRange(offsets.OrderBy(static offset => offset.FromSequence));
        _saved = _offsets.Count;
    }

    /// <summary>Puts an offset in force for sequences that are still to be given.</summary>
    public void Change(WallOffset offset)
    {
        if (_offsets.Count == 0)
            _offsets.Add(default);
        if (_offsets[^1].FromSequence == offset.FromSequence)
            _offsets[^1] = offset;
        else
            _offsets.Add(offset);
        _saved = Math.Min(_saved, _offsets.Count - 1);
    }

    /// <summary>Writes what has changed, and removes what no message needs any more.</summary>
    public void Save(MessageStore store, long now)
    {
        if (!IsUnsaved)
            return;
        for (; _saved < _offsets.Count; _saved++)
            store.PutOffset(_offsets[_saved]);
        int old = 0;
        while (old < Math.Min(MaxRemovals, _offsets.Count - 1) && (_offsets.Count - old > MaxOffsets || _offsets[old + 1].Since <= now - LongestLife))
            store.RemoveOffset(_offsets[old++].FromSequence);
        _offsets.RemoveRange(0, old);
        _saved = _offsets.Count;
    }

    /// <summary>Which of <see cref="Offsets"/> a sequence has; -1: none was ever needed.</summary>
    public int IndexOf(long sequence)
    {
        int low = 0;
        int high = _offsets.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_offsets[middle].FromSequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return _offsets.Count == 0 ? -1 : Math.Max(low - 1, 0);
    }

    /// <summary>A time of a message, Unix milliseconds.</summary>
    public long MillisecondsOf(long sequence, long time) =>
        time + (_offsets.Count == 0 ? 0 : _offsets[IndexOf(sequence)].Milliseconds);

    /// <summary>A time of a message, as it was given.</summary>
    public DateTimeOffset Of(long sequence, long time) => PublicForm.Time(MillisecondsOf(sequence, time));

    /// <summary>A future time, by the present offset.</summary>
    public DateTimeOffset OfFuture(long time) => PublicForm.Time(time + InForce);
}
