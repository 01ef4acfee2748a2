namespace CmqContracts.Tests;

/// <summary>A service in this process, such as a decorator or a fake, may return anything: typed clients take nothing for an answer that is none.</summary>
public sealed class OddAnswerTests
{
    private static readonly Order[] Two = [new Order("a", 1), new Order("b", 2)];

    public static TheoryData<string, IReadOnlyList<string>?> Ids => new()
    {
        { "null", null },
        { "none", [] },
        { "one", ["1"] },
        { "three", ["1", "2", "3"] },
        { "two nulls", [null!, null!] },
        { "an empty one", ["1", ""] },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Messages_count_as_sent_only_if_each_has_an_id(string name, IReadOnlyList<string>? ids)
    {
        _ = name;
        OddService service = new() { Ids = ids! };

        BatchSendResult sent = await Order.Queue(service).SendManyAsync(Two);
        BatchPublishResult published = await Order.Topic(service).PublishManyAsync(Two);

        Assert.False(sent.AllSucceeded || published.AllSucceeded);
        Assert.All(sent.Entries.Concat(published.Entries), static entry =>
        {
            Assert.Null(entry.MessageId);
            AssertUnknown(entry.Error, "not known which were stored");
        });
    }

    [Fact]
    public async Task One_message_counts_as_sent_only_if_it_has_an_id()
    {
        foreach (IReadOnlyList<string> ids in (IReadOnlyList<string>[])[null!, [], [null!], [""], ["1", "2"]])
        {
            OddService service = new() { Ids = ids };
            AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service).SendAsync(Two[0])), "not known which were stored");
            AssertUnknown(await Record.ExceptionAsync(() => Order.Topic(service).PublishAsync(Two[0])), "not known which were stored");
        }
    }

    [Fact]
    public async Task Messages_count_as_deleted_only_if_the_list_of_failures_is_whole()
    {
        foreach (IReadOnlyList<DeleteMessageFailure> failures in (IReadOnlyList<DeleteMessageFailure>[])
        [
            null!,
            [null!],
            [new DeleteMessageFailure { ReceiptHandle = "other", Error = CmqErrors.ReceiptHandleInvalid }],
            [new DeleteMessageFailure { ReceiptHandle = null!, Error = CmqErrors.ReceiptHandleInvalid }],
            [new DeleteMessageFailure { ReceiptHandle = "h1", Error = null! }],
        ])
        {
            OddService service = new() { Failures = failures, Messages = [RecordingService.Message("a:1")] };
            QueueClient<Order> queue = Order.Queue(service);
            ReceivedMessage<Order> message = (await queue.ReceiveAsync())!;

            AssertUnknown((await queue.DeleteManyAsync([message])).Entries.Single().Error, "not known which");
            AssertUnknown(await Record.ExceptionAsync(() => message.DeleteAsync()), "not known which");
        }
    }

    [Fact]
    public async Task Messages_without_an_id_or_a_handle_are_no_answer()
    {
        foreach (IReadOnlyList<CmqMessage> messages in (IReadOnlyList<CmqMessage>[])
        [
            null!,
            [null!],
            [RecordingService.Message("a:1"), null!],
            [new CmqMessage { MessageId = null!, ReceiptHandle = "h", Body = default }],
            [new CmqMessage { MessageId = "m", ReceiptHandle = "", Body = default }],
        ])
            AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(new OddService { Messages = messages }).ReceiveManyAsync()), "message");
    }

    [Fact]
    public async Task More_messages_than_were_asked_for_are_named_and_said_to_be_invisible()
    {
        OddService service = new() { Messages = [RecordingService.Message("a:1", "1"), RecordingService.Message("b:1", "2"), RecordingService.Message("c:1", "3")] };

        Exception? one = await Record.ExceptionAsync(() => Order.Queue(service).ReceiveAsync());
        Exception? two = await Record.ExceptionAsync(() => Order.Queue(service).ReceiveManyAsync(2));

        foreach (Exception? error in new[] { one, two })
        {
            AssertUnknown(error, "and 3 came");
            Assert.Contains("invisible until their visibility ends: m1, m2, m3", error!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await Order.Queue(service).ReceiveManyAsync(3)).Count);
    }

    [Fact]
    public async Task What_is_missing_of_attributes_and_lists_is_named()
    {
        OddService service = new();
        QueueSettings settings = new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) };
        TopicClient<Order> topic = Order.Topic(service);
        QueueClient<Order> subscriber = Order.Subscriber(service, null, new SubscriptionContract("order-events", "s") { FilterTags = ["a"] });

        AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service).GetAttributesAsync()), "no queue");
        AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service).EnsureCreatedAsync()), "no queue");
        AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service).ApplyAttributesAsync()), "no queue");
        AssertUnknown(await Record.ExceptionAsync(() => topic.GetAttributesAsync()), "no topic");
        AssertUnknown(await Record.ExceptionAsync(() => topic.EnsureCreatedAsync()), "no topic");
        AssertUnknown(await Record.ExceptionAsync(() => topic.ListSubscriptionsAsync()), "no list of subscriptions");

        service.Queue = new QueueAttributes { QueueName = "orders", DeadLetterPolicy = DeadLetterPolicy.AfterReceives("id", 3) };
        AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service, settings).EnsureCreatedAsync()), "no list of queues");
        foreach (IReadOnlyList<QueueListEntry> queues in (IReadOnlyList<QueueListEntry>[])[null!, [null!], [new QueueListEntry { QueueId = "i", QueueName = null! }]])
        {
            service.Queues = new QueueList { TotalCount = 1, Queues = queues };
            AssertUnknown(await Record.ExceptionAsync(() => Order.Queue(service, settings).EnsureCreatedAsync()), "list of queues");
        }

        foreach (IReadOnlyList<SubscriptionListEntry> subscriptions in (IReadOnlyList<SubscriptionListEntry>[])[null!, [null!], [new SubscriptionListEntry { SubscriptionId = "i", SubscriptionName = "", Protocol = SubscriptionProtocol.Queue, Endpoint = "q" }]])
        {
            service.Subscriptions = new SubscriptionList { TotalCount = 1, Subscriptions = subscriptions };
            AssertUnknown(await Record.ExceptionAsync(() => topic.ListSubscriptionsAsync()), "list of subscriptions");
        }

        foreach (SubscriptionAttributes? subscription in new[] { null, Subscription("orders", null, []), Subscription("orders", [null!], []), Subscription("orders", [], null), Subscription(null, [], []) })
        {
            service.Subscription = subscription;
            AssertUnknown(await Record.ExceptionAsync(() => topic.GetSubscriptionAttributesAsync("s")), "subscription");
            AssertUnknown(await Record.ExceptionAsync(() => subscriber.EnsureCreatedAsync()), "subscription");
        }
    }

    private static SubscriptionAttributes Subscription(string? endpoint, IReadOnlyList<string>? tags, IReadOnlyList<string>? keys) =>
        new() { SubscriptionName = "s", TopicName = "order-events", Endpoint = endpoint!, FilterTags = tags!, BindingKeys = keys! };

    private static void AssertUnknown(Exception? error, string why)
    {
        CmqUnavailableException unavailable = Assert.IsType<CmqUnavailableException>(error);
        Assert.Equal(CmqOutcome.Unknown, unavailable.Outcome);
        Assert.Contains(why, unavailable.Message, StringComparison.Ordinal);
    }

    /// <summary>Every queue, topic and subscription is there, and reads return what is set, or nothing at all.</summary>
    private sealed class OddService() : DelegatingCmqService(CallRecorder.Create())
    {
        public IReadOnlyList<string> Ids { get; init; } = [];

        public IReadOnlyList<DeleteMessageFailure> Failures { get; init; } = [];

        public IReadOnlyList<CmqMessage> Messages { get; init; } = [];

        public QueueAttributes? Queue { get; set; }

        public QueueList? Queues { get; set; }

        public SubscriptionList? Subscriptions { get; set; }

        public SubscriptionAttributes? Subscription { get; set; }

        public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => throw new CmqServiceException(CmqErrors.QueueAlreadyExists);

        public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) => throw new CmqServiceException(CmqErrors.TopicAlreadyExists);

        public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) => throw new CmqServiceException(CmqErrors.SubscriptionAlreadyExists);

        public override ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) => new(Queue!);

        public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) => new(Queues!);

        public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default) => new((TopicAttributes)null!);

        public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) => new(Subscriptions!);

        public override ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => new(Subscription!);

        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) => new(Ids);

        public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) => new(Ids);

        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) => new(Failures);

        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) => new(Messages);
    }
}
