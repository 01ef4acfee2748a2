using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A subscription to be made: its name, where messages go, and which of them. For queues that have a contract, <see cref="CmqSubscriptionAttribute"/> is the shorter way.</summary>
/// <example><c>Subscription.ToQueue("audit", "audit-events") with { FilterTags = ["vip"] }</c></example>
public sealed record Subscription
{
    private Subscription(string name, SubscriptionProtocol protocol, string endpoint)
    {
        Name = name;
        Protocol = protocol;
        Endpoint = endpoint;
    }

    /// <summary>The subscription's name, unique in its topic.</summary>
    public string Name { get; init; }

    /// <summary>Where messages go.</summary>
    public SubscriptionProtocol Protocol { get; }

    /// <summary>The queue's name, or the URL.</summary>
    public string Endpoint { get; }

    /// <summary>The tags that are wanted, at most 5; none: every message.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The keys that a routing key is compared with, at most 5; a topic that filters by routing key asks for one at least.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    /// <summary>What is done about a message that could not be delivered; <see langword="null"/>: left to the service.</summary>
    public NotifyStrategy? NotifyStrategy { get; init; }

    /// <summary>What a URL gets; <see langword="null"/>: JSON. A queue always gets the body alone.</summary>
    public NotifyContentFormat? NotifyContentFormat { get; init; }

    /// <summary>A subscription that puts messages into a queue of the same account, which exists.</summary>
    public static Subscription ToQueue(string name, string queueName) => new(name, SubscriptionProtocol.Queue, queueName);

    /// <summary>A subscription that posts messages to a URL, http or https.</summary>
    public static Subscription ToUrl(string name, Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new Subscription(name, SubscriptionProtocol.Http, url.AbsoluteUri);
    }

    internal SubscribeRequest Of(string topicName, NameMap names) => new(topicName, Name, Protocol, Protocol == SubscriptionProtocol.Queue ? names.Queue(Endpoint) : Endpoint)
    {
        NotifyStrategy = NotifyStrategy,
        NotifyContentFormat = NotifyContentFormat,
        FilterTags = FilterTags,
        BindingKeys = BindingKeys,
    };

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(Name), Name)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Any;
}
