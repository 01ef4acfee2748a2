using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>
/// The deliveries to HTTP endpoints that a backend has to make, over all accounts. A server takes them under a lease, posts them
/// and says what came of it. One that is not settled before its lease ends counts as failed and comes again.
/// </summary>
internal interface ITopicPushes
{
    /// <summary>
    /// Takes the deliveries that are due and have a slot, waiting for a first one. Accounts share the slots equally, and an endpoint
    /// that fails or is slow has fewer of them, so that one that does not answer delays no other account.
    /// </summary>
    /// <param name="parallelism">How many deliveries the caller wants under way at the same time, those included that it has taken and not settled; at least 1.</param>
    /// <param name="lease">For how long they are the caller's.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is taken then.</param>
    ValueTask<IReadOnlyList<TopicPush>> TakeAsync(int parallelism, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Says what came of a delivery: it is done, or tried again as its subscription's strategy says. Without effect when the lease is over or the subscription gone.</summary>
    /// <param name="push">The delivery.</param>
    /// <param name="delivered">Whether the endpoint took it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask SettleAsync(TopicPush push, bool delivered, CancellationToken cancellationToken = default);
}

/// <summary>One message on its way to one HTTP endpoint.</summary>
internal sealed class TopicPush
{
    /// <summary>The backend's key of this attempt.</summary>
    public required string Lease { get; init; }

    /// <summary>The account that owns the topic.</summary>
    public required string TopicOwner { get; init; }

    /// <summary>The topic's name.</summary>
    public required string TopicName { get; init; }

    /// <summary>The subscription's name.</summary>
    public required string SubscriptionName { get; init; }

    /// <summary>The URL to post to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What to post.</summary>
    public required NotifyContentFormat NotifyContentFormat { get; init; }

    /// <summary>The id that the publisher was told.</summary>
    public required string MessageId { get; init; }

    /// <summary>The body, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>Which attempt this is: 1 the first time.</summary>
    public int Attempt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(TopicPush))
        .Add(nameof(Lease), Lease)
        .Add(nameof(TopicOwner), TopicOwner)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(SubscriptionName), SubscriptionName)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Add(nameof(MessageId), MessageId)
        .Add(nameof(Body), Body)
        .Add(nameof(Tags), Tags)
        .Add(nameof(PublishedAt), PublishedAt)
        .Add(nameof(Attempt), Attempt)
        .ToString();
}
