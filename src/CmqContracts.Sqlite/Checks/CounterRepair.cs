using CmqContracts.Broker;

namespace CmqContracts.Sqlite;

/// <summary>Recounts the messages of a queue where a counter cannot be right: below zero, or above the number of messages. It takes long, so it is done at opening alone.</summary>
internal sealed class CounterRepair(Database database, MessageTable messages)
{
    /// <summary>At most this many messages are counted to check a counter. A higher counter is also compared with what the file can hold.</summary>
    private const long MaxCounted = 10_000;

    /// <summary>Bytes; no state row is shorter.</summary>
    private const long SmallestRow = 16;

    /// <summary>Queues whose counters on disk may still be wrong; <see langword="null"/>: the store was not loaded yet.</summary>
    private HashSet<long>? _repaired;

    /// <summary>Repairs the counters of queues as they were loaded. Those that were right at the first load stay right.</summary>
    public void Repair(List<QueueEntry> entries)
    {
        bool isFirst = _repaired is null;
        _repaired ??= [];
        long maxMessages = database.ReadNumber("PRAGMA page_count") * Format.PageBytes / SmallestRow;
        foreach (QueueEntry entry in entries)
        {
            if (isFirst || _repaired.Contains(entry.Key))
                Repair(entry, maxMessages);
        }
    }

    private void Repair(QueueEntry entry, long maxMessages)
    {
        QueueStatus status = entry.Status;
        status.Active = Counted(MessageState.Active);
        status.Inactive = Counted(MessageState.Inactive);
        status.Delayed = Counted(MessageState.Delayed);
        status.Rewindable = Counted(MessageState.Rewindable);
        if (status == entry.Status)
            return;
        entry.Status = status;
        _repaired!.Add(entry.Key);

        // So the next commit of the queue writes a row.
        entry.HasMoved = true;

        long Counted(MessageState state)
        {
            long stored = entry.Status.CountOf(state), stateList = entry.Location.StateListOf(state), expected = Math.Min(stored, MaxCounted);
            bool isPlausible = stored >= 0 && stored <= maxMessages && messages.CountAtMost(stateList, expected) == expected;
            return isPlausible ? stored : messages.CountAfter(stateList, sequence: 0);
        }
    }
}
