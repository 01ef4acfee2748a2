using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>How messages are published to a topic.</summary>
public sealed record PublishOptions
{
    /// <summary>The messages' tags, at most 5: what subscriptions of a topic that filters by tags choose by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The messages' routing key, words split by dots: required by a topic that filters by it, ignored by others.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>
    /// How many batches of <c>PublishManyAsync</c> are under way at once; 1 unless set. With more, the results are in the order of the messages as
    /// ever, but a batch may be published before one that was sent earlier. As many batches are held in memory.
    /// </summary>
    public int Parallelism { get; init; } = 1;

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Tags), Tags).Add(nameof(RoutingKey), RoutingKey).Add(nameof(Parallelism), Parallelism).Any;
}
