using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A subscription that a queue's contract states.</summary>
/// <param name="TopicName">The topic's name.</param>
/// <param name="Name">The subscription's name, unique in its topic.</param>
public sealed record SubscriptionContract(string TopicName, string Name)
{
    /// <summary>The tags that are wanted; none: every message.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The keys that a routing key is compared with.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    /// <summary>What is done about a message that the queue could not take; <see langword="null"/>: left to the service.</summary>
    public NotifyStrategy? Strategy { get; init; }

    /// <summary>How the topic filters, if keys and tags are what they seem.</summary>
    internal TopicFilter Filter => BindingKeys.Count > 0 ? TopicFilter.RoutingKey : TopicFilter.Tags;

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(Name), Name)
        .Add(nameof(Tags), Tags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Add(nameof(Strategy), Strategy)
        .Any;
}
