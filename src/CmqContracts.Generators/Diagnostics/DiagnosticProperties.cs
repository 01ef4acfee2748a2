using System.Collections.Immutable;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>What diagnostics tell the code fixes beside their message.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The value that is allowed and nearest to the given one.</summary>
    public const string Nearest = "Nearest";

    public static ImmutableDictionary<string, string?> Of(string? nearest) => nearest is null
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(Nearest, nearest);
}
