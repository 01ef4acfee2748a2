using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Topics
{
    public static async Task Names_are_unique_and_found_ignoring_case_and_may_be_a_queues_too(ScenarioContext cmq)
    {
        string id = await cmq.CreateTopicAsync("News");
        await cmq.CreateAsync("News");
        await FailsAsync(CmqErrors.TopicAlreadyExists, () => cmq.CreateTopicAsync("NEWS"));
        await FailsAsync(CmqErrors.TopicNameFormatError, () => cmq.CreateTopicAsync("1st"));
        Assert.Equal(id, Assert.Single((await cmq.Cmq.ListTopicsAsync(new ListTopicsRequest())).Topics, static topic => topic.TopicName == "News").TopicId);
        await cmq.DeleteTopicAsync("nEWS");
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.TopicAsync("News"));
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.DeleteTopicAsync("News"));
    }

    public static async Task Attributes_have_defaults_and_the_size_can_be_changed(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        TopicAttributes topic = await cmq.TopicAsync();
        Assert.Equal((TopicFilter.Tags, 65_536, 86_400, 0), (topic.Filter, topic.MaxMsgSize, topic.MsgRetentionSeconds, topic.PendingMessages));
        Assert.Equal((cmq.Now, cmq.Now), (topic.CreatedAt, topic.LastModifiedAt));
        await cmq.AdvanceAsync(3);
        await cmq.Cmq.SetTopicAttributesAsync(new SetTopicAttributesRequest(Topic, new TopicSettings { MaxMsgSize = 4096 }));
        topic = await cmq.TopicAsync();
        Assert.Equal((4096, TimeSpan.FromSeconds(3)), (topic.MaxMsgSize, topic.LastModifiedAt - topic.CreatedAt));
    }

    public static async Task A_list_counts_all_matches_and_pages_by_name(ScenarioContext cmq)
    {
        foreach (string name in new[] { "gamma", "Alpha", "beta", "news" })
            await cmq.CreateTopicAsync(name);
        TopicList page = await cmq.Cmq.ListTopicsAsync(new ListTopicsRequest { SearchWord = "A", Offset = 1, Limit = 1 });
        Assert.Equal((3, "beta"), (page.TotalCount, Assert.Single(page.Topics).TopicName));
    }

    public static async Task An_account_has_as_many_topics_as_the_limit_says(ScenarioContext cmq)
    {
        for (int i = 0; i < 5; i++)
            await cmq.CreateTopicAsync($"t{i}");
        await FailsAsync(CmqErrors.NumberOfTopicsReachedLimit, () => cmq.CreateTopicAsync("one-more"));
    }

    public static async Task Every_queue_that_wants_a_message_gets_one_of_its_own(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("first");
        await cmq.SubscribeQueueAsync("second");
        string id = await cmq.PublishAsync("x");
        await cmq.AdvanceAsync(3);
        CmqMessage first = await cmq.ReceiveAsync("first");
        CmqMessage second = await cmq.ReceiveAsync("second");
        Assert.Equal(3, new[] { id, first.MessageId, second.MessageId }.Distinct().Count());
        Assert.Equal(("x", 1, cmq.Now.AddSeconds(-3)), (Text(first), first.DequeueCount, first.EnqueuedAt));
    }

    public static async Task Tags_choose_the_messages_of_a_subscription_exactly(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("all");
        await cmq.SubscribeQueueAsync("vip", tags: ["vip", "gold"]);
        await cmq.PublishAsync("shared", ["gold", "new"]);
        await cmq.PublishAsync("other", ["VIP"]);
        await cmq.PublishAsync("untagged");
        Assert.Equal(["shared", "other", "untagged"], await cmq.BodiesAsync("all"));
        Assert.Equal(["shared"], await cmq.BodiesAsync("vip"));
    }

    public static async Task Binding_keys_choose_by_words_and_several_that_match_bring_a_message_once(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync(filter: TopicFilter.RoutingKey);
        await cmq.SubscribeQueueAsync("china", keys: ["order.cn.#", "order.*.paid", "#"]);
        await cmq.SubscribeQueueAsync("paid", keys: ["*.*.paid"]);
        await cmq.SubscribeQueueAsync("word", keys: ["*"]);
        await cmq.PublishAsync("a", key: "order.cn.paid");
        await cmq.PublishAsync("b", ["ignored"], "order.cn.north.sent");
        await cmq.PublishAsync("c", key: "order");
        Assert.Equal(["a", "b", "c"], await cmq.BodiesAsync("china"));
        Assert.Equal(["a"], await cmq.BodiesAsync("paid"));
        Assert.Equal(["c"], await cmq.BodiesAsync("word"));
    }

    public static async Task A_batch_shares_its_tags_and_answers_in_its_order(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("vip", tags: ["vip"]);
        IReadOnlyList<string> ids = await cmq.Cmq.PublishMessagesAsync(new PublishMessagesRequest(Topic, [Utf8("a"), Utf8("b"), Utf8("c")]) { Tags = ["vip"] });
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(["a", "b", "c"], await cmq.BodiesAsync("vip"));
    }

    public static async Task A_publish_that_nobody_gets_is_refused_and_leaves_nothing(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.PublishAsync("x"));
        await cmq.CreateTopicAsync();
        await FailsAsync(CmqErrors.TopicHasNoSubscription, () => cmq.PublishAsync("x"));
        await cmq.SubscribeQueueAsync("vip", tags: ["vip"]);
        await FailsAsync(CmqErrors.NoBindingKeyOrFilterTagMatches, () => cmq.PublishAsync("x", ["VIP"]));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync("vip"));
    }

    public static async Task A_publish_that_breaks_a_rule_of_the_topic_is_refused(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync(filter: TopicFilter.RoutingKey, settings: new TopicSettings { MaxMsgSize = 1024 });
        await cmq.SubscribeQueueAsync("all", keys: ["#"]);
        await FailsAsync(CmqErrors.RoutingKeyMissing, () => cmq.PublishAsync("x"));
        await FailsAsync(CmqErrors.RoutingKeyMissing, () => cmq.PublishAsync("x", key: ""));
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => cmq.PublishAsync(new string('x', 1025), key: "a"));
        await FailsAsync(CmqErrors.MessageBodyEmpty, () => cmq.PublishAsync("", key: "a"));
        await FailsAsync(CmqErrors.TooManyDelimiters, () => cmq.PublishAsync("x", key: new string('.', 16)));
        await FailsAsync(CmqErrors.ParameterOutOfRange("routingKey"), () => cmq.PublishAsync("x", key: new string('k', 65)));
        await FailsAsync(CmqErrors.TooManyMsgTags, () => cmq.PublishAsync("x", ["1", "2", "3", "4", "5", "6"], "a"));
        await FailsAsync(CmqErrors.ParameterOutOfRange("msgTag"), () => cmq.PublishAsync("x", [new string('t', 17)], "a"));
        await FailsAsync(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), () => cmq.Cmq.PublishMessagesAsync(new PublishMessagesRequest(Topic, [.. Enumerable.Repeat(Utf8("x"), 17)]) { RoutingKey = "a" }).AsTask());
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync("all"));
    }

    public static async Task A_topic_with_subscriptions_is_not_deleted(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping");
        await FailsAsync(CmqErrors.SubscriptionsExistUnderTopic, () => cmq.DeleteTopicAsync());
        await cmq.UnsubscribeAsync("Shipping");
        await cmq.DeleteTopicAsync();
    }

    public static async Task What_a_full_queue_does_not_take_comes_when_it_has_room(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("small", settings: new QueueSettings { MaxMsgHeapNum = 1 });
        await cmq.PublishAsync("first");
        await cmq.PublishAsync("second");
        Assert.Equal((1L, 1L), (await cmq.PendingAsync("small"), (await cmq.TopicAsync()).PendingMessages));
        await cmq.AdvanceAsync(1);
        Assert.Equal(1, await cmq.PendingAsync("small"));
        CmqMessage first = await cmq.ReceiveAsync("small");
        await cmq.Cmq.DeleteMessagesAsync(new DeleteMessagesRequest("small", [first.ReceiptHandle]));
        await cmq.AdvanceAsync(1);
        Assert.Equal(1, await cmq.PendingAsync("small"));
        await cmq.AdvanceAsync(1);
        Assert.Equal(0, await cmq.PendingAsync("small"));
        Assert.Equal(["second"], await cmq.BodiesAsync("small"));
    }

    public static async Task What_a_deleted_queue_would_have_got_waits_for_one_of_its_name(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping");
        await cmq.DeleteQueueAsync("shipping");
        await cmq.PublishAsync("early");
        Assert.Equal(1, await cmq.PendingAsync("shipping"));
        await cmq.CreateAsync("shipping");
        await cmq.AdvanceAsync(1);
        Assert.Equal(["early"], await cmq.BodiesAsync("shipping"));
    }

    public static async Task Growing_intervals_end_with_the_topics_retention(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("gone");
        await cmq.DeleteQueueAsync("gone");
        await cmq.PublishAsync("x");
        await cmq.AdvanceAsync(86_399);
        Assert.Equal(1, await cmq.PendingAsync("gone"));
        await cmq.AdvanceAsync(1);
        Assert.Equal(0, await cmq.PendingAsync("gone"));
    }

    public static async Task Backing_off_ends_after_three_more_attempts(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("gone", strategy: NotifyStrategy.BackoffRetry);
        await cmq.DeleteQueueAsync("gone");
        await cmq.PublishAsync("x");
        await cmq.AdvanceAsync(29);
        await cmq.AdvanceAsync(27);
        Assert.Equal(1, await cmq.PendingAsync("gone"));
        await cmq.AdvanceAsync(31);
        Assert.Equal(0, await cmq.PendingAsync("gone"));
    }
}
