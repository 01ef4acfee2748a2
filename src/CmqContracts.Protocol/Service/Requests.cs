using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>CreateQueue: a new queue with the given attributes.</summary>
public sealed record CreateQueueRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="settings">The attributes; unset ones get the service's defaults.</param>
    public CreateQueueRequest(string queueName, QueueSettings settings)
    {
        QueueName = queueName;
        Settings = settings;
    }

    /// <summary>1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string QueueName { get; init; }

    /// <summary>The attributes; unset ones get the service's defaults.</summary>
    public QueueSettings Settings { get; init; }
}

/// <summary>SetQueueAttributes: a change of the attributes that are set.</summary>
public sealed record SetQueueAttributesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="settings">The attributes to change; unset ones stay as they are.</param>
    public SetQueueAttributesRequest(string queueName, QueueSettings settings)
    {
        QueueName = queueName;
        Settings = settings;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>The attributes to change; unset ones stay as they are.</summary>
    public QueueSettings Settings { get; init; }
}

/// <summary>ListQueue: a page of the account's queues, ordered by name.</summary>
public sealed record ListQueuesRequest
{
    /// <summary>Only queues whose name contains this, ignoring case; <see langword="null"/> or empty: all.</summary>
    public string? SearchWord { get; init; }

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return at most, 0 to 50 (our broker: 0 to 1000).</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>ListDeadLetterSourceQueues: a page of the queues bound to a dead-letter queue, ordered by name.</summary>
public sealed record ListDeadLetterSourceQueuesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="deadLetterQueueName">The dead-letter queue.</param>
    public ListDeadLetterSourceQueuesRequest(string deadLetterQueueName)
    {
        DeadLetterQueueName = deadLetterQueueName;
    }

    /// <summary>The dead-letter queue.</summary>
    public string DeadLetterQueueName { get; init; }

    /// <summary>Only queues whose name contains this, ignoring case; <see langword="null"/> or empty: all.</summary>
    public string? SearchWord { get; init; }

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return at most, 0 to 50 (our broker: 0 to 1000).</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>RewindQueue: bring deleted messages back.</summary>
public sealed record RewindQueueRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="startConsumeTime">Messages produced at or after this Unix time in seconds become active again; from now minus the queue's rewindSeconds to the production time of its oldest unconsumed message.</param>
    public RewindQueueRequest(string queueName, long startConsumeTime)
    {
        QueueName = queueName;
        StartConsumeTime = startConsumeTime;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>Messages produced at or after this Unix time in seconds become active again; from now minus the queue's rewindSeconds to the production time of its oldest unconsumed message.</summary>
    public long StartConsumeTime { get; init; }
}

/// <summary>SendMessage and BatchSendMessage: 1 to 16 bodies for one queue.</summary>
public sealed record SendMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="bodies">The message bodies, UTF-8.</param>
    public SendMessagesRequest(string queueName, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        QueueName = queueName;
        Bodies = bodies;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>The message bodies, UTF-8.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bodies { get; init; }

    /// <summary>Flight time in seconds, for all of them: until it is over no receive sees the messages. 0 to 3600 (our broker: 0 to 6048000), and less than the queue's retention.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>Whether the request may be repeated when nobody knows whether it was carried out, so that messages may be stored twice. It is not sent.</summary>
    public bool AllowDuplicates { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(Bodies), Bodies)
        .Add(nameof(DelaySeconds), DelaySeconds)
        .Add(nameof(AllowDuplicates), AllowDuplicates)
        .Any;
}

/// <summary>ReceiveMessage and BatchReceiveMessage.</summary>
public sealed record ReceiveMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    public ReceiveMessagesRequest(string queueName)
    {
        QueueName = queueName;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>How many messages to receive at most, 1 to 16.</summary>
    public int MaxMessages { get; init; } = 1;

    /// <summary>Seconds to wait for a first message, 0 to 30; <see langword="null"/>: the queue's attribute.</summary>
    public int? PollingWaitSeconds { get; init; }

    /// <summary>
    /// How much earlier than asked for the wait ends, unless a message becomes visible between then and the end that was asked for: then it
    /// is waited for, and never longer than to that end. Set by servers only, as real clients stop listening when the wait they asked for
    /// is over; it is not sent.
    /// </summary>
    public TimeSpan AnswerEarly { get; init; }

    /// <summary>What the reply may hold; a broker asks before it hands a message out; <see langword="null"/>: unlimited. Servers set it; it is not sent.</summary>
    internal IReplyBudget? ReplyBudget { get; init; }
}

/// <summary>DeleteMessage and BatchDeleteMessage.</summary>
public sealed record DeleteMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="receiptHandles">1 to 16 handles, each of the message's latest receive.</param>
    public DeleteMessagesRequest(string queueName, IReadOnlyList<string> receiptHandles)
    {
        QueueName = queueName;
        ReceiptHandles = receiptHandles;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>1 to 16 handles, each of the message's latest receive.</summary>
    public IReadOnlyList<string> ReceiptHandles { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(QueueName), QueueName).Add(nameof(ReceiptHandles), ReceiptHandles).Any;
}
