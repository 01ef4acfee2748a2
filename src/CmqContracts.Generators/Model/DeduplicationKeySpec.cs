namespace CmqContracts.Generators.Model;

/// <summary>The member that tells a message from its duplicates.</summary>
/// <param name="Member">Its C# name, escaped where it is a keyword.</param>
/// <param name="Kind">How its value becomes text.</param>
internal sealed record DeduplicationKeySpec(string Member, DeduplicationKeyKind Kind);

/// <summary>How the value of a de-duplication key becomes text that is the same in every culture.</summary>
internal enum DeduplicationKeyKind
{
    /// <summary>It is text.</summary>
    Text,

    /// <summary>A <c>Guid</c> or a <c>char</c>, whose text depends on no culture.</summary>
    Plain,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>An enum, by its number, as names may change.</summary>
    Enum,

    /// <summary>An enum over <c>ulong</c>.</summary>
    UnsignedEnum,
}
