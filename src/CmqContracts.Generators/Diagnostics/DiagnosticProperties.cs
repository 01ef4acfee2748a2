using System.Collections.Immutable;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>The properties of diagnostics, which code fixes read.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The nearest allowed value.</summary>
    public const string Nearest = "Nearest";

    public static ImmutableDictionary<string, string?> Of(string? nearest) => nearest is null
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(Nearest, nearest);
}
