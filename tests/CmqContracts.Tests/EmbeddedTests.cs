using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>The broker in this process. Every test has names of its own: brokers live as long as the process.</summary>
public sealed class EmbeddedTests
{
    [Fact]
    public async Task Clients_of_a_name_share_a_broker_that_outlives_them()
    {
        await using (CmqClient first = Connect("embedded:shared"))
        {
            Assert.True((await first.Queue<Order>().EnsureCreatedAsync()).Created);
            await first.Queue<Order>().SendAsync(new Order("红茶", 3));
        }

        await using CmqClient second = Connect(" Embedded:SHARED ");
        ReceivedMessage<Order>? message = await second.Queue<Order>().ReceiveAsync();

        Assert.Equal(new Order("红茶", 3), message?.Body);
        await message!.DeleteAsync();
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => message.DeleteAsync())).Is(CmqErrors.ReceiptHandleInvalid));
    }

    [Fact]
    public async Task Another_name_is_another_broker()
    {
        await using CmqClient one = Connect("embedded:one");
        await using CmqClient other = Connect("embedded:other");
        await one.Queue<Order>().EnsureCreatedAsync();

        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => other.Queue<Order>().GetAttributesAsync());

        Assert.True(error.Is(CmqErrors.QueueDoesNotExist));
    }

    [Fact]
    public async Task A_published_message_comes_to_the_queues_that_want_it()
    {
        await using CmqClient client = Connect("embedded:topics");
        TopicClient<Order> topic = new(client, new TopicContract<Order>("order-events", new TopicSettings(), TopicFilter.Tags, new OrderCodec()));
        QueueClient<Order> all = Subscriber("all"), vip = Subscriber("vip", "vip");
        await topic.EnsureCreatedAsync();
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => topic.PublishAsync(new Order("lost", 1)))).Is(CmqErrors.TopicHasNoSubscription));

        await vip.EnsureCreatedAsync();
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => topic.PublishAsync(new Order("lost", 1)))).Is(CmqErrors.NoBindingKeyOrFilterTagMatches));
        await all.EnsureCreatedAsync();
        await topic.PublishAsync(new Order("both", 1), tags: ["vip"]);
        (await topic.PublishManyAsync([new Order("one", 2), new Order("two", 3)])).ThrowIfAnyFailed();

        Assert.Equal(["both", "one", "two"], (await all.ReceiveManyAsync()).Select(static message => message.Body.Id));
        Assert.Equal(["both"], (await vip.ReceiveManyAsync()).Select(static message => message.Body.Id));

        QueueClient<Order> changed = Subscriber("vip", "gold");
        Assert.Single((await changed.EnsureCreatedAsync()).Drift);
        await changed.ApplyAttributesAsync();
        Assert.Empty((await changed.EnsureCreatedAsync()).Drift);
        Assert.Equal(["all", "vip"], (await topic.ListSubscriptionsAsync()).Select(static found => found.SubscriptionName));
        foreach (SubscriptionListEntry subscription in await topic.ListSubscriptionsAsync())
            await topic.UnsubscribeAsync(subscription.SubscriptionName);
        await topic.DeleteTopicAsync();

        QueueClient<Order> Subscriber(string name, params string[] tags) =>
            new(client, new QueueContract<Order>(name, new QueueSettings(), new OrderCodec()) { Subscriptions = [new SubscriptionContract("order-events", name) { FilterTags = tags }] });
    }

    [Fact]
    public async Task Many_messages_are_sent_received_and_deleted_in_process()
    {
        await using CmqClient client = Connect("embedded:life");
        QueueClient<Order> orders = new(client, new QueueContract<Order>("life", new QueueSettings { VisibilityTimeout = 600, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("life-dead", 3) }, new OrderCodec()));
        Order[] sent = [.. Enumerable.Range(0, 50).Select(static i => new Order($"o{i}", i))];
        await orders.EnsureCreatedAsync();
        Assert.Empty((await orders.EnsureCreatedAsync()).Drift);

        Assert.True((await orders.SendManyAsync(sent)).AllSucceeded);
        List<ReceivedMessage<Order>> received = [];
        await foreach (ReceivedMessage<Order> message in orders.ReadAllAsync())
        {
            received.Add(message);
            if (received.Count == sent.Length)
                break;
        }

        Assert.Equal(sent.ToHashSet(), received.Select(static message => message.Body).ToHashSet());
        Assert.True((await orders.DeleteManyAsync(received)).AllSucceeded);
        Assert.Equal(0, (await orders.GetAttributesAsync()).InactiveMessages);

        await orders.SetAttributesAsync(new QueueSettings { VisibilityTimeout = 5 });
        Assert.Equal("visibilityTimeout", Assert.Single(await orders.ApplyAttributesAsync()).Attribute);
        Assert.Equal(600, (await orders.GetAttributesAsync()).VisibilityTimeout);
        await orders.DeleteQueueAsync();
    }

    [Fact]
    public async Task A_poll_of_two_seconds_takes_two_seconds_when_the_clock_is_set_back()
    {
        Testing.ManualTimeProvider clock = new();
        await using CmqClient client = Connect("embedded:set-back", clock);
        QueueClient<Order> orders = new(client, new QueueContract<Order>("set-back", new QueueSettings(), new OrderCodec()));
        await orders.EnsureCreatedAsync();
        await orders.SendAsync(new Order("delayed", 1), delay: TimeSpan.FromSeconds(5));
        clock.StepWall(TimeSpan.FromMinutes(-10));
        Task<ReceivedMessage<Order>?> poll = orders.ReceiveAsync(wait: TimeSpan.FromSeconds(2));
        clock.AdvanceSeconds(2);
        Assert.Null(await poll);
        clock.AdvanceSeconds(3);
        Assert.Equal("delayed", (await orders.ReceiveAsync(wait: TimeSpan.Zero))!.Body.Id);
    }

    [Fact]
    public async Task The_first_client_decides_the_clock_and_a_second_clock_is_refused()
    {
        OtherClock clock = new();
        await using CmqClient first = Connect("embedded:clock", clock);
        await using CmqClient without = Connect("embedded:clock");
        await using CmqClient again = Connect("embedded:clock", clock);

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Connect("embedded:clock", new OtherClock()));

        Assert.Equal("CmqOptions.TimeProvider does not fit: the broker 'embedded:clock' runs in this process already, with another clock. Choose another name, 'embedded:other'.", error.Message);
    }

    [Fact]
    public async Task The_first_client_decides_the_profile_and_its_own_limits_are_the_documented_ones()
    {
        await using CmqClient first = Connect("embedded:tdmq", profile: CmqProfile.Tdmq);
        await using CmqClient without = Connect("embedded:tdmq");

        Assert.Equal((CmqProfile.Tdmq, true), (first.Limits.Profile, first.Limits.IsStrict));
        Assert.Same(CmqLimits.Tdmq, without.Limits);
        Assert.StartsWith("CmqOptions.Profile does not fit", Assert.Throws<OptionsValidationException>(() => Connect("embedded:tdmq", profile: CmqProfile.Classic)).Message, StringComparison.Ordinal);
    }

    private static CmqClient Connect(string endpoint, TimeProvider? clock = null, CmqProfile? profile = null) =>
        CmqClient.Connect(new CmqOptions { Endpoint = endpoint, TimeProvider = clock ?? TimeProvider.System, Profile = profile });

    private sealed class OtherClock : TimeProvider;
}
