using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Subscriptions
{
    public static async Task A_subscription_reports_its_attributes(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("Shipping", tags: ["a", "b"], strategy: NotifyStrategy.BackoffRetry);
        SubscriptionAttributes shipping = await cmq.SubscriptionAsync("SHIPPING");
        Assert.Equal((Topic, Accounts[0]), (shipping.TopicName, shipping.TopicOwner));
        Assert.Equal((SubscriptionProtocol.Queue, "Shipping", NotifyContentFormat.Simplified), (shipping.Protocol, shipping.Endpoint, shipping.NotifyContentFormat));
        Assert.Equal((NotifyStrategy.BackoffRetry, 0, cmq.Now, cmq.Now), (shipping.NotifyStrategy, shipping.PendingMessages, shipping.CreatedAt, shipping.LastModifiedAt));
        Assert.Equal(["a", "b"], shipping.FilterTags);
        Assert.Empty(shipping.BindingKeys);
    }

    public static async Task A_subscription_of_a_URL_has_defaults_of_its_own(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook");
        SubscriptionAttributes hook = await cmq.SubscriptionAsync("hook");
        Assert.Equal((SubscriptionProtocol.Http, "http://127.0.0.1:1/hook"), (hook.Protocol, hook.Endpoint));
        Assert.Equal((NotifyStrategy.ExponentialDecayRetry, NotifyContentFormat.Json), (hook.NotifyStrategy, hook.NotifyContentFormat));
    }

    public static async Task A_list_counts_all_matches_and_pages_by_name(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        foreach (string name in new[] { "gamma", "Alpha", "beta", "hook" })
            await cmq.SubscribeUrlAsync(name);
        SubscriptionList page = await cmq.Cmq.ListSubscriptionsAsync(new ListSubscriptionsRequest(Topic) { SearchWord = "A", Offset = 1, Limit = 1 });
        SubscriptionListEntry beta = Assert.Single(page.Subscriptions);
        Assert.Equal((3, "beta", SubscriptionProtocol.Http, "http://127.0.0.1:1/beta"), (page.TotalCount, beta.SubscriptionName, beta.Protocol, beta.Endpoint));
    }

    public static async Task A_new_filter_holds_from_the_next_publish_on(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping", tags: ["a"]);
        await cmq.PublishAsync("one", ["a"]);
        await cmq.AdvanceAsync(1);
        await cmq.Cmq.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "shipping", new SubscriptionSettings { FilterTags = ["b", "c"] }));
        SubscriptionAttributes shipping = await cmq.SubscriptionAsync("shipping");
        Assert.Equal(TimeSpan.FromSeconds(1), shipping.LastModifiedAt - shipping.CreatedAt);
        await FailsAsync(CmqErrors.NoBindingKeyOrFilterTagMatches, () => cmq.PublishAsync("two", ["a"]));
        await cmq.PublishAsync("three", ["c"]);
        Assert.Equal(["one", "three"], await cmq.BodiesAsync("shipping"));
    }

    public static async Task A_change_leaves_what_it_does_not_name(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping", tags: ["a"]);
        await cmq.Cmq.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "shipping", new SubscriptionSettings { NotifyStrategy = NotifyStrategy.BackoffRetry }));
        SubscriptionAttributes shipping = await cmq.SubscriptionAsync("shipping");
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified, "a"), (shipping.NotifyStrategy, shipping.NotifyContentFormat, Assert.Single(shipping.FilterTags)));
    }

    public static async Task New_binding_keys_take_the_place_of_the_old_ones(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync(filter: TopicFilter.RoutingKey);
        await cmq.SubscribeQueueAsync("shipping", keys: ["a", "b"]);
        await cmq.Cmq.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "shipping", new SubscriptionSettings { BindingKeys = ["c.#"] }));
        Assert.Equal(["c.#"], (await cmq.SubscriptionAsync("shipping")).BindingKeys);
        await FailsAsync(CmqErrors.NoBindingKeyOrFilterTagMatches, () => cmq.PublishAsync("x", key: "a"));
        await cmq.PublishAsync("y", key: "c.d");
        Assert.Equal(["y"], await cmq.BodiesAsync("shipping"));
    }

    public static async Task Clearing_the_tags_makes_a_subscription_get_everything(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping", tags: ["a"]);
        await cmq.Cmq.ClearSubscriptionFilterTagsAsync(Topic, "shipping");
        Assert.Empty((await cmq.SubscriptionAsync("shipping")).FilterTags);
        await cmq.PublishAsync("x", ["other"]);
        await cmq.PublishAsync("y");
        Assert.Equal(["x", "y"], await cmq.BodiesAsync("shipping"));
    }

    public static async Task An_ended_subscription_gets_nothing_more_and_its_pending_messages_are_dropped(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("kept");
        await cmq.SubscribeQueueAsync("ended", settings: new QueueSettings { MaxMsgHeapNum = 1 });
        await cmq.PublishAsync("one");
        await cmq.PublishAsync("two");
        await cmq.UnsubscribeAsync("ended");
        await cmq.PublishAsync("three");
        await cmq.Cmq.ClearQueueAsync("ended");
        await cmq.AdvanceAsync(600);
        Assert.Empty(await cmq.BodiesAsync("ended"));
        Assert.Equal(["one", "two", "three"], await cmq.BodiesAsync("kept"));
        Assert.Equal(0, (await cmq.TopicAsync()).PendingMessages);
    }

    public static async Task A_missing_subscription_is_not_found_by_any_action(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.SubscriptionAsync("nobody"));
        await cmq.CreateTopicAsync();
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => cmq.SubscriptionAsync("nobody"));
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => cmq.UnsubscribeAsync("nobody"));
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => cmq.Cmq.ClearSubscriptionFilterTagsAsync(Topic, "nobody").AsTask());
        await FailsAsync(CmqErrors.SubscriptionDoesNotExist, () => cmq.Cmq.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "nobody", new SubscriptionSettings { FilterTags = ["a"] })).AsTask());
    }

    public static async Task A_topic_has_as_many_subscriptions_as_the_limit_says(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        for (int i = 0; i < 5; i++)
            await cmq.SubscribeUrlAsync($"s{i}");
        await FailsAsync(CmqErrors.NumberOfSubscriptionsReachedLimit, () => cmq.SubscribeUrlAsync("one-more"));
        await FailsAsync(CmqErrors.SubscriptionAlreadyExists, () => cmq.SubscribeUrlAsync("S4"));
    }

    public static async Task A_subscription_that_breaks_a_rule_is_refused(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        SubscribeRequest good = new(Topic, "s", SubscriptionProtocol.Queue, Queue);
        SubscribeRequest http = good with { Protocol = SubscriptionProtocol.Http, Endpoint = "http://127.0.0.1/x" };
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.SubscribeAsync(good));
        await cmq.CreateTopicAsync();
        await cmq.CreateTopicAsync("keys", TopicFilter.RoutingKey);
        (CmqError, SubscribeRequest)[] bad =
        [
            (CmqErrors.SubscriptionNameFormatError, good with { SubscriptionName = "-" }),
            (CmqErrors.IllegalEndpoint, good with { Endpoint = "nowhere" }),
            (CmqErrors.EndpointFormatError, good with { Endpoint = "9" }),
            (CmqErrors.TooManyFilterTags, good with { FilterTags = ["1", "2", "3", "4", "5", "6"] }),
            (CmqErrors.ParameterOutOfRange("filterTag"), good with { FilterTags = [new string('t', 17)] }),
            (CmqErrors.TooManyBindingKeys, good with { BindingKeys = ["1", "2", "3", "4", "5", "6"] }),
            (CmqErrors.BindingKeyMissing, good with { TopicName = "keys" }),
            (CmqErrors.EndpointFormatError, http with { Endpoint = "ftp://x" }),
            (CmqErrors.EndpointFormatError, http with { Endpoint = "http://x/" + new string('y', 500) }),
            (CmqErrors.UrlContainsBlankCharacters, http with { Endpoint = "http://x/a b" }),
        ];
        foreach ((CmqError error, SubscribeRequest request) in bad)
            await FailsAsync(error, () => cmq.SubscribeAsync(request));
        Assert.Equal(0, (await cmq.Cmq.ListSubscriptionsAsync(new ListSubscriptionsRequest(Topic))).TotalCount);
    }
}
