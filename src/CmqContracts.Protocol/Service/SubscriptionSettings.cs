using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Where a subscription's messages go.</summary>
public enum SubscriptionProtocol
{
    /// <summary>Into a queue of the same account, as ordinary messages.</summary>
    Queue,

    /// <summary>By HTTP POST to a URL, http or https.</summary>
    Http,
}

/// <summary>What is done about a message that could not be delivered.</summary>
/// <remarks>Source: CMQ document 406/7414, parameter notifyStrategy.</remarks>
public enum NotifyStrategy
{
    /// <summary><c>EXPONENTIAL_DECAY_RETRY</c>, the default: again after 1, 2, 4, ... and at most 512 s, until the topic's retention is over.</summary>
    ExponentialDecayRetry,

    /// <summary><c>BACKOFF_RETRY</c>: three more times, 19 to 29 s apart, then never.</summary>
    BackoffRetry,
}

/// <summary>What is delivered.</summary>
/// <remarks>Source: CMQ document 406/7414, parameter notifyContentFormat.</remarks>
public enum NotifyContentFormat
{
    /// <summary><c>JSON</c>: the message with its ids, names and time. Only for <see cref="SubscriptionProtocol.Http"/>, and its default.</summary>
    Json,

    /// <summary><c>SIMPLIFIED</c>: the body alone, as it was published.</summary>
    Simplified,
}

/// <summary>The attributes of a subscription that can be changed. What is <see langword="null"/> or empty is not sent and stays as it is.</summary>
/// <remarks>Source: CMQ document 406/7416 (SetSubscriptionAttributes).</remarks>
public sealed record SubscriptionSettings
{
    /// <summary>What is done about a message that could not be delivered.</summary>
    public NotifyStrategy? NotifyStrategy { get; init; }

    /// <summary>What a URL gets; a queue always gets the body alone.</summary>
    public NotifyContentFormat? NotifyContentFormat { get; init; }

    /// <summary>The new tags in place of the old ones, at most 5. <see cref="ICmqService.ClearSubscriptionFilterTagsAsync"/> removes them all.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The new binding keys in place of the old ones, at most 5.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Any;
}
