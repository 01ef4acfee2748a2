namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>Where a message has gone, as far as the ledger says.</summary>
internal enum Fate
{
    /// <summary>It must be there.</summary>
    There,

    /// <summary>Its removal was asked for and not answered.</summary>
    Leaving,

    /// <summary>Its delete was answered: it is gone, or can be rewound.</summary>
    Deleted,

    /// <summary>Its queue was cleared: it is gone.</summary>
    Cleared,

    /// <summary>Its send was refused: it has never been there.</summary>
    Refused,
}

/// <summary>The latest receive of a message that was answered.</summary>
internal sealed record Receipt(string Handle, DateTimeOffset VisibleAgainAt, int DequeueCount);

/// <summary>A message that a broker was asked to take.</summary>
/// <param name="number">What its body follows from.</param>
/// <param name="queue">Where it was sent to.</param>
/// <param name="delay">Its flight time in seconds.</param>
/// <param name="batch">The number of the first message of its batch.</param>
internal sealed class SentMessage(long number, string queue, int delay, long batch)
{
    public long Number => number;

    public string Queue => queue;

    public int Delay => delay;

    public long Batch => batch;

    /// <summary>The id of the message; <see langword="null"/>: the send was not answered.</summary>
    public string? Id { get; set; }

    public Fate Fate { get; set; }

    public Receipt? Receipt { get; set; }

    /// <summary>Whether the message was surely taken: the send was answered, or its effect was.</summary>
    public bool IsTaken => Id is not null || Receipt is not null;
}
