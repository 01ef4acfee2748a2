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
}
