using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Lets only one contract report a location, because a type that several contracts contain is analyzed for each of them. The first one
/// owns the location from then on, so that analyzing it again reports it again.
/// </summary>
internal sealed class ReportedLocations
{
    private readonly ConcurrentDictionary<(string Rule, Location Location), INamedTypeSymbol> _owners = new();

    /// <summary>Whether a contract is the one that reports a diagnostic.</summary>
    public bool IsOwnedBy(INamedTypeSymbol contract, Diagnostic diagnostic) =>
        SymbolEqualityComparer.Default.Equals(_owners.GetOrAdd((diagnostic.Id, diagnostic.Location), contract), contract);
}
