using System.Buffers;
using System.Globalization;
using System.Text;

namespace CmqContracts.Tests;

/// <summary>A message as the generator would bind it, by hand: on the wire it is <c>id:quantity</c>.</summary>
public sealed record Order(string Id, int Quantity) : IQueueMessage<Order>, ITopicMessage<Order>
{
    public static QueueContract<Order> Contract { get; } = new("orders", new QueueSettings(), new OrderCodec());

    static TopicContract<Order> ITopicMessage<Order>.Contract { get; } = new("order-events", new TopicSettings(), TopicFilter.Tags, new OrderCodec());

    /// <summary>A client of a topic of orders with these attributes.</summary>
    public static TopicClient<Order> Topic(ICmqService service, TopicSettings? settings = null, TopicFilter filter = TopicFilter.Tags, CmqLimits? limits = null, LogList? logs = null, string name = "order-events") =>
        new(CmqClient.Over(service, limits, logs?.Factory), new TopicContract<Order>(name, settings ?? new TopicSettings(), filter, new OrderCodec()));

    /// <summary>A client of a queue of orders that subscribes.</summary>
    public static QueueClient<Order> Subscriber(ICmqService service, LogList? logs, params SubscriptionContract[] subscriptions) =>
        new(CmqClient.Over(service, null, logs?.Factory), new QueueContract<Order>("orders", new QueueSettings(), new OrderCodec()) { Subscriptions = subscriptions });

    /// <summary>A client of a queue of orders with these attributes.</summary>
    public static QueueClient<Order> Queue(ICmqService service, QueueSettings? settings = null, CmqLimits? limits = null, LogList? logs = null, string name = "orders") =>
        new(CmqClient.Over(service, limits, logs?.Factory), new QueueContract<Order>(name, settings ?? new QueueSettings(), new OrderCodec()));
}

public sealed class OrderCodec : MessageCodec<Order>
{
    public override void Encode(Order message, IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.GetBytes(message.Id));
        // After the first bytes, as a real codec fails in the middle of a body.
        if (message.Quantity < 0)
            throw new MessageFormatException("Order", "$.quantity", "a quantity that is not negative");
        output.Write(Encoding.UTF8.GetBytes(":" + message.Quantity.ToString(CultureInfo.InvariantCulture)));
    }

    public override Order Decode(ReadOnlySpan<byte> body)
    {
        string[] parts = Encoding.UTF8.GetString(body).Split(':');
        if (parts[0] == "refused-by-constructor")
            throw new InvalidOperationException("The type does not take this.");
        return parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int quantity)
            ? new Order(parts[0], quantity)
            : throw new MessageFormatException("Order", "$", "id:quantity");
    }
}
