using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A deletion of messages by their ids.</summary>
public sealed record DeleteMessagesByIdRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageIds">The messages, 1 to 1000.</param>
    public DeleteMessagesByIdRequest(string queueName, IReadOnlyList<string> messageIds)
    {
        QueueName = queueName;
        MessageIds = messageIds;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>The messages, 1 to 1000. One that is named twice is dealt with once.</summary>
    public IReadOnlyList<string> MessageIds { get; init; }

    /// <summary>Only messages that are still in this state; <see langword="null"/>: in any.</summary>
    public MessageState? State { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(MessageIds), MessageIds)
        .Add(nameof(State), State)
        .Any;
}

/// <summary>A move of messages from one queue to another.</summary>
public sealed record MoveMessagesRequest
{
    /// <summary>A move of the oldest active messages.</summary>
    /// <param name="sourceQueueName">The queue to take from.</param>
    /// <param name="targetQueueName">The queue to put into; <see langword="null"/>: each dead letter goes back to the queue that it comes from.</param>
    /// <param name="maxMessages">How many to move at most, 1 to 1000.</param>
    public MoveMessagesRequest(string sourceQueueName, string? targetQueueName, int maxMessages)
    {
        SourceQueueName = sourceQueueName;
        TargetQueueName = targetQueueName;
        MaxMessages = maxMessages;
    }

    /// <summary>A move of messages by their ids.</summary>
    /// <param name="sourceQueueName">The queue to take from.</param>
    /// <param name="targetQueueName">The queue to put into; <see langword="null"/>: each dead letter goes back to the queue that it comes from.</param>
    /// <param name="messageIds">The messages, 1 to 1000.</param>
    public MoveMessagesRequest(string sourceQueueName, string? targetQueueName, IReadOnlyList<string> messageIds)
    {
        ArgumentNullException.ThrowIfNull(messageIds);
        SourceQueueName = sourceQueueName;
        TargetQueueName = targetQueueName;
        MessageIds = messageIds;
        MaxMessages = messageIds.Count;
    }

    /// <summary>The queue to take from.</summary>
    public string SourceQueueName { get; init; }

    /// <summary>
    /// The queue to put into. <see langword="null"/>: each dead letter goes back to the queue that it comes from: that of
    /// <see cref="InspectedMessage.DeadLetterSource"/>, otherwise the one queue that names <see cref="SourceQueueName"/> as its dead-letter queue.
    /// </summary>
    public string? TargetQueueName { get; init; }

    /// <summary>How many to move at most, 1 to 1000.</summary>
    public int MaxMessages { get; init; }

    /// <summary>Which messages, 1 to 1000, one that is named twice once; <see langword="null"/>: the oldest active ones.</summary>
    public IReadOnlyList<string>? MessageIds { get; init; }

    /// <inheritdoc cref="DeleteMessagesByIdRequest.State"/>
    public MessageState? State { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(SourceQueueName), SourceQueueName)
        .Add(nameof(TargetQueueName), TargetQueueName)
        .Add(nameof(MaxMessages), MaxMessages)
        .Add(nameof(MessageIds), MessageIds)
        .Add(nameof(State), State)
        .Any;
}

/// <summary>How a deletion or a move of messages has ended.</summary>
public sealed class MessageActionResult
{
    /// <summary>How many messages were deleted or moved. When a commit failed whose outcome is not known (<see cref="CmqErrors.ServerInternalError"/>), some more may have been.</summary>
    public required int Done { get; init; }

    /// <summary>The messages that were left as they are, and why.</summary>
    public required IReadOnlyList<SkippedMessage> Skipped { get; init; }

    /// <summary>What ended the work before its end: a <see cref="CmqException"/> or an <see cref="OperationCanceledException"/>; <see langword="null"/>: nothing.</summary>
    public Exception? EndedBy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(MessageActionResult))
        .Add(nameof(Done), Done)
        .Add(nameof(Skipped), Skipped)
        .Add(nameof(EndedBy), EndedBy)
        .ToString();
}

/// <summary>A message that was left as it is.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Reason">Why.</param>
public readonly record struct SkippedMessage(string MessageId, SkipReason Reason);

/// <summary>Why a message was left as it is.</summary>
public enum SkipReason
{
    /// <summary>The queue has no message of this id.</summary>
    NotFound,

    /// <summary>It is not in the state any more that was asked for.</summary>
    StateChanged,

    /// <summary>It is inactive, in the hands of a consumer, or rewindable; only active and delayed messages are moved.</summary>
    NotMovable,

    /// <summary>Its body is longer than the target queue's maxMsgSize.</summary>
    TooLarge,

    /// <summary>It was to go back to the queue that it comes from, which is not known or is gone: name a target queue.</summary>
    SourceUnknown,
}
