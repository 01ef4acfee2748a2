using CmqContracts;

namespace Topics;

// A topic is published to; queues subscribe to it, and what was published is received from them.

/// <summary>What happened to an order. Subscribers choose by tags.</summary>
[CmqTopic("TopicsOrders")]
public sealed partial record OrderEvent(int Id, string Customer, string What);

/// <summary>Shipping wants every order: no tags.</summary>
[CmqQueue<OrderEvent>("TopicsShipping")]
[CmqSubscription("TopicsOrders")]
internal sealed partial class Shipping;

/// <summary>The VIP desk wants orders with one of two tags.</summary>
[CmqQueue<OrderEvent>("TopicsVipDesk")]
[CmqSubscription("TopicsOrders", FilterTags = ["vip", "complaint"])]
internal sealed partial class VipDesk;

/// <summary>A change of stock, and the queue for those of the south: one record may have both, and their codec is the same.</summary>
[CmqTopic("TopicsStock", Filter = TopicFilter.RoutingKey)]
[CmqQueue("TopicsStockSouth")]
[CmqSubscription("TopicsStock", BindingKeys = ["stock.south.*", "recall.#"])]
public sealed partial record StockChanged(string Sku, int Change);
