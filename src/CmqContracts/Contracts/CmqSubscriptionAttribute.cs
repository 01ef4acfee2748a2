namespace CmqContracts;

/// <summary>
/// Subscribes the queue of the same type to a topic: it stands beside <see cref="CmqQueueAttribute"/> or
/// <see cref="CmqQueueAttribute{TMessage}"/>, once for every subscription, and <c>EnsureCreatedAsync</c> of the queue makes it.
/// </summary>
/// <remarks>
/// A topic that does not exist yet is created: it filters by routing key if the subscription has <see cref="BindingKeys"/>, else
/// by tags, and everything else is left to the service's defaults.
/// </remarks>
/// <param name="topic">The topic's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class CmqSubscriptionAttribute(string topic) : Attribute
{
    /// <summary>The topic's name.</summary>
    public string Topic { get; } = topic;

    /// <summary>The subscription's name, unique in its topic; the queue's name unless set.</summary>
    public string? Name { get; set; }

    /// <summary>The tags that are wanted, compared exactly, at most 5; none: every message of a topic that filters by tags.</summary>
    public string[] FilterTags { get; set; } = [];

    /// <summary>
    /// The keys that a routing key is compared with, word by word, at most 5: <c>*</c> is one word, <c>#</c> any number of words.
    /// A topic that filters by routing key asks for one at least.
    /// </summary>
    public string[] BindingKeys { get; set; } = [];

    /// <summary>What is done about a message that the queue could not take; tried again at growing intervals unless set.</summary>
    public NotifyStrategy NotifyStrategy { get; set; }
}
