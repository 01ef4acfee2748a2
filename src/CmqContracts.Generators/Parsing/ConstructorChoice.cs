using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Chooses the constructor that reading calls, as <c>System.Text.Json</c> does.</summary>
internal static class ConstructorChoice
{
    public static IMethodSymbol? Of(INamedTypeSymbol type)
    {
        List<IMethodSymbol> marked = type.InstanceConstructors.Where(c => c.JsonAttribute(KnownNames.JsonConstructor) is not null).ToList();
        if (marked.Count > 0)
            return marked.Count == 1 ? marked[0] : null;
        List<IMethodSymbol> all = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        if (CollectionTypes.IsPair(type))
            return all.Find(c => c.Parameters.Length == 2);
        return all.Find(c => c.Parameters.IsEmpty) ?? (all.Count == 1 ? all[0] : null);
    }

    /// <summary>Why there is none, as a clause of a message.</summary>
    public static string WhyNone(INamedTypeSymbol type) => type.InstanceConstructors.Count(c => c.JsonAttribute(KnownNames.JsonConstructor) is not null) switch
    {
        0 => "it has no public constructor without parameters, and not exactly one with parameters; mark the one to use with [JsonConstructor]",
        1 => "its constructor with [JsonConstructor] is not public, and generated code cannot reach that in a generic type; make it public, or mark another one",
        int marked => FormattableString.Invariant($"{marked} of its constructors have [JsonConstructor]; leave it on the one to use"),
    };
}
