using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Finds the types of a message's body that are declared in this compilation.</summary>
internal static class BodyTypes
{
    /// <summary>The type definitions. A generic type is returned once, whatever its arguments.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol message, Compilation compilation)
    {
        HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        Stack<ITypeSymbol> open = new();
        open.Push(message);
        while (open.Count > 0)
        {
            ITypeSymbol type = open.Pop();
            if (type is IArrayTypeSymbol array)
                open.Push(array.ElementType);
            if (type is not INamedTypeSymbol named)
                continue;
            foreach (ITypeSymbol argument in named.TypeArguments)
                open.Push(argument);
            INamedTypeSymbol definition = named.OriginalDefinition;
            if (definition.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !definition.Locations.Any(place => place.IsInSource) || !seen.Add(definition))
                continue;
            if (UserCollection.Of(named) is { } collection)
            {
                open.Push(collection.Item);
                continue;
            }

            yield return definition;
            foreach (MemberCandidate member in new MemberCandidates(definition, message, compilation).Find())
            {
                if (!member.IsIgnored)
                    open.Push(member.Type);
            }
        }
    }
}
