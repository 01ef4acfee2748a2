using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>Counts messages again where a counter cannot be right: below zero, or above the number of messages. That takes long, so only opening does it.</summary>
internal sealed class CounterRepair(Database database, MessageTable messages)
{
    /// <summary>Up to so many messages are counted to find out whether there are as many as a counter says.</summary>
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
        long mostMessages = database.ReadNumber("PRAGMA page_count") * Format.PageBytes / SmallestRow;
        foreach (QueueEntry entry in entries)
        {
            if (isFirst || _repaired.Contains(entry.Key))
                Repair(entry, mostMessages);
        }
    }

    private void Repair(QueueEntry entry, long mostMessages)
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
            long said = entry.Status.CountOf(state), stateList = entry.Location.StateListOf(state), counted = Math.Min(said, MaxCounted);
            bool canBe = said >= 0 && said <= mostMessages && messages.CountAtMost(stateList, counted) == counted;
            return canBe ? said : messages.CountAfter(stateList, sequence: 0);
        }
    }
}
