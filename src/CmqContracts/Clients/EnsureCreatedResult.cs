using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What became of a queue or a topic that should exist.</summary>
public sealed class EnsureCreatedResult
{
    /// <summary>The name of the queue or topic, as <see cref="CmqOptions.MapName"/> has made it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it was created just now.</summary>
    public required bool Created { get; init; }

    /// <summary>What differs from the contract: attributes of an existing queue or topic, and of the queue's subscriptions.</summary>
    public required IReadOnlyList<AttributeDrift> Drift { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(EnsureCreatedResult)).Add(nameof(Name), Name).Add(nameof(Created), Created).Add(nameof(Drift), Drift).ToString();
}
