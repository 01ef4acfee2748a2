using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A peek at messages of one state.</summary>
public sealed record PeekMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="state">Which messages.</param>
    public PeekMessagesRequest(string queueName, MessageState state)
    {
        QueueName = queueName;
        State = state;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>Which messages.</summary>
    public MessageState State { get; init; }

    /// <summary>Whether to begin with the newest message and go back; otherwise with the oldest.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Where to begin, in the order that is read: behind this message; <see langword="null"/>: with the first.</summary>
    public string? AfterMessageId { get; init; }

    /// <summary>Where to begin, in the order that is read: with messages of this time; <see langword="null"/>: with the first. Where the machine's clock was set back, times do not follow the order.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many messages to return at most, 1 to 1000.</summary>
    public int MaxMessages { get; init; } = 16;

    /// <summary>How many bytes of bodies to return at most, 1 to 16 MiB (16,777,216); one larger body is returned alone.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>How many bytes of each body to return at most, from its beginning; 0: no bodies, <see langword="null"/>: whole bodies.</summary>
    public int? MaxBodyBytes { get; init; }

    /// <summary>What is replaced in the bodies before they are shown, measured and cut; <see langword="null"/>: nothing. Only a broker in this process honours it.</summary>
    internal JsonMask? Mask { get; init; }
}

/// <summary>A page of messages.</summary>
public sealed class PeekResult
{
    /// <summary>The messages, in the order that was asked for.</summary>
    public required IReadOnlyList<InspectedMessage> Messages { get; init; }

    /// <summary>What <see cref="PeekMessagesRequest.AfterMessageId"/> of the next page is; <see langword="null"/>: this was the last page.</summary>
    public string? ContinueAfter { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(PeekResult)).Add(nameof(Messages), Messages).Add(nameof(ContinueAfter), ContinueAfter).ToString();
}

/// <summary>A look at one message.</summary>
public sealed record FindMessageRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageId">The message.</param>
    public FindMessageRequest(string queueName, string messageId)
    {
        QueueName = queueName;
        MessageId = messageId;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>The message.</summary>
    public string MessageId { get; init; }

    /// <summary>How many bytes of the body to return at most, from its beginning; 0: no body, <see langword="null"/>: the whole body.</summary>
    public int? MaxBodyBytes { get; init; }

    /// <inheritdoc cref="PeekMessagesRequest.Mask"/>
    internal JsonMask? Mask { get; init; }
}

/// <summary>A message as the inspector sees it. It carries no receipt handle: a look gives no right to delete.</summary>
public sealed class InspectedMessage
{
    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required MessageState State { get; init; }

    /// <summary>The body, UTF-8, as much of it as was asked for: where it was cut, its last character may be incomplete, or over HTTP is left out then.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Length of the whole body, bytes.</summary>
    public required int BodyLength { get; init; }

    /// <summary>When it was produced.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it was received for the first time; <see langword="null"/>: never.</summary>
    public DateTimeOffset? FirstReceivedAt { get; init; }

    /// <summary>When it becomes visible, for delayed and inactive messages.</summary>
    public DateTimeOffset? VisibleAt { get; init; }

    /// <summary>How often it was received.</summary>
    public int DequeueCount { get; init; }

    /// <summary>What it was before it became a dead letter; <see langword="null"/>: the broker did not make it one.</summary>
    public DeadLetterSource? DeadLetterSource { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(InspectedMessage))
        .Add(nameof(MessageId), MessageId)
        .Add(nameof(State), State)
        .Add(nameof(Body), Body)
        .Add(nameof(BodyLength), BodyLength)
        .Add(nameof(EnqueuedAt), EnqueuedAt)
        .Add(nameof(FirstReceivedAt), FirstReceivedAt)
        .Add(nameof(VisibleAt), VisibleAt)
        .Add(nameof(DequeueCount), DequeueCount)
        .Add(nameof(DeadLetterSource), DeadLetterSource)
        .ToString();
}

/// <summary>What a dead letter was before it moved to its queue, as the broker noted then.</summary>
public sealed class DeadLetterSource
{
    /// <summary>The queue that it comes from, which may be gone.</summary>
    public required string QueueName { get; init; }

    /// <summary>Its id there.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it was produced for the first time.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>How often it had been received there.</summary>
    public int DequeueCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(DeadLetterSource))
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(MessageId), MessageId)
        .Add(nameof(EnqueuedAt), EnqueuedAt)
        .Add(nameof(DequeueCount), DequeueCount)
        .ToString();
}
