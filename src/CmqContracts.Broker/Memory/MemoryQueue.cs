using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>The messages of one queue: each is in the ordered set of its state, and a delayed or inactive one also in the heap of those that wake up.</summary>
internal sealed class MemoryQueue
{
    private readonly SequenceSet _active = new();
    private readonly SequenceSet _inactive = new();
    private readonly SequenceSet _delayed = new();
    private readonly List<MemoryMessage> _due = [];
    private SequenceSet _rewindable = new();

    public QueueStatus Status { get; set; }

    public IndexedHeap<MemoryMessage> Sleeping { get; } = new();

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
        if (Sleeps(message.Header.State))
            Sleeping.Add(message);
    }

    public MemoryMessage Take(in MessageHeader header)
    {
        MemoryMessage message = InState(header.State).Remove(header.Sequence);
        if (Sleeps(header.State))
            Sleeping.Remove(message);
        return message;
    }

    public void DiscardRewindable() => _rewindable = new SequenceSet();

    public void CopyDue(long now, int maxMessages, List<MessageHeader> into)
    {
        while (into.Count < maxMessages && Sleeping.First is { } first && first.Header.VisibleAt <= now)
        {
            Sleeping.Remove(first);
            _due.Add(first);
            into.Add(first.Header);
        }

        foreach (MemoryMessage message in _due)
            Sleeping.Add(message);
        _due.Clear();
    }

    private static bool Sleeps(MessageState state) => state is MessageState.Delayed or MessageState.Inactive;
}
