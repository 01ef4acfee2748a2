namespace CmqContracts.Generators.Model;

/// <summary>What <c>[CmqQueue]</c> states; what it does not state is <see langword="null"/>.</summary>
internal sealed record QueueSpec
{
    public required string Name { get; init; }

    public required long? VisibilityTimeout { get; init; }

    public required long? PollingWaitSeconds { get; init; }

    public required long? MaxMsgSize { get; init; }

    public required long? MsgRetentionSeconds { get; init; }

    public required long? RewindSeconds { get; init; }

    public required long? MaxMsgHeapNum { get; init; }

    public required string? DeadLetterQueue { get; init; }

    public required long? MaxReceiveCount { get; init; }

    public required long? MaxTimeToLive { get; init; }
}
