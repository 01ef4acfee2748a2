namespace CmqContracts.Generators.Model;

/// <summary>What <c>[CmqEnvelope]</c> states.</summary>
internal sealed record EnvelopeSpec
{
    /// <summary>CloudEvents' <c>source</c>; <see langword="null"/>: it follows from the name of the queue or topic.</summary>
    public required string? Source { get; init; }

    /// <summary>CloudEvents' <c>type</c>: what the attribute states, or the full name of the message type.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a body without an envelope is read as well.</summary>
    public required bool ReadsPlain { get; init; }

    /// <summary>CloudEvents' <c>source</c> of a queue or topic.</summary>
    /// <param name="kind"><c>queues</c> or <c>topics</c>.</param>
    /// <param name="name">Its name.</param>
    public string SourceOf(string kind, string name) => Source ?? $"/{kind}/{name}";
}
