using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds types of assemblies that are referenced under an alias only, which generated code cannot name.</summary>
internal static class ExternAliases
{
    /// <summary>The alias without which a type, or one in it or inherited by it, cannot be named; <see langword="null"/>: none is needed.</summary>
    public static string? Of(ITypeSymbol type, Compilation compilation)
    {
        for (ITypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (InName(current, compilation) is { } alias)
                return alias;
        }

        return null;
    }

    private static string? InName(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => InName(array.ElementType, compilation),
        INamedTypeSymbol named => OfAssembly(named, compilation) ?? named.TypeArguments.Select(argument => InName(argument, compilation)).FirstOrDefault(alias => alias is not null),
        _ => null,
    };

    /// <summary>Why a type cannot be used, as a clause of a message.</summary>
    public static string Reason(string alias) =>
        "is of an assembly that is referenced under the alias '" + alias + "' only, which generated code does not have; add global to the Aliases of the reference";

    private static bool IsGlobal(MetadataReference reference) =>
        reference.Properties.Aliases is { IsDefaultOrEmpty: true } || reference.Properties.Aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    private static string? OfAssembly(INamedTypeSymbol type, Compilation compilation)
    {
        // Cheap checks first: they decide for nearly all types.
        if (type.ContainingAssembly is not { } assembly || SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) || CollectionTypes.IsOfFramework(type) || CollectionTypes.IsPair(type))
            return null;
        if (compilation.GetMetadataReference(assembly) is not { } reference || IsGlobal(reference))
            return null;

        // A build passes an assembly once for each of its aliases, and the compiler keeps one of these references.
        bool isGlobal = compilation.GlobalNamespace.ConstituentNamespaces.Any(space => SymbolEqualityComparer.Default.Equals(space.ContainingAssembly, assembly));
        return isGlobal ? null : reference.Properties.Aliases[0];
    }
}
