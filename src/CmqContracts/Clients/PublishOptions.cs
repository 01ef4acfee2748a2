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

    /// <summary>
    /// Whether a request whose answer was lost is tried again, as <see cref="CmqOptions.Retries"/> says: its messages may then be published twice. Unless set they are not, and
    /// whoever publishes has the failure.
    /// </summary>
    public bool AllowDuplicates { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Tags), Tags).Add(nameof(RoutingKey), RoutingKey).Add(nameof(Parallelism), Parallelism).Add(nameof(AllowDuplicates), AllowDuplicates).Any;
}
