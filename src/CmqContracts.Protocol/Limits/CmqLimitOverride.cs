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
    /// <summary>Creates other bounds.</summary>
    /// <param name="minimum">The smallest value; <see langword="null"/>: as before.</param>
    /// <param name="maximum">The largest value, <see cref="long.MaxValue"/> for no limit; <see langword="null"/>: as before.</param>
    /// <param name="defaultValue">What is taken when the value is not given; <see langword="null"/>: as before.</param>
    public CmqLimitOverride(long? minimum = null, long? maximum = null, long? defaultValue = null)
    {
        Minimum = minimum;
        Maximum = maximum;
        Default = defaultValue;
    }

    /// <summary>The smallest value.</summary>
    public long? Minimum { get; }

    /// <summary>The largest value.</summary>
    public long? Maximum { get; }

    /// <summary>What is taken when the value is not given.</summary>
    public long? Default { get; }
}
