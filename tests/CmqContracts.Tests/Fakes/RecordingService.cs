using System.Globalization;
using System.Text;
using CmqContracts.Broker;

namespace CmqContracts.Tests;

/// <summary>Records every request. A broker in memory carries out the requests about queues and topics; those about messages are answered from lists, or fail as set.</summary>
public class RecordingService() : DelegatingCmqService(new CmqBroker().GetService("tests"))
{
    /// <summary>Every request, in order; sent bodies are copies.</summary>
    public List<object> Requests { get; } = [];

    /// <summary>What the next receives answer; when it is used up, a receive waits until it is cancelled.</summary>
    public Queue<IReadOnlyList<CmqMessage>> Inbox { get; } = new();

    /// <summary>Returns the failure of a send; <see langword="null"/>: it succeeds.</summary>
    public Func<SendMessagesRequest, Exception?> RefuseSend { get; set; } = static _ => null;

    /// <summary>Returns the failure of a publish; <see langword="null"/>: it succeeds.</summary>
    public Func<PublishMessagesRequest, Exception?> RefusePublish { get; set; } = static _ => null;

    /// <summary>Returns the failure of a whole delete; <see langword="null"/>: it succeeds.</summary>
    public Func<DeleteMessagesRequest, Exception?> RefuseDelete { get; set; } = static _ => null;

    /// <summary>Handles that cannot be deleted.</summary>
    public HashSet<string> InvalidHandles { get; } = [];

    /// <summary>Whether dead-letter policies are returned with the queue's id instead of its name, as Tencent's service does.</summary>
    public bool ReturnsQueueIds { get; set; }

    /// <summary>Completes when a receive waits.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<SendMessagesRequest> Sends => Requests.OfType<SendMessagesRequest>();

    public IEnumerable<PublishMessagesRequest> Publishes => Requests.OfType<PublishMessagesRequest>();

    public IEnumerable<DeleteMessagesRequest> Deletes => Requests.OfType<DeleteMessagesRequest>();

    public IEnumerable<string> SentBodies => Sends.SelectMany(static send => send.Bodies, static (_, body) => Encoding.UTF8.GetString(body.Span));

    public static CmqMessage Message(string body, string id = "1") => new() { MessageId = "m" + id, ReceiptHandle = "h" + id, Body = Encoding.UTF8.GetBytes(body), DequeueCount = 1 };

    /// <summary>The id that a body gets, so that tests can tell whether an id belongs to its message.</summary>
    public static string IdOf(ReadOnlySpan<byte> body)
    {
        HashCode hash = default;
        hash.AddBytes(body);
        return string.Create(CultureInfo.InvariantCulture, $"id-{body.Length}-{hash.ToHashCode()}");
    }

    /// <summary>Creates a queue without recording a request.</summary>
    public async Task AddAsync(string name, QueueSettings? settings = null) => await Inner.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));

    public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => base.CreateQueueAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) => base.ListQueuesAsync(Recorded(request, cancellationToken), cancellationToken);

    public override async ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Recorded("get " + queueName, cancellationToken);
        QueueAttributes attributes = await base.GetQueueAttributesAsync(queueName, cancellationToken);
        if (!ReturnsQueueIds || attributes.DeadLetterPolicy is not { } policy)
            return attributes;
        return new QueueAttributes
        {
            QueueName = attributes.QueueName,
            QueueId = attributes.QueueId,
            MaxMsgHeapNum = attributes.MaxMsgHeapNum,
            PollingWaitSeconds = attributes.PollingWaitSeconds,
            VisibilityTimeout = attributes.VisibilityTimeout,
            MaxMsgSize = attributes.MaxMsgSize,
            MsgRetentionSeconds = attributes.MsgRetentionSeconds,
            RewindSeconds = attributes.RewindSeconds,
            DeadLetterPolicy = policy with { DeadLetterQueue = attributes.DeadLetterQueueId! },
        };
    }

    public override ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) => base.SetQueueAttributesAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Recorded("delete " + queueName, cancellationToken);
        return default;
    }

    public override ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Recorded("clear " + queueName, cancellationToken);
        return default;
    }

    public override ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        Recorded(request, cancellationToken);
        return default;
    }

    public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Recorded(request with { Bodies = Copies(request.Bodies) }, cancellationToken);
        // Others write meanwhile: the ids below are those of the request's bodies only if the client still holds its buffer.
        await Task.Yield();
        return RefuseSend(request) is { } error ? throw error : [.. request.Bodies.Select(static body => IdOf(body.Span))];
    }

    public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Recorded(request, cancellationToken);
        if (Inbox.TryDequeue(out IReadOnlyList<CmqMessage>? messages))
            return messages;
        Waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }

    public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Recorded(request, cancellationToken);
        await Task.Yield();
        return RefuseDelete(request) is { } error
            ? throw error
            : [.. request.ReceiptHandles.Where(InvalidHandles.Contains).Select(static handle => new DeleteMessageFailure { ReceiptHandle = handle, Error = CmqErrors.ReceiptHandleInvalid })];
    }

    public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) => base.CreateTopicAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Recorded("get topic " + topicName, cancellationToken);
        return base.GetTopicAttributesAsync(topicName, cancellationToken);
    }

    public override ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) => base.SetTopicAttributesAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Recorded("delete topic " + topicName, cancellationToken);
        return base.DeleteTopicAsync(topicName, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        // The bodies are the caller's again once this has returned.
        PublishMessagesRequest kept = Recorded(request with { Bodies = Copies(request.Bodies) }, cancellationToken);
        await base.GetTopicAttributesAsync(request.TopicName, cancellationToken);
        return RefusePublish(kept) is { } refusal ? throw refusal : [.. request.Bodies.Select((_, i) => $"p{i}")];
    }

    public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) => base.SubscribeAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) => base.ListSubscriptionsAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Recorded($"get subscription {topicName}/{subscriptionName}", cancellationToken);
        return base.GetSubscriptionAttributesAsync(topicName, subscriptionName, cancellationToken);
    }

    public override ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) => base.SetSubscriptionAttributesAsync(Recorded(request, cancellationToken), cancellationToken);

    public override ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Recorded($"unsubscribe {topicName}/{subscriptionName}", cancellationToken);
        return base.UnsubscribeAsync(topicName, subscriptionName, cancellationToken);
    }

    public override ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Recorded($"clear tags {topicName}/{subscriptionName}", cancellationToken);
        return base.ClearSubscriptionFilterTagsAsync(topicName, subscriptionName, cancellationToken);
    }

    private TRequest Recorded<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Requests)
            Requests.Add(request);
        return request;
    }

    private static ReadOnlyMemory<byte>[] Copies(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => [.. bodies.Select(static body => new ReadOnlyMemory<byte>(body.ToArray()))];
}
