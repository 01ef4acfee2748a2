namespace CmqContracts.Generators.Tests.Runtime;

[CmqTopic("events", Filter = TopicFilter.RoutingKey, MaxMsgSize = 2048)]
[CmqQueue("event-queue")]
[CmqSubscription("events", BindingKeys = new[] { "a.*", "b.#" }, NotifyStrategy = NotifyStrategy.BackoffRetry)]
[CmqSubscription("others", Name = "named", FilterTags = new[] { "vip", "中文" })]
public sealed partial record EventHappened(int Id, string? What);

[CmqTopic("only-published")]
[CmqEnvelope(Source = "/shop")]
public readonly partial record struct OnlyPublished(long Id);

[CmqTopic<OrderPlaced>("order-topic")]
[CmqQueue<OrderPlaced>("order-queue")]
[CmqSubscription("order-topic")]
internal sealed partial class OrderBinding;
