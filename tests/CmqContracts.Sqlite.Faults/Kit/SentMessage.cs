namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>What has become of a message, according to the ledger.</summary>
internal enum ExpectedState
{
    /// <summary>It must be in the store.</summary>
    Present,

    /// <summary>Its removal was asked for and not answered.</summary>
    Removing,

    /// <summary>Its delete was answered: it is gone, or can be rewound.</summary>
    Deleted,

    /// <summary>Its queue was cleared: it is gone.</summary>
    Cleared,

    /// <summary>Its send was refused: it has never been there.</summary>
    Refused,
}

/// <summary>The latest receive of a message that was answered.</summary>
internal sealed record Receipt(string Handle, DateTimeOffset VisibleAgainAt, int DequeueCount);

/// <summary>A message that was sent, whether that was answered or not.</summary>
/// <param name="number">The number from which its body is computed.</param>
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

    public ExpectedState ExpectedState { get; set; }

    public Receipt? Receipt { get; set; }

    /// <summary>Whether the message was certainly stored: its send was answered, or it was received.</summary>
    public bool IsStored => Id is not null || Receipt is not null;
}
