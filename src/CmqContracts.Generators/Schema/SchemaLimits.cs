namespace CmqContracts.Schema;

/// <summary>What the validation attributes of a member allow. The codec does not check it.</summary>
internal sealed record SchemaLimits
{
    /// <summary>The fewest characters, bytes or items; <see langword="null"/>: not limited.</summary>
    public required int? MinLength { get; init; }

    /// <summary>The most characters, bytes or items; <see langword="null"/>: not limited.</summary>
    public required int? MaxLength { get; init; }

    /// <summary>The smallest value, as text; <see langword="null"/>: not limited.</summary>
    public required string? Minimum { get; init; }

    /// <summary>The largest value, as text; <see langword="null"/>: not limited.</summary>
    public required string? Maximum { get; init; }

    /// <summary>Whether the value has to be above <see cref="Minimum"/>.</summary>
    public required bool IsMinimumExclusive { get; init; }

    /// <summary>Whether the value has to be below <see cref="Maximum"/>.</summary>
    public required bool IsMaximumExclusive { get; init; }
}
