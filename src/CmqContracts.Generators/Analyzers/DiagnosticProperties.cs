using System.Collections.Immutable;

namespace CmqContracts.Generators.Analyzers;

/// <summary>What diagnostics tell the code fixes beside their message.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The value that is allowed and nearest to the given one.</summary>
    public const string Nearest = "Nearest";

    public static ImmutableDictionary<string, string?> Of(QueueProblem problem) => problem.Nearest is { } nearest
        ? ImmutableDictionary<string, string?>.Empty.Add(Nearest, nearest)
        : ImmutableDictionary<string, string?>.Empty;
}
