using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol;

/// <summary>CreateQueue: a new queue with the given attributes.</summary>
/// <param name="QueueName">1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Settings">The attributes; unset ones get the service's defaults.</param>
public sealed record CreateQueueRequest(string QueueName, QueueSettings Settings);

/// <summary>SetQueueAttributes: a change of the attributes that are set.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="Settings">The attributes to change; unset ones stay as they are.</param>
public sealed record SetQueueAttributesRequest(string QueueName, QueueSettings Settings);

/// <summary>ListQueue: a page of the account's queues, ordered by name.</summary>
/// <param name="SearchWord">Only queues whose name contains this, ignoring case; <see langword="null"/> or empty: all.</param>
/// <param name="Offset">How many matches to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record ListQueuesRequest(string? SearchWord = null, int Offset = 0, int Limit = 20);

/// <summary>ListDeadLetterSourceQueues: a page of the queues bound to a dead-letter queue, ordered by name.</summary>
/// <param name="DeadLetterQueueName">The dead-letter queue.</param>
/// <param name="SearchWord">Only queues whose name contains this, ignoring case; <see langword="null"/> or empty: all.</param>
/// <param name="Offset">How many matches to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record ListDeadLetterSourceQueuesRequest(string DeadLetterQueueName, string? SearchWord = null, int Offset = 0, int Limit = 20);

/// <summary>RewindQueue: bring deleted messages back.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="StartConsumeTime">Messages produced at or after this Unix time in seconds become active again. See <see cref="RewindWindow"/>.</param>
public sealed record RewindQueueRequest(string QueueName, long StartConsumeTime);

/// <summary>SendMessage and BatchSendMessage: 1 to 16 bodies for one queue.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="Bodies">The message bodies, UTF-8.</param>
/// <param name="DelaySeconds">Flight time in seconds, for all of them: until it is over no receive sees the messages.</param>
public sealed record SendMessagesRequest(string QueueName, IReadOnlyList<ReadOnlyMemory<byte>> Bodies, int DelaySeconds = 0)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(Bodies), Bodies)
        .Add(nameof(DelaySeconds), DelaySeconds)
        .Any;
}

/// <summary>ReceiveMessage and BatchReceiveMessage.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="MaxMessages">1 to 16.</param>
/// <param name="PollingWaitSeconds">Seconds to wait for a first message, 0 to 30; <see langword="null"/>: the queue's attribute.</param>
public sealed record ReceiveMessagesRequest(string QueueName, int MaxMessages = 1, int? PollingWaitSeconds = null)
{
    /// <summary>
    /// How long before the end of the wait a broker answers that there is no message. Servers set it, because real clients stop
    /// listening when the wait they asked for is over; it is not sent.
    /// </summary>
    public TimeSpan AnswerEarly { get; init; }

    /// <summary>The room for the answer, which a broker asks before it hands a message out; <see langword="null"/>: it is endless. Servers set it; it is not sent.</summary>
    public IAnswerRoom? Room { get; init; }
}

/// <summary>DeleteMessage and BatchDeleteMessage.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="ReceiptHandles">1 to 16 handles, each of the message's latest receive.</param>
public sealed record DeleteMessagesRequest(string QueueName, IReadOnlyList<string> ReceiptHandles)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(QueueName), QueueName).Add(nameof(ReceiptHandles), ReceiptHandles).Any;
}

/// <summary>A peek at messages of one state.</summary>
/// <param name="QueueName">The queue.</param>
/// <param name="State">Which messages.</param>
/// <param name="MaxMessages">How many to return at most, 1 to 1000.</param>
/// <param name="AfterMessageId">Continue behind this message; <see langword="null"/>: from the oldest.</param>
public sealed record PeekMessagesRequest(string QueueName, MessageState State, int MaxMessages = 16, string? AfterMessageId = null);

/// <summary>A move of active messages from one queue to another.</summary>
/// <param name="SourceQueueName">The queue to take from.</param>
/// <param name="TargetQueueName">The queue to put into, with new message ids.</param>
/// <param name="MaxMessages">How many to move at most, 1 to 1000.</param>
public sealed record MoveMessagesRequest(string SourceQueueName, string TargetQueueName, int MaxMessages);
