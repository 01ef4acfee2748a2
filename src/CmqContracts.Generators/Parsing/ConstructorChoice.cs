using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Chooses the constructor that reading calls, as <c>System.Text.Json</c> does.</summary>
internal static class ConstructorChoice
{
    public static IMethodSymbol? Of(INamedTypeSymbol type)
    {
        List<IMethodSymbol> all = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        List<IMethodSymbol> marked = all.Where(c => c.JsonAttribute(KnownNames.JsonConstructor) is not null).ToList();
        if (marked.Count == 1)
            return marked[0];
        if (marked.Count > 1 || type.InstanceConstructors.Any(c => c.DeclaredAccessibility != Accessibility.Public && c.JsonAttribute(KnownNames.JsonConstructor) is not null))
            return null;
        return all.Find(c => c.Parameters.IsEmpty) ?? (all.Count == 1 ? all[0] : null);
    }
}
