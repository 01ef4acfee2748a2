namespace CmqContracts.Generators.Model;

/// <summary>What <c>[CmqTopic]</c> says.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="FiltersByKey">Whether it filters by routing key, else by tags.</param>
/// <param name="MaxMsgSize">Largest body; <see langword="null"/>: not said.</param>
internal sealed record TopicSpec(string Name, bool FiltersByKey, long? MaxMsgSize);

/// <summary>What <c>[CmqSubscription]</c> says.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Name">The subscription's name; <see langword="null"/>: that of the queue.</param>
/// <param name="Tags">The tags.</param>
/// <param name="BindingKeys">The keys.</param>
/// <param name="Strategy">The name of the strategy; <see langword="null"/>: not said.</param>
internal sealed record SubscriptionSpec(string Topic, string? Name, EquatableArray<string> Tags, EquatableArray<string> BindingKeys, string? Strategy);
