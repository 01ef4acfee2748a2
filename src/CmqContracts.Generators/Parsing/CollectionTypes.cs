using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Which types are arrays or maps in JSON, and which may be objects.</summary>
internal static class CollectionTypes
{
    private const string Space = "System.Collections.Generic.";

    /// <summary>The kind of sequence that a type is.</summary>
    public static SequenceKind? SequenceOf(INamedTypeSymbol type) => type.Arity != 1 ? null : type.OriginalDefinition.MetadataFullName() switch
    {
        Space + "List`1" => SequenceKind.List,
        Space + "IList`1" or Space + "ICollection`1" or Space + "IEnumerable`1" or Space + "IReadOnlyList`1" or Space + "IReadOnlyCollection`1" => SequenceKind.ListInterface,
        Space + "HashSet`1" or Space + "ISet`1" or Space + "IReadOnlySet`1" => SequenceKind.Set,
        _ => null,
    };

    /// <summary>Whether a type is a map.</summary>
    public static bool IsMap(INamedTypeSymbol type) => type.Arity == 2 && type.OriginalDefinition.MetadataFullName() is
        Space + "Dictionary`2" or Space + "IDictionary`2" or Space + "IReadOnlyDictionary`2";

    /// <summary>Why a type cannot be an object with members; <see langword="null"/>: it can.</summary>
    public static string? ReasonAgainstObject(INamedTypeSymbol type, INamedTypeSymbol message, Compilation compilation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return type.TypeKind is TypeKind.Interface ? "an interface does not say which class to make" : "it is not one of the supported types";
        if (type.SpecialType is SpecialType.System_Object)
            return "it does not say what to read";
        if (type.IsAbstract)
            return "it is abstract, so it does not say which class to make";
        if (type.IsRefLikeType || IsOfFramework(type))
            return "it is not one of the supported types";
        if (IsCollection(type))
            return "it is a collection of its own kind; use an array, List, HashSet or Dictionary";
        return compilation.IsSymbolAccessibleWithin(type, message) ? null : "it is not accessible from the message";
    }

    /// <summary>Whether JSON would have a type as an array or a map.</summary>
    public static bool IsCollection(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable);

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        string assembly = type.ContainingAssembly?.Name ?? "";
        return assembly is "mscorlib" or "netstandard" || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
    }
}
