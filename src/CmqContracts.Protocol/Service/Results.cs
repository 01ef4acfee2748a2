using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A page of queues.</summary>
public sealed class QueueList
{
    /// <summary>All matches, not only this page.</summary>
    public required int TotalCount { get; init; }

    /// <summary>This page.</summary>
    public required IReadOnlyList<QueueListEntry> Queues { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(QueueList)).Add(nameof(TotalCount), TotalCount).Add(nameof(Queues), Queues).ToString();
}

/// <summary>A queue in a list.</summary>
public sealed class QueueListEntry
{
    /// <summary>The service's id of the queue.</summary>
    public required string QueueId { get; init; }

    /// <summary>The queue's name, spelled as it was created.</summary>
    public required string QueueName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(QueueListEntry)).Add(nameof(QueueId), QueueId).Add(nameof(QueueName), QueueName).ToString();
}

/// <summary>A queue's attributes and counters, as of one moment.</summary>
/// <remarks>Source: CMQ document 406/5834 (GetQueueAttributes). The service calls its counters approximate; our broker's are exact.</remarks>
public sealed class QueueAttributes
{
    /// <summary>The queue's name, spelled as it was created.</summary>
    public required string QueueName { get; init; }

    /// <summary>The service's id of the queue; <see langword="null"/> when it does not say.</summary>
    public string? QueueId { get; init; }

    /// <summary>Most undeleted messages that the queue holds.</summary>
    public long MaxMsgHeapNum { get; init; }

    /// <summary>Seconds that a receive waits when the call does not say.</summary>
    public int PollingWaitSeconds { get; init; }

    /// <summary>Seconds that a received message stays invisible.</summary>
    public int VisibilityTimeout { get; init; }

    /// <summary>Largest message body, in bytes.</summary>
    public int MaxMsgSize { get; init; }

    /// <summary>Seconds from production to expiry.</summary>
    public int MsgRetentionSeconds { get; init; }

    /// <summary>Seconds from production during which a deleted message can be rewound; 0: off.</summary>
    public int RewindSeconds { get; init; }

    /// <summary>Where dead letters go; <see langword="null"/>: nowhere.</summary>
    public DeadLetterPolicy? DeadLetterPolicy { get; init; }

    /// <summary>The service's id of the dead-letter queue; <see langword="null"/> when there is none or the service does not say.</summary>
    public string? DeadLetterQueueId { get; init; }

    /// <summary>When the queue was created, in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, in whole seconds.</summary>
    public DateTimeOffset LastModifiedAt { get; init; }

    /// <summary>Messages that a receive can return now (activeMsgNum).</summary>
    public long ActiveMessages { get; init; }

    /// <summary>Messages that are handed out and invisible (inactiveMsgNum).</summary>
    public long InactiveMessages { get; init; }

    /// <summary>Messages whose flight time is not over (delayMsgNum).</summary>
    public long DelayedMessages { get; init; }

    /// <summary>Deleted messages that a rewind can bring back (rewindMsgNum).</summary>
    public long RewindableMessages { get; init; }

    /// <summary>Production time of the oldest unconsumed message in whole seconds (minMsgTime); now, when there is none.</summary>
    public DateTimeOffset OldestMessageAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(QueueAttributes))
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(QueueId), QueueId)
        .Add(nameof(MaxMsgHeapNum), MaxMsgHeapNum)
        .Add(nameof(PollingWaitSeconds), PollingWaitSeconds)
        .Add(nameof(VisibilityTimeout), VisibilityTimeout)
        .Add(nameof(MaxMsgSize), MaxMsgSize)
        .Add(nameof(MsgRetentionSeconds), MsgRetentionSeconds)
        .Add(nameof(RewindSeconds), RewindSeconds)
        .Add(nameof(DeadLetterPolicy), DeadLetterPolicy)
        .Add(nameof(DeadLetterQueueId), DeadLetterQueueId)
        .Add(nameof(CreatedAt), CreatedAt)
        .Add(nameof(LastModifiedAt), LastModifiedAt)
        .Add(nameof(ActiveMessages), ActiveMessages)
        .Add(nameof(InactiveMessages), InactiveMessages)
        .Add(nameof(DelayedMessages), DelayedMessages)
        .Add(nameof(RewindableMessages), RewindableMessages)
        .Add(nameof(OldestMessageAt), OldestMessageAt)
        .ToString();
}

/// <summary>A received message.</summary>
public sealed class CmqMessage
{
    /// <summary>The service's id of the message. A resent message gets another one, so it is no key for finding duplicates.</summary>
    public required string MessageId { get; init; }

    /// <summary>What <see cref="ICmqService.DeleteMessagesAsync"/> takes: the key of this receive, invalid from <see cref="VisibleAgainAt"/> on and after a later receive.</summary>
    public required string ReceiptHandle { get; init; }

    /// <summary>The body, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the message was produced.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When the message was received for the first time.</summary>
    public DateTimeOffset FirstReceivedAt { get; init; }

    /// <summary>When the message becomes visible to other receives again, unless it is deleted before.</summary>
    public DateTimeOffset VisibleAgainAt { get; init; }

    /// <summary>
    /// When the message becomes visible again by the clock of this process, so that a consumer whose wall clock differs from the service's knows how long it
    /// may work; <see langword="null"/>: the service did not say.
    /// </summary>
    /// <remarks>
    /// Over HTTP it is <c>nextVisibleTime</c> less the answer's <c>Date</c>, less the second by which <c>Date</c> may be behind, from the arrival of the answer
    /// on.
    /// </remarks>
    public LocalDeadline? HandlingEndsAt { get; init; }

    /// <summary>How often the message was received, this time included: 1 the first time.</summary>
    public int DequeueCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(CmqMessage))
        .Add(nameof(MessageId), MessageId)
        .Add(nameof(ReceiptHandle), ReceiptHandle)
        .Add(nameof(Body), Body)
        .Add(nameof(EnqueuedAt), EnqueuedAt)
        .Add(nameof(FirstReceivedAt), FirstReceivedAt)
        .Add(nameof(VisibleAgainAt), VisibleAgainAt)
        .Add(nameof(HandlingEndsAt), HandlingEndsAt)
        .Add(nameof(DequeueCount), DequeueCount)
        .ToString();
}

/// <summary>A receipt handle that could not be deleted.</summary>
public sealed class DeleteMessageFailure
{
    /// <summary>The handle as it was given.</summary>
    public required string ReceiptHandle { get; init; }

    /// <summary>Why, mostly <see cref="CmqErrors.ReceiptHandleInvalid"/>.</summary>
    public required CmqError Error { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(DeleteMessageFailure)).Add(nameof(ReceiptHandle), ReceiptHandle).Add(nameof(Error), Error).ToString();
}

/// <summary>Where a message is in its life.</summary>
public enum MessageState
{
    /// <summary>Visible: a receive can return it.</summary>
    Active,

    /// <summary>Handed out and invisible until its visibility timeout ends.</summary>
    Inactive,

    /// <summary>Sent with a flight time that is not over.</summary>
    Delayed,

    /// <summary>Deleted, and still within the rewind time.</summary>
    Rewindable,
}
