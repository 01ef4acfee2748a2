using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The messages of one queue: each is in the ordered set of its state, and a delayed or inactive one also in the heap of those that become visible.</summary>
internal sealed class MemoryQueue
{
    private readonly SequenceSet _active = new();
    private readonly SequenceSet _inactive = new();
    private readonly SequenceSet _delayed = new();
    private readonly List<MemoryMessage> _due = [];
    private SequenceSet _rewindable = new();

    public QueueStatus Status { get; set; }

    public IndexedHeap<MemoryMessage> Invisible { get; } = new();

    public SequenceSet InState(MessageState state) => state switch
    {
        MessageState.Active => _active,
        MessageState.Inactive => _inactive,
        MessageState.Delayed => _delayed,
        _ => _rewindable,
    };

    public MemoryMessage? Find(long sequence) =>
        _inactive.Find(sequence) ?? _active.Find(sequence) ?? _delayed.Find(sequence) ?? _rewindable.Find(sequence);

    public void Insert(MemoryMessage message)
    {
        InState(message.Header.State).Add(message);
        if (IsInvisible(message.Header.State))
            Invisible.Add(message);
    }

    public MemoryMessage Take(in MessageHeader header)
    {
        MemoryMessage message = InState(header.State).Remove(header.Sequence);
        if (IsInvisible(header.State))
            Invisible.Remove(message);
        return message;
    }

    public void DiscardRewindable() => _rewindable = new SequenceSet();

    public void CopyDue(long now, int maxMessages, List<MessageHeader> into)
    {
        while (into.Count < maxMessages && Invisible.First is { } first && first.Header.VisibleAt <= now)
        {
            Invisible.Remove(first);
            _due.Add(first);
            into.Add(first.Header);
        }

        foreach (MemoryMessage message in _due)
            Invisible.Add(message);
        _due.Clear();
    }

    private static bool IsInvisible(MessageState state) => state is MessageState.Delayed or MessageState.Inactive;
}
