namespace CmqContracts.Server;

/// <summary>A queue as the overview shows it at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Active">Messages that a receive can return.</param>
/// <param name="Inactive">Messages that are handed out.</param>
/// <param name="Delayed">Messages whose flight time is not over.</param>
/// <param name="Rewindable">Deleted messages that a rewind can bring back.</param>
/// <param name="OldestSeconds">Age of the oldest unconsumed message, in whole seconds; 0: there is none.</param>
/// <param name="SentRate">Messages sent in a second.</param>
/// <param name="ReceivedRate">Messages handed out in a second.</param>
/// <param name="Trouble">What is wrong.</param>
internal sealed record LiveQueue(string Name, long Active, long Inactive, long Delayed, long Rewindable, long OldestSeconds, double SentRate, double ReceivedRate, QueueTrouble Trouble)
{
    /// <summary>A queue and the rates since an earlier moment.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="before">What had happened to its messages by then.</param>
    /// <param name="elapsed">The time since then.</param>
    public static LiveQueue Of(QueueDescription queue, QueueCounts before, TimeSpan elapsed) => new(
        queue.Attributes.QueueName,
        queue.Attributes.ActiveMessages,
        queue.Attributes.InactiveMessages,
        queue.Attributes.DelayedMessages,
        queue.Attributes.RewindableMessages,
        (long)queue.OldestMessageAge.TotalSeconds,
        Rate(queue.Counts.Sent - before.Sent, elapsed),
        Rate(queue.Counts.Received - before.Received, elapsed),
        QueueTrouble.Of(queue));

    /// <summary>The worst first, and then by name.</summary>
    public static int Compare(LiveQueue x, LiveQueue y) => x.Trouble.Severity != y.Trouble.Severity ? y.Trouble.Severity - x.Trouble.Severity : string.CompareOrdinal(x.Name, y.Name);

    private static double Rate(long count, TimeSpan elapsed) => elapsed <= TimeSpan.Zero ? 0 : Math.Round(Math.Max(0, count) / elapsed.TotalSeconds, 1);
}
