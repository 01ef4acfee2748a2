namespace CmqContracts.Generators.Model;

/// <summary>What <c>[CmqTopic]</c> states.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="FiltersByKey">Whether it filters by routing key, else by tags.</param>
/// <param name="MaxMsgSize">Largest body in bytes; <see langword="null"/>: not stated.</param>
internal sealed record TopicSpec(string Name, bool FiltersByKey, long? MaxMsgSize);

/// <summary>What <c>[CmqSubscription]</c> states.</summary>
internal sealed record SubscriptionSpec
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>The subscription's name; <see langword="null"/>: that of the queue.</summary>
    public required string? Name { get; init; }

    public required EquatableArray<string> FilterTags { get; init; }

    public required EquatableArray<string> BindingKeys { get; init; }

    /// <summary>The name of the retry strategy; <see langword="null"/>: not stated.</summary>
    public required string? NotifyStrategy { get; init; }
}
