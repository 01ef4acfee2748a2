using System.Text;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Topics, their subscriptions, and who gets what.</summary>
public sealed class TopicTests : TopicTest
{
    [Fact]
    public async Task Topics_are_made_listed_changed_and_deleted()
    {
        string id = await CreateTopicAsync(TopicFilter.RoutingKey, new TopicSettings { MaxMsgSize = 2048 });
        await CreateTopicAsync(name: "another");
        await CreateTopicAsync(name: "third");

        TopicAttributes topic = await Service.GetTopicAttributesAsync("TOPICFORTEST");
        Assert.Equal((Topic, id, TopicFilter.RoutingKey, 2048, 86400, 0), (topic.TopicName, topic.TopicId, topic.Filter, topic.MaxMsgSize, topic.MsgRetentionSeconds, topic.PendingMessages));
        Assert.Equal(NowSeconds, topic.CreatedAt.ToUnixTimeSeconds());

        Clock.Advance(TimeSpan.FromSeconds(3));
        await Service.SetTopicAttributesAsync(new SetTopicAttributesRequest(Topic, new TopicSettings { MaxMsgSize = 4096 }));
        topic = await Service.GetTopicAttributesAsync(Topic);
        Assert.Equal((4096, NowSeconds), (topic.MaxMsgSize, topic.LastModifiedAt.ToUnixTimeSeconds()));

        TopicList list = await Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = "t", Offset = 1, Limit = 1 });
        Assert.Equal(3, list.TotalCount);
        Assert.Equal("third", Assert.Single(list.Topics).TopicName);

        await Service.DeleteTopicAsync("third");
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => Service.GetTopicAttributesAsync("third").AsTask());
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => Service.DeleteTopicAsync("third").AsTask());
    }

    [Fact]
    public async Task A_topic_with_subscriptions_is_not_deleted()
    {
        await CreateTopicAsync();
        await SubscribeQueueAsync("shipping");
        await FailsAsync(CmqErrors.SubscriptionsExistUnderTopic, () => Service.DeleteTopicAsync(Topic).AsTask());
        await Service.UnsubscribeAsync(Topic, "Shipping");
        await Service.DeleteTopicAsync(Topic);
        Assert.Equal(0, (await Service.ListTopicsAsync(new ListTopicsRequest())).TotalCount);
    }

    [Fact]
    public async Task Every_queue_that_wants_a_message_gets_one_of_its_own()
    {
        await CreateTopicAsync();
        await SubscribeQueueAsync("all");
        await SubscribeQueueAsync("vip", tags: ["vip", "gold"]);
        await SubscribeQueueAsync("bulk", tags: ["bulk"]);

        string id = await PublishAsync("one", ["gold", "new"]);
        IReadOnlyList<string> ids = await Service.PublishMessagesAsync(new PublishMessagesRequest(Topic, [Encoding.UTF8.GetBytes("two"), Encoding.UTF8.GetBytes("three")]));
        Assert.Equal(3, ids.Append(id).Distinct().Count());

        CmqMessage[] all = [.. await ReceiveManyAsync(name: "all")];
        CmqMessage vip = Assert.Single(await ReceiveManyAsync(name: "vip"));
        Assert.Equal(["one", "two", "three"], all.Select(Text));
        Assert.Equal("one", Text(vip));
        Assert.Empty(await ReceiveManyAsync(name: "bulk"));
        Assert.Equal(4, all.Append(vip).Select(message => message.MessageId).Distinct().Count());
        Assert.Equal((1, NowSeconds), (vip.DequeueCount, vip.EnqueuedAt.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task A_subscription_with_several_keys_that_match_gets_a_message_once()
    {
        await CreateTopicAsync(TopicFilter.RoutingKey);
        await SubscribeQueueAsync("china", keys: ["order.cn.#", "order.*.paid", "#"]);
        await SubscribeQueueAsync("paid", keys: ["*.*.paid"]);
        await SubscribeQueueAsync("other", keys: ["refund.#"]);

        await PublishAsync("a", key: "order.cn.paid");
        await PublishAsync("b", tags: ["ignored"], key: "order.cn.north.sent");

        Assert.Equal(["a", "b"], await BodiesAsync("china"));
        Assert.Equal(["a"], await BodiesAsync("paid"));
        Assert.Empty(await BodiesAsync("other"));
    }

    [Fact]
    public async Task A_publish_that_nobody_receives_or_that_the_topic_does_not_take_is_refused()
    {
        await CreateTopicAsync(TopicFilter.RoutingKey, new TopicSettings { MaxMsgSize = 1024 });
        await FailsAsync(CmqErrors.TopicHasNoSubscription, () => PublishAsync("x", key: "a"));
        await SubscribeQueueAsync("orders", keys: ["b"]);
        await FailsAsync(CmqErrors.NoBindingKeyOrFilterTagMatches, () => PublishAsync("x", key: "a"));
        await FailsAsync(CmqErrors.RoutingKeyMissing, () => PublishAsync("x"));
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => PublishAsync(new string('x', 1025), key: "b"));
        Assert.Empty(await BodiesAsync("orders"));
    }

    [Fact]
    public async Task A_broker_can_be_set_to_drop_a_publish_that_nobody_receives()
    {
        await using CmqBroker broker = new(new BrokerOptions { RefusePublishWithoutReceiver = false });
        ICmqService service = broker.GetService("a");
        await service.CreateTopicAsync(new CreateTopicRequest(Topic, new TopicSettings()));
        Assert.Single(await service.PublishMessagesAsync(new PublishMessagesRequest(Topic, ["x"u8.ToArray()])));
    }

    [Fact]
    public async Task A_subscription_that_breaks_a_rule_is_refused()
    {
        await CreateAsync("orders");
        SubscribeRequest good = new(Topic, "s", SubscriptionProtocol.Queue, "orders");
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => Subscribe(good));
        await CreateTopicAsync();
        await FailsAsync(CmqErrors.SubscriptionNameFormatError, () => Subscribe(good with { SubscriptionName = "-" }));
        await FailsAsync(CmqErrors.IllegalEndpoint, () => Subscribe(good with { Endpoint = "nowhere" }));
        await FailsAsync(CmqErrors.EndpointFormatError, () => Subscribe(good with { Endpoint = "9" }));
        await FailsAsync(CmqErrors.TooManyFilterTags, () => Subscribe(good with { FilterTags = ["1", "2", "3", "4", "5", "6"] }));
        await FailsAsync(CmqErrors.ParameterOutOfRange("filterTag"), () => Subscribe(good with { FilterTags = [""] }));
        await FailsAsync(CmqErrors.TooManyBindingKeys, () => Subscribe(good with { BindingKeys = ["1", "2", "3", "4", "5", "6"] }));
        SubscribeRequest http = good with { Protocol = SubscriptionProtocol.Http, Endpoint = "http://127.0.0.1/x" };
        await FailsAsync(CmqErrors.EndpointFormatError, () => Subscribe(http with { Endpoint = "ftp://x" }));
        await FailsAsync(CmqErrors.EndpointFormatError, () => Subscribe(http with { Endpoint = "http://x/" + new string('y', 500) }));
        await FailsAsync(CmqErrors.UrlContainsBlankCharacters, () => Subscribe(http with { Endpoint = "http://x/a b" }));
        await Subscribe(good);
        await FailsAsync(CmqErrors.SubscriptionAlreadyExists, () => Subscribe(http with { SubscriptionName = "S" }));
        await CreateTopicAsync(TopicFilter.RoutingKey, name: "keys");
        await FailsAsync(CmqErrors.BindingKeyMissing, () => Subscribe(good with { TopicName = "keys" }));

        Task Subscribe(SubscribeRequest request) => Service.SubscribeAsync(request).AsTask();
    }

    [Fact]
    public async Task Subscriptions_are_listed_read_and_changed()
    {
        await CreateTopicAsync();
        await SubscribeQueueAsync("shipping", tags: ["a"], strategy: NotifyStrategy.BackoffRetry);
        await SubscribeHttpAsync();

        SubscriptionList list = await Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(Topic));
        Assert.Equal(2, list.TotalCount);
        Assert.Equal([("hook", SubscriptionProtocol.Http), ("shipping", SubscriptionProtocol.Queue)], list.Subscriptions.Select(found => (found.SubscriptionName, found.Protocol)));
        SubscriptionAttributes shipping = await SubscriptionAsync("SHIPPING");
        Assert.Equal((Topic, "shipping", "shipping", "100000000001"), (shipping.TopicName, shipping.SubscriptionName, shipping.Endpoint, shipping.TopicOwner));
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified), (shipping.NotifyStrategy, shipping.NotifyContentFormat));
        Assert.Equal((NotifyStrategy.ExponentialDecayRetry, NotifyContentFormat.Json), ((await SubscriptionAsync("hook")).NotifyStrategy, (await SubscriptionAsync("hook")).NotifyContentFormat));

        await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "shipping", new SubscriptionSettings { FilterTags = ["b", "c"] }));
        shipping = await SubscriptionAsync("shipping");
        Assert.Equal(["b", "c"], shipping.FilterTags);
        Assert.Equal(NotifyStrategy.BackoffRetry, shipping.NotifyStrategy);
        await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "shipping", new SubscriptionSettings { NotifyContentFormat = NotifyContentFormat.Json }));
        Assert.Equal(NotifyContentFormat.Simplified, (await SubscriptionAsync("shipping")).NotifyContentFormat);

        await Service.ClearSubscriptionFilterTagsAsync(Topic, "shipping");
        Assert.Empty((await SubscriptionAsync("shipping")).FilterTags);
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => SubscriptionAsync("nobody").AsTask());
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => Service.UnsubscribeAsync(Topic, "nobody").AsTask());
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => Service.ClearSubscriptionFilterTagsAsync(Topic, "nobody").AsTask());
    }

    [Fact]
    public async Task A_change_of_a_subscription_changes_what_it_names_and_keeps_the_rest()
    {
        await CreateTopicAsync(TopicFilter.RoutingKey);
        await CreateAsync("orders");
        await Service.SubscribeAsync(new SubscribeRequest(Topic, "hook", SubscriptionProtocol.Http, "http://127.0.0.1:1/") { BindingKeys = ["a.#"], FilterTags = ["x"] });
        await SetAsync(new SubscriptionSettings { NotifyStrategy = NotifyStrategy.BackoffRetry, NotifyContentFormat = NotifyContentFormat.Simplified });
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified, "a.#", "x"), await ReadAsync());
        await SetAsync(new SubscriptionSettings { BindingKeys = ["b.#", "c"] });
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified, "b.# c", "x"), await ReadAsync());
        await SetAsync(new SubscriptionSettings { FilterTags = ["y", "z"] });
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified, "b.# c", "y z"), await ReadAsync());
        await SetAsync(new SubscriptionSettings { NotifyContentFormat = NotifyContentFormat.Json });
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Json, "b.# c", "y z"), await ReadAsync());

        async Task SetAsync(SubscriptionSettings settings) => await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "hook", settings));

        async Task<(NotifyStrategy, NotifyContentFormat, string, string)> ReadAsync()
        {
            SubscriptionAttributes hook = await SubscriptionAsync("hook");
            return (hook.NotifyStrategy, hook.NotifyContentFormat, string.Join(' ', hook.BindingKeys), string.Join(' ', hook.FilterTags));
        }
    }

    [Fact]
    public async Task Ids_say_what_they_are_of()
    {
        Assert.Matches("^topic-[0-9a-z]+$", await CreateTopicAsync());
        Assert.Matches("^subsc-[0-9a-z]+$", await SubscribeHttpAsync());
        Assert.Matches("^queue-[0-9a-z]+$", await CreateAsync());
    }

    [Fact]
    public async Task A_name_that_is_in_use_and_one_topic_too_many_are_refused()
    {
        CmqLimits limits = CmqLimits.For(CmqProfile.Classic, strict: false, [new("topicsPerAccount", new CmqLimitOverride { Maximum = 2 })]);
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Limits = limits });
        ICmqService service = broker.GetService("a");
        await CreateAsync("one");
        await FailsAsync(CmqErrors.TopicAlreadyExists, () => CreateAsync("ONE"));
        await CreateAsync("two");
        await FailsAsync(CmqErrors.NumberOfTopicsReachedLimit, () => CreateAsync("three"));

        Task CreateAsync(string name) => service.CreateTopicAsync(new CreateTopicRequest(name, new TopicSettings())).AsTask();
    }

    [Fact]
    public async Task With_strict_limits_the_name_of_a_deleted_topic_is_free_after_ten_seconds_and_a_queue_takes_no_json()
    {
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Limits = CmqLimits.For(CmqProfile.Classic, strict: true) });
        ICmqService service = broker.GetService("a");
        await CreateAsync();
        await service.DeleteTopicAsync(Topic);
        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        await FailsAsync(CmqErrors.PreviousTopicNotReleased, CreateAsync);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await CreateAsync();

        await service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await service.SubscribeAsync(new SubscribeRequest(Topic, "orders", SubscriptionProtocol.Queue, "orders"));
        await FailsAsync(CmqErrors.NotifyContentFormatMustBeSimplified, () => service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "orders", new SubscriptionSettings { NotifyContentFormat = NotifyContentFormat.Json })).AsTask());

        Task CreateAsync() => service.CreateTopicAsync(new CreateTopicRequest(Topic, new TopicSettings())).AsTask();
    }

    [Fact]
    public async Task What_a_full_queue_does_not_take_comes_when_it_has_room()
    {
        await CreateTopicAsync();
        await SubscribeQueueAsync("small", settings: new QueueSettings { MaxMsgHeapNum = 1 });
        await PublishAsync("first");
        await PublishAsync("second");
        Assert.Equal((1L, 1L), (await PendingAsync("small"), (await Service.GetTopicAttributesAsync(Topic)).PendingMessages));

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await PendingAsync("small"));
        CmqMessage first = Assert.Single(await ReceiveManyAsync(name: "small"));
        await Service.DeleteMessagesAsync(new DeleteMessagesRequest("small", [first.ReceiptHandle]));
        Task<IReadOnlyList<CmqMessage>> waiting = WaitAsync(name: "small");
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", Text(Assert.Single(await waiting)));
        Assert.Equal(0, await PendingAsync("small"));
    }

    [Fact]
    public async Task Backing_off_gives_up_after_three_more_attempts()
    {
        await CreateTopicAsync();
        await SubscribeQueueAsync("gone", strategy: NotifyStrategy.BackoffRetry);
        await Service.DeleteQueueAsync("gone");
        await PublishAsync("x");
        for (int i = 0; i < 2; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(29));
            Assert.Equal(1, await PendingAsync("gone"));
        }

        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await PendingAsync("gone"));
    }
}
