using System.Buffers;
using System.Text;

namespace CmqContracts.Generators.Tests.Runtime;

public class TopicContractTests
{
    [Fact]
    public void The_contract_has_the_values_of_the_attribute() => Assert.Equal(
        ("events", new TopicSettings { MaxMsgSize = 2048 }, TopicFilter.RoutingKey, "events"),
        (Topic<EventHappened, EventHappened>().TopicName, Topic<EventHappened, EventHappened>().Settings, Topic<EventHappened, EventHappened>().Filter, EventHappenedTopic.Name));

    [Fact]
    public void Values_that_the_attribute_does_not_state_are_left_to_the_service() => Assert.Equal(
        (new TopicSettings(), TopicFilter.Tags),
        (Topic<OnlyPublished, OnlyPublished>().Settings, Topic<OnlyPublished, OnlyPublished>().Filter));

    [Fact]
    public void The_contract_is_one_object() => Assert.Same(Topic<EventHappened, EventHappened>(), Topic<EventHappened, EventHappened>());

    [Fact]
    public void The_queue_has_the_subscriptions_in_order()
    {
        IReadOnlyList<SubscriptionContract> subscriptions = Queue<EventHappened, EventHappened>().Subscriptions;
        Assert.Equal([("events", "event-queue"), ("others", "named")], subscriptions.Select(subscription => (subscription.TopicName, subscription.Name)));
        Assert.Equal(["a.*", "b.#"], subscriptions[0].BindingKeys);
        Assert.Equal(["vip", "中文"], subscriptions[1].FilterTags);
        Assert.Equal([NotifyStrategy.BackoffRetry, null], subscriptions.Select(subscription => subscription.NotifyStrategy));
        Assert.Empty(Queue<OrderPlaced, OrderPlaced>().Subscriptions);
    }

    [Fact]
    public void A_binding_may_have_a_queue_and_a_topic() => Assert.Equal(
        ("order-topic", "order-queue", "order-topic"),
        (Topic<OrderPlaced, OrderBinding>().TopicName, Queue<OrderPlaced, OrderBinding>().QueueName, Queue<OrderPlaced, OrderBinding>().Subscriptions.Single().TopicName));

    [Fact]
    public void Topic_and_queue_have_one_codec()
    {
        ArrayBufferWriter<byte> body = new();
        Topic<EventHappened, EventHappened>().Codec.Encode(new EventHappened(1, "发生"), body);
        Assert.Equal("""{"id":1,"what":"发生"}""", Encoding.UTF8.GetString(body.WrittenSpan));
        Assert.Equal(new EventHappened(1, "发生"), Queue<EventHappened, EventHappened>().Codec.Decode(body.WrittenSpan));
        Assert.Same(Topic<EventHappened, EventHappened>().Codec.GetType(), Queue<EventHappened, EventHappened>().Codec.GetType());
    }

    private static TopicContract<T> Topic<T, TBinding>()
        where TBinding : ITopicMessage<T> => TBinding.Contract;

    private static QueueContract<T> Queue<T, TBinding>()
        where TBinding : IQueueMessage<T> => TBinding.Contract;
}
