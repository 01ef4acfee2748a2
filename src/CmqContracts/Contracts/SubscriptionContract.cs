using System.ComponentModel;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A subscription that a queue's contract states.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SubscriptionContract
{
    /// <summary>A subscription to a topic.</summary>
    /// <param name="topicName">The topic's name.</param>
    /// <param name="name">The subscription's name, unique in its topic.</param>
    public SubscriptionContract(string topicName, string name)
    {
        TopicName = topicName;
        Name = name;
    }

    /// <summary>The topic's name.</summary>
    public string TopicName { get; init; }

    /// <summary>The subscription's name, unique in its topic.</summary>
    public string Name { get; init; }

    /// <summary>The tags that are wanted; none: every message.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The keys that a routing key is compared with.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    /// <summary>What is done about a message that the queue could not take; <see langword="null"/>: left to the service.</summary>
    public NotifyStrategy? NotifyStrategy { get; init; }

    /// <summary>How the topic filters, if keys and tags are what they seem.</summary>
    internal TopicFilter Filter => BindingKeys.Count > 0 ? TopicFilter.RoutingKey : TopicFilter.Tags;

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(Name), Name)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Any;
}
