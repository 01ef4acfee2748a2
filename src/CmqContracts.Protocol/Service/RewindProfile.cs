using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>How many messages a rewind would bring back, for points of all the time that the queue can be rewound to, the earliest first.</summary>
public sealed class RewindProfile
{
    /// <summary>The points: 100, or fewer when that time has fewer seconds; none when an unconsumed message is older than all of it, so that the queue cannot be rewound at all.</summary>
    public required IReadOnlyList<RewindPoint> Points { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(RewindProfile)).Add(nameof(Points), Points).ToString();
}

/// <summary>A point in time that a queue can be rewound to.</summary>
/// <param name="Time">The time, a whole second.</param>
/// <param name="Messages">How many messages a rewind to it would make active.</param>
public readonly record struct RewindPoint(DateTimeOffset Time, long Messages);
