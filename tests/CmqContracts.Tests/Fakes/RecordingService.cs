using System.Globalization;
using System.Text;
using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Tests;

/// <summary>Remembers every request, and has a broker in memory carry out what changes queues and topics. Messages it answers from a few lists, and fails where it is told to.</summary>
public class RecordingService() : DelegatingCmqService(new Broker().GetService("tests"))
{
    /// <summary>Every request, in order; sent bodies are copies.</summary>
    public List<object> Requests { get; } = [];

    /// <summary>What the next receives answer; when it is used up, a receive waits until it is cancelled.</summary>
    public Queue<IReadOnlyList<CmqMessage>> Inbox { get; } = new();

    /// <summary>Says which sends fail.</summary>
    public Func<SendMessagesRequest, Exception?> RefuseSend { get; set; } = static _ => null;

    /// <summary>Says which publishes fail.</summary>
    public Func<PublishMessagesRequest, Exception?> RefusePublish { get; set; } = static _ => null;

    /// <summary>Says which deletes fail as a whole.</summary>
    public Func<DeleteMessagesRequest, Exception?> RefuseDelete { get; set; } = static _ => null;

    /// <summary>Handles that cannot be deleted.</summary>
    public HashSet<string> DeadHandles { get; } = [];

    /// <summary>Says a queue's id instead of its name in a dead-letter policy, as Tencent's service does.</summary>
    public bool SaysIds { get; set; }

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

    /// <summary>Puts a queue there without a request.</summary>
    public async Task AddAsync(string name, QueueSettings? settings = null) => await Inner.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));

    public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => base.CreateQueueAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) => base.ListQueuesAsync(Noted(request, cancellationToken), cancellationToken);

    public override async ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Noted("get " + queueName, cancellationToken);
        QueueAttributes attributes = await base.GetQueueAttributesAsync(queueName, cancellationToken);
        if (!SaysIds || attributes.DeadLetterPolicy is not { } policy)
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

    public override ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) => base.SetQueueAttributesAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Noted("delete " + queueName, cancellationToken);
        return default;
    }

    public override ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Noted("clear " + queueName, cancellationToken);
        return default;
    }

    public override ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        Noted(request, cancellationToken);
        return default;
    }

    public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Noted(request with { Bodies = Copies(request.Bodies) }, cancellationToken);
        // Others write meanwhile: the ids below are those of the request's bodies only if the client still holds its buffer.
        await Task.Yield();
        return RefuseSend(request) is { } error ? throw error : [.. request.Bodies.Select(static body => IdOf(body.Span))];
    }

    public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Noted(request, cancellationToken);
        if (Inbox.TryDequeue(out IReadOnlyList<CmqMessage>? messages))
            return messages;
        Waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }

    public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Noted(request, cancellationToken);
        await Task.Yield();
        return RefuseDelete(request) is { } error
            ? throw error
            : [.. request.ReceiptHandles.Where(DeadHandles.Contains).Select(static handle => new DeleteMessageFailure { ReceiptHandle = handle, Error = CmqErrors.ReceiptHandleInvalid })];
    }

    public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) => base.CreateTopicAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Noted("get topic " + topicName, cancellationToken);
        return base.GetTopicAttributesAsync(topicName, cancellationToken);
    }

    public override ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) => base.SetTopicAttributesAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Noted("delete topic " + topicName, cancellationToken);
        return base.DeleteTopicAsync(topicName, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        // The bodies are the caller's again once this has returned.
        PublishMessagesRequest kept = Noted(request with { Bodies = Copies(request.Bodies) }, cancellationToken);
        await base.GetTopicAttributesAsync(request.TopicName, cancellationToken);
        return RefusePublish(kept) is { } refusal ? throw refusal : [.. request.Bodies.Select((_, i) => $"p{i}")];
    }

    public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) => base.SubscribeAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) => base.ListSubscriptionsAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Noted($"get subscription {topicName}/{subscriptionName}", cancellationToken);
        return base.GetSubscriptionAttributesAsync(topicName, subscriptionName, cancellationToken);
    }

    public override ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) => base.SetSubscriptionAttributesAsync(Noted(request, cancellationToken), cancellationToken);

    public override ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Noted($"unsubscribe {topicName}/{subscriptionName}", cancellationToken);
        return base.UnsubscribeAsync(topicName, subscriptionName, cancellationToken);
    }

    public override ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Noted($"clear tags {topicName}/{subscriptionName}", cancellationToken);
        return base.ClearSubscriptionFilterTagsAsync(topicName, subscriptionName, cancellationToken);
    }

    private TRequest Noted<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Requests)
            Requests.Add(request);
        return request;
    }

    private static ReadOnlyMemory<byte>[] Copies(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => [.. bodies.Select(static body => new ReadOnlyMemory<byte>(body.ToArray()))];
}
