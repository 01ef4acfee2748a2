namespace CmqContracts;

/// <summary>
/// A view into an account's queues for people and tools. Our brokers have one; Tencent's service does not.
/// Nothing here makes a message invisible or counts as a receive.
/// </summary>
/// <remarks>To be used, not implemented: a later version may add members.</remarks>
public interface ICmqInspector
{
    /// <summary>Reads messages of one state, oldest first, and changes nothing.</summary>
    ValueTask<IReadOnlyList<InspectedMessage>> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Counts the messages that a rewind to this point in time would make active, with the rewind's own checks.</summary>
    ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Moves up to <see cref="MoveMessagesRequest.MaxMessages"/> active messages to another queue of the account, oldest first, as when dead letters are sent back.</summary>
    /// <remarks>Many or large messages are moved in steps, oldest first, between which other requests run. Each message is in one of the two queues at any time.</remarks>
    /// <returns>How many messages were moved, and what ended the move after some were, such as a full queue or the cancellation. What ends it before any were is thrown.</returns>
    ValueTask<MoveResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Describes a page of the account's queues, with attributes, counters and dead-letter sources as of one moment.</summary>
    ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Statistics of every queue of the account, by name.</summary>
    ValueTask<IReadOnlyList<QueueStatistics>> GetStatisticsAsync(CancellationToken cancellationToken = default);
}
