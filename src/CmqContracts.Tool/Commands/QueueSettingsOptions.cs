using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>The options for the attributes of a queue, named after them.</summary>
internal sealed class QueueSettingsOptions
{
    private readonly Option<long?> _maxMsgHeapNum = NumberOption.CreateLong("--max-msg-heap-num", "Most undeleted messages that the queue holds.");
    private readonly Option<int?> _pollingWaitSeconds = NumberOption.Create("--polling-wait-seconds", "Seconds that a receive waits when it does not say.");
    private readonly Option<int?> _visibilityTimeout = NumberOption.Create("--visibility-timeout", "Seconds that a received message stays invisible.");
    private readonly Option<int?> _maxMsgSize = NumberOption.Create("--max-msg-size", "Largest body, in bytes.");
    private readonly Option<int?> _msgRetentionSeconds = NumberOption.Create("--msg-retention-seconds", "Seconds from production to expiry.");
    private readonly Option<int?> _rewindSeconds = NumberOption.Create("--rewind-seconds", "Seconds from production during which a deleted message can be brought back; 0: off.");
    private readonly Option<string?> _deadLetterQueue = ClientOptions.Text("--dead-letter-queue", "QUEUE", "Where messages go that are received too often or stay too long. Needs one of the next two.");
    private readonly Option<int?> _maxReceiveCount = NumberOption.Create("--max-receive-count", "Receives after which a message becomes a dead letter.");
    private readonly Option<int?> _maxTimeToLive = NumberOption.Create("--max-time-to-live", "Seconds after which an unconsumed message becomes a dead letter.");

    public IEnumerable<Symbol> All => [_maxMsgHeapNum, _pollingWaitSeconds, _visibilityTimeout, _maxMsgSize, _msgRetentionSeconds, _rewindSeconds, _deadLetterQueue, _maxReceiveCount, _maxTimeToLive];

    /// <summary>The attributes that are given.</summary>
    /// <exception cref="CommandException">The options of a dead-letter queue do not fit together.</exception>
    public QueueSettings Read(ClientRun run) => new()
    {
        MaxMsgHeapNum = run.Get(_maxMsgHeapNum),
        PollingWaitSeconds = run.Get(_pollingWaitSeconds),
        VisibilityTimeout = run.Get(_visibilityTimeout),
        MaxMsgSize = run.Get(_maxMsgSize),
        MsgRetentionSeconds = run.Get(_msgRetentionSeconds),
        RewindSeconds = run.Get(_rewindSeconds),
        DeadLetterPolicy = Policy(run.Get(_deadLetterQueue), run.Get(_maxReceiveCount), run.Get(_maxTimeToLive)),
    };

    private static DeadLetterPolicy? Policy(string? queue, int? receives, int? seconds) => (queue, receives, seconds) switch
    {
        (null, null, null) => null,
        (null, _, _) => throw new CommandException("--max-receive-count and --max-time-to-live say when a message goes to a dead-letter queue; name it with --dead-letter-queue."),
        ({ } name, { } count, null) => DeadLetterPolicy.AfterReceives(name, count),
        ({ } name, null, { } time) => DeadLetterPolicy.AfterSeconds(name, time),
        _ => throw new CommandException("A dead-letter queue needs exactly one of --max-receive-count and --max-time-to-live."),
    };
}
