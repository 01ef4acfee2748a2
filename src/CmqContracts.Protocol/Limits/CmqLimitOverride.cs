// Linked as source into the generator, like CmqLimits.cs.
namespace CmqContracts;

/// <summary>Other bounds for a row of the table; what is not given stays.</summary>
#if CMQ_GENERATORS
internal
#else
public
#endif
sealed class CmqLimitOverride
{
    /// <summary>The smallest value; <see langword="null"/>: as before.</summary>
    public long? Minimum { get; init; }

    /// <summary>The largest value, <see cref="long.MaxValue"/> for no limit where the row can do without; <see langword="null"/>: as before.</summary>
    public long? Maximum { get; init; }

    /// <summary>What is taken when the value is not given; <see langword="null"/>: as before.</summary>
    public long? Default { get; init; }
}
