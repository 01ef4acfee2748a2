namespace CmqContracts;

/// <summary>The name of a queue and its attributes, as <see cref="CmqQueueAttribute"/> and <see cref="CmqQueueAttribute{TMessage}"/> state them.</summary>
/// <remarks>
/// A property that is not set leaves the value to the service's default. Ranges are checked while compiling, against the same
/// table that client and broker use (<c>CmqLimits</c>).
/// </remarks>
public abstract class CmqQueueSettingsAttribute : Attribute
{
    private protected CmqQueueSettingsAttribute(string name) => Name = name;

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>Seconds that a received message stays invisible to other consumers, 1 to 43200; 30 unless set.</summary>
    public int VisibilityTimeout { get; set; }

    /// <summary>Seconds that a receive waits for a message when the call does not say, 0 to 30; 0 unless set.</summary>
    public int PollingWaitSeconds { get; set; }

    /// <summary>Largest message body in bytes, 1024 to 1048576; 65536 unless set.</summary>
    public int MaxMsgSize { get; set; }

    /// <summary>Seconds after production at which a message expires, received or not, 60 to 1296000; 345600 (4 days) unless set.</summary>
    public int MsgRetentionSeconds { get; set; }

    /// <summary>Seconds after production during which a deleted message can be brought back, 0 to the retention; 0, off, unless set.</summary>
    public int RewindSeconds { get; set; }

    /// <summary>Most undeleted messages that the queue holds, up to 1000000000; 100000000 unless set.</summary>
    public long MaxMsgHeapNum { get; set; }

    /// <summary>Queue that takes dead letters. Set <see cref="MaxReceiveCount"/> or <see cref="MaxTimeToLive"/> with it.</summary>
    public string? DeadLetterQueue { get; set; }

    /// <summary>Receives after which an undeleted message becomes a dead letter, 1 to 1000.</summary>
    public int MaxReceiveCount { get; set; }

    /// <summary>Seconds after production at which an unconsumed message becomes a dead letter, 300 to 43200 and less than the retention.</summary>
    public int MaxTimeToLive { get; set; }

    /// <summary>
    /// A <c>JsonSerializerContext</c> with <c>[JsonSerializable]</c> for the message, if <c>System.Text.Json</c> should write and read
    /// it instead of a generated codec: for types that the generator does not cover. Its options are those of the context.
    /// </summary>
    public Type? JsonContext { get; set; }
}
