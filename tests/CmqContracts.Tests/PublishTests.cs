using System.Text;

namespace CmqContracts.Tests;

/// <summary>Publishing one message and many.</summary>
public sealed class PublishTests
{
    private readonly RecordingService _service = new();

    private IEnumerable<PublishMessagesRequest> Publishes => _service.Requests.OfType<PublishMessagesRequest>();

    [Fact]
    public async Task A_message_goes_out_with_its_tags_and_its_routing_key()
    {
        TopicClient<Order> topic = await CreatedAsync();

        PublishReceipt plain = await topic.PublishAsync(new Order("a", 1));
        await topic.PublishAsync(new Order("b", 2), tags: ["vip", "new"]);
        await topic.PublishAsync(new Order("c", 3), routingKey: "order.cn.paid");

        Assert.Equal("p0", plain.MessageId);
        Assert.Equal(["a:1", "b:2", "c:3"], Publishes.Select(static publish => Encoding.UTF8.GetString(publish.Bodies.Single().Span)));
        Assert.Equal(["", "vip new", ""], Publishes.Select(static publish => string.Join(' ', publish.Tags)));
        Assert.Equal([null, null, "order.cn.paid"], Publishes.Select(static publish => publish.RoutingKey));
    }

    [Fact]
    public async Task A_publish_without_a_receiver_is_an_error_of_its_own()
    {
        TopicClient<Order> topic = await CreatedAsync();
        _service.RefusePublish = static _ => new CmqServiceException(CmqErrors.NoBindingKeyOrFilterTagMatches);

        CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(() => topic.PublishAsync(new Order("a", 1), tags: ["rare"]));

        Assert.True(refusal.Is(CmqErrors.NoBindingKeyOrFilterTagMatches));
        Assert.False(refusal.Is(CmqErrors.TopicHasNoSubscription));
    }

    public static TheoryData<string, string[], string?, int, int> Refused => new()
    {
        { "order events", [], null, 4000, 10590 },
        { "order-events", ["1", "2", "3", "4", "5", "6"], null, 4000, 10720 },
        { "order-events", [""], null, 4000, 10350 },
        { "order-events", [new string('t', 17)], null, 4000, 10350 },
        { "order-events", [], new string('k', 65), 4000, 10350 },
        { "order-events", [], "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17", 4000, 10691 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_service_would_refuse_is_not_sent(string name, string[] tags, string? routingKey, int code, int moduleCode)
    {
        TopicClient<Order> topic = Order.Topic(_service, name: name);

        foreach (Func<Task> publish in new Func<Task>[] { () => topic.PublishAsync(new Order("a", 1), tags, routingKey), () => topic.PublishManyAsync([new Order("a", 1)], tags, routingKey) })
        {
            CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(publish);
            Assert.Equal((code, moduleCode), (refusal.Error.Code, refusal.Error.ModuleCode));
        }

        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Many_go_out_in_full_batches_with_tags_and_key_on_each()
    {
        TopicClient<Order> topic = await CreatedAsync();

        BatchPublishResult result = await topic.PublishManyAsync(Enumerable.Range(0, 40).Select(static i => new Order("o", i)), ["vip"], "a.b");

        Assert.True(result.AllSucceeded);
        Assert.Equal(40, result.Entries.Count);
        Assert.Equal([16, 16, 8], Publishes.Select(static publish => publish.Bodies.Count));
        Assert.Equal(Enumerable.Range(0, 40).Select(static i => $"o:{i}"), Publishes.SelectMany(static publish => publish.Bodies).Select(static body => Encoding.UTF8.GetString(body.Span)));
        Assert.All(Publishes, static publish => Assert.Equal(("vip", "a.b"), (publish.Tags.Single(), publish.RoutingKey)));
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_or_is_too_large_fails_alone()
    {
        TopicClient<Order> topic = await CreatedAsync();
        _service.RefusePublish = static publish => publish.Bodies.Any(static body => body.Length > 1024) ? new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded) : null;

        BatchPublishResult result = await topic.PublishManyAsync([new Order("a", 1), new Order("b", -1), new Order(new string('c', 2000), 2), new Order("d", 3)]);

        Assert.False(result.AllSucceeded);
        Assert.Equal([null, "MessageFormatException", "CmqServiceException", null], result.Entries.Select(static entry => entry.Error?.GetType().Name));
        Assert.Throws<MessageFormatException>(result.ThrowIfAnyFailed);
    }

    [Fact]
    public async Task A_batch_that_nobody_receives_fails_and_the_next_goes_on()
    {
        TopicClient<Order> topic = await CreatedAsync();
        int batch = 0;
        _service.RefusePublish = _ => ++batch == 1 ? new CmqServiceException(CmqErrors.NoBindingKeyOrFilterTagMatches) : null;

        BatchPublishResult result = await topic.PublishManyAsync(Enumerable.Range(0, 20).Select(static i => new Order("o", i)));

        Assert.Equal((16, 4), (result.Entries.Count(static entry => entry.Error is not null), result.Entries.Count(static entry => entry.MessageId is not null)));
        Assert.True(Assert.Throws<CmqServiceException>(result.ThrowIfAnyFailed).Is(CmqErrors.NoBindingKeyOrFilterTagMatches));
    }

    [Fact]
    public async Task A_topic_without_a_type_takes_text_as_bytes()
    {
        ITopicClient<ReadOnlyMemory<byte>> topic = CmqClient.Over(_service).Topic("news", new TopicSettings { MaxMsgSize = 2048 }, TopicFilter.RoutingKey);

        await topic.EnsureCreatedAsync();
        await topic.PublishAsync("hello"u8.ToArray(), routingKey: "a");

        Assert.Equal(new CreateTopicRequest("news", new TopicSettings { MaxMsgSize = 2048 }) { Filter = TopicFilter.RoutingKey }, _service.Requests[0]);
        Assert.Equal("hello", Encoding.UTF8.GetString(Publishes.Single().Bodies[0].Span));
    }

    [Fact]
    public async Task The_topic_of_a_message_type_is_that_of_its_contract() =>
        Assert.True((await CmqClient.Over(_service).Topic<Order>().EnsureCreatedAsync()).Created);

    private async Task<TopicClient<Order>> CreatedAsync()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();
        _service.Requests.Clear();
        return topic;
    }
}
