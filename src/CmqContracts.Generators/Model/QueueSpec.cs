namespace CmqContracts.Generators.Model;

/// <summary>What <c>[CmqQueue]</c> says; <see langword="null"/> is what it does not say.</summary>
internal sealed record QueueSpec(
    string Name,
    long? VisibilityTimeout,
    long? PollingWaitSeconds,
    long? MaxMsgSize,
    long? MsgRetentionSeconds,
    long? RewindSeconds,
    long? MaxMsgHeapNum,
    string? DeadLetterQueue,
    long? MaxReceiveCount,
    long? MaxTimeToLive);
