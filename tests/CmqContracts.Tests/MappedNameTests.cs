using System.Reflection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Queues and topics have other names in other environments.</summary>
public sealed class MappedNameTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();
    private readonly LogList _logs = new();
    private readonly CmqClient _client;

    public MappedNameTests() => _client = Connect(static name => "staging-" + name);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task A_queue_its_dead_letter_queue_and_its_subscriptions_have_their_mapped_names()
    {
        QueueClient<Order> orders = new(_client, Contract);

        EnsureCreatedResult result = await orders.EnsureCreatedAsync();

        Assert.Equal(("staging-orders", true), (result.Name, result.Created));
        Assert.Equal("staging-orders", orders.QueueName);
        Assert.Equal(["staging-dead", "staging-orders"], _service.Requests.OfType<CreateQueueRequest>().Select(static request => request.QueueName));
        Assert.Equal("staging-dead", (await orders.GetAttributesAsync()).DeadLetterPolicy?.DeadLetterQueue);
        Assert.Equal("staging-order-events", Assert.Single(_service.Requests.OfType<CreateTopicRequest>()).TopicName);
        Assert.All(_service.Requests.OfType<SubscribeRequest>(), static request => Assert.Equal(("staging-order-events", "all", "staging-orders"), (request.TopicName, request.SubscriptionName, request.Endpoint)));
        Assert.Equal(
            ["Information: Created queue staging-dead.", "Information: Created queue staging-orders.", "Information: Created topic staging-order-events.", "Information: Subscribed queue staging-orders to topic staging-order-events as all."],
            _logs.Lines);

        EnsureCreatedResult again = await orders.EnsureCreatedAsync();
        Assert.Equal(("staging-orders", false), (again.Name, again.Created));
        Assert.Empty(again.Drift);
        Assert.Empty(await orders.ApplyAttributesAsync());
    }

    [Fact]
    public async Task A_topic_has_its_mapped_name_and_so_have_the_queues_that_subscribe_to_it()
    {
        ITopicClient<Order> topic = _client.Topic<Order>();
        await _client.Queue("all").EnsureCreatedAsync();

        EnsureCreatedResult result = await topic.EnsureCreatedAsync();
        await topic.SubscribeAsync(Subscription.ToQueue("all", "all"));
        await topic.SubscribeAsync(Subscription.ToUrl("web", new Uri("http://example.org/all")));
        await topic.PublishAsync(new Order("a", 1));

        Assert.Equal(("staging-order-events", "staging-order-events"), (result.Name, topic.TopicName));
        Assert.Equal(result.Name, (await topic.EnsureCreatedAsync()).Name);
        Assert.Equal(("staging-all", "http://example.org/all"), ((await topic.GetSubscriptionAttributesAsync("all")).Endpoint, (await topic.GetSubscriptionAttributesAsync("web")).Endpoint));
        Assert.Equal("staging-order-events", _service.Publishes.Single().TopicName);
    }

    [Fact]
    public async Task Every_request_about_a_queue_has_its_mapped_name()
    {
        IQueueClient<Order> orders = _client.Queue<Order>();
        await orders.EnsureCreatedAsync();
        await _client.Queue("dead").EnsureCreatedAsync();
        _service.Requests.Clear();
        _service.Inbox.Enqueue([RecordingService.Message("a:1")]);

        await orders.SendAsync(new Order("a", 1));
        await orders.SendManyAsync([new Order("b", 2)]);
        await (await orders.ReceiveAsync())!.DeleteAsync();
        await orders.SetAttributesAsync(new QueueSettings { VisibilityTimeout = 5, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) });
        await orders.ClearAsync();
        await orders.RewindAsync(DateTimeOffset.UnixEpoch);
        await orders.DeleteQueueAsync();

        Assert.Equal(["staging-orders", "staging-orders"], _service.Sends.Select(static send => send.QueueName));
        Assert.Equal("staging-orders", _service.Deletes.Single().QueueName);
        Assert.Equal("staging-orders", _service.Requests.OfType<ReceiveMessagesRequest>().Single().QueueName);
        SetQueueAttributesRequest change = _service.Requests.OfType<SetQueueAttributesRequest>().Single();
        Assert.Equal(("staging-orders", "staging-dead", 3), (change.QueueName, change.Settings.DeadLetterPolicy?.DeadLetterQueue, change.Settings.DeadLetterPolicy?.MaxReceiveCount));
        Assert.Equal(["clear staging-orders", "delete staging-orders"], _service.Requests.OfType<string>());
        Assert.Equal("staging-orders", _service.Requests.OfType<RewindQueueRequest>().Single().QueueName);
    }

    [Fact]
    public async Task An_error_names_the_mapped_queue()
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:mapped-errors", MapName = static name => "staging-" + name });

        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => client.Queue("orders").SendAsync("a"u8.ToArray()));

        Assert.True(error.Is(CmqErrors.QueueDoesNotExist));
        Assert.Contains("'staging-orders'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "CmqOptions.MapName returned 'null' for the queue 'orders'. The queue name is empty;")]
    [InlineData("", "CmqOptions.MapName returned '' for the queue 'orders'. The queue name is empty;")]
    [InlineData("staging orders", "CmqOptions.MapName returned 'staging orders' for the queue 'orders'. The queue name 'staging orders' contains ' ';")]
    [InlineData("1-orders", "CmqOptions.MapName returned '1-orders' for the queue 'orders'. The queue name '1-orders' must begin with a letter")]
    public async Task A_name_that_cannot_be_is_refused_before_any_request(string? mapped, string expected)
    {
        await using CmqClient client = Connect(name => name == "orders" ? mapped! : name);

        Assert.StartsWith(expected, Assert.Single(Assert.Throws<OptionsValidationException>(() => client.Queue<Order>()).Failures), StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Single(Assert.Throws<OptionsValidationException>(() => client.Queue("other", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("orders", 3) })).Failures), StringComparison.Ordinal);
        Assert.StartsWith(expected.Replace("queue", "topic", StringComparison.Ordinal), Assert.Single(Assert.Throws<OptionsValidationException>(() => client.Topic("orders")).Failures), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Names_stay_as_they_are_unless_they_are_mapped()
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:not-mapped" }.Use(_ => _service));
        QueueClient<Order> orders = new(client, Contract);

        Assert.Same(Contract, orders.Contract);
        Assert.Equal("orders", (await orders.EnsureCreatedAsync()).Name);
    }

    /// <summary>Whatever a later version adds to contracts.</summary>
    [Fact]
    public void All_that_a_contract_states_besides_names_is_kept()
    {
        EnvelopeContract envelope = new("shop", "order");
        AssertKept(
            new QueueContract<Order>("orders", new QueueSettings { VisibilityTimeout = 7 }, new OrderCodec()) { Subscriptions = [new SubscriptionContract("events", "all")], Envelope = envelope, DeduplicationKey = static order => order.ToString() },
            _client.Names.Contract,
            [nameof(QueueContract<>.QueueName), nameof(QueueContract<>.Subscriptions)]);
        AssertKept(
            new TopicContract<Order>("events", new TopicSettings { MaxMsgSize = 2048 }, TopicFilter.RoutingKey, new OrderCodec()) { Envelope = envelope },
            _client.Names.Contract,
            [nameof(TopicContract<>.TopicName)]);

        static void AssertKept<TContract>(TContract contract, Func<TContract, TContract> map, string[] mapped)
        {
            TContract result = map(contract);
            foreach (PropertyInfo property in typeof(TContract).GetProperties())
            {
                object? before = property.GetValue(contract), after = property.GetValue(result);
                Assert.NotNull(before);
                if (mapped.Contains(property.Name))
                    Assert.NotEqual(before, after);
                else
                    Assert.Equal(before, after);
            }
        }
    }

    private static QueueContract<Order> Contract { get; } = new("orders", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) }, new OrderCodec())
    {
        Subscriptions = [new SubscriptionContract("order-events", "all")],
    };

    private CmqClient Connect(Func<string, string> map) =>
        CmqClient.Connect(new CmqOptions { Endpoint = $"embedded:{Guid.NewGuid():N}", MapName = map, LoggerFactory = _logs.Factory }.Use(_ => _service));
}
