using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Broker;

/// <summary>The definition of a topic.</summary>
internal sealed record TopicRecord
{
    /// <summary>The broker's key of the topic, never used for another one, nor for a queue or a subscription.</summary>
    public required long Key { get; init; }

    /// <summary>The account that the topic belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The topic's name, spelled as it was created.</summary>
    public required string Name { get; init; }

    /// <summary>The topic's id, as users see it.</summary>
    public required string Id { get; init; }

    /// <summary>The attributes; all are set.</summary>
    public required TopicSettings Settings { get; init; }

    /// <summary>How subscriptions choose messages.</summary>
    public required TopicFilter Filter { get; init; }

    /// <summary>When the topic was created, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, Unix milliseconds.</summary>
    public required long LastModifiedAt { get; init; }
}

/// <summary>The definition of a subscription. Its key is that of a queue of deliveries that are still to be made.</summary>
internal sealed record SubscriptionRecord
{
    /// <summary>The broker's key of the subscription and of its messages, never used for anything else.</summary>
    public required long Key { get; init; }

    /// <summary>The key of its topic.</summary>
    public required long Topic { get; init; }

    /// <summary>The subscription's name, spelled as it was created.</summary>
    public required string Name { get; init; }

    /// <summary>The subscription's id, as users see it.</summary>
    public required string Id { get; init; }

    /// <summary>Where messages go.</summary>
    public required SubscriptionProtocol Protocol { get; init; }

    /// <summary>The queue's name, or the URL.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What is done about a message that could not be delivered.</summary>
    public required NotifyStrategy Strategy { get; init; }

    /// <summary>What is delivered.</summary>
    public required NotifyContentFormat Format { get; init; }

    /// <summary>The tags that are wanted; none: every message.</summary>
    public required IReadOnlyList<string> FilterTags { get; init; }

    /// <summary>The binding keys.</summary>
    public required IReadOnlyList<string> BindingKeys { get; init; }

    /// <summary>When the subscription was made, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, Unix milliseconds.</summary>
    public required long LastModifiedAt { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(Key), Key)
        .Add(nameof(Topic), Topic)
        .Add(nameof(Name), Name)
        .Add(nameof(Id), Id)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Add(nameof(Strategy), Strategy)
        .Add(nameof(Format), Format)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Add(nameof(CreatedAt), CreatedAt)
        .Add(nameof(LastModifiedAt), LastModifiedAt)
        .Any;
}

/// <summary>A subscription as a store returns it.</summary>
/// <param name="Record">Its definition.</param>
/// <param name="Status">The counters of its messages.</param>
internal readonly record struct StoredSubscription(SubscriptionRecord Record, QueueStatus Status);
