using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>The comparers of hashed collections whose keys come from a body, where the sender could choose keys with equal hashes.</summary>
internal static class KeyComparers
{
    /// <summary>The arguments that give a collection the comparer of its keys, which are its first type argument; none: it has the default one.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol collection)
    {
        ITypeSymbol key = collection.TypeArguments[0];
        bool isNullable = key.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T;
        if (isNullable)
            key = ((INamedTypeSymbol)key).TypeArguments[0];
        ScalarKind? kind = ScalarTypes.KindOf(key is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying : key);
        return kind is { } known && HasPredictableHash(known) ? new([Expression(key, isNullable)]) : EquatableArray<string>.Empty;
    }

    /// <summary>The same for a frozen collection, whose default hash of strings is not random either.</summary>
    public static EquatableArray<string> OfFrozen(INamedTypeSymbol collection) =>
        collection.TypeArguments[0].SpecialType is SpecialType.System_String ? new([Expression(collection.TypeArguments[0], isNullable: false)]) : Of(collection);

    /// <summary>Whether the default hashes of a kind are the same in every process, and many values have the same one.</summary>
    private static bool HasPredictableHash(ScalarKind kind) => kind is ScalarKind.Int32 or ScalarKind.UInt32 or ScalarKind.Int64 or ScalarKind.UInt64
        or ScalarKind.Int128 or ScalarKind.UInt128 or ScalarKind.Single or ScalarKind.Double or ScalarKind.Decimal or ScalarKind.Guid
        or ScalarKind.DateTime or ScalarKind.DateTimeOffset or ScalarKind.DateOnly or ScalarKind.TimeOnly or ScalarKind.TimeSpan or ScalarKind.Version;

    private static string Expression(ITypeSymbol key, bool isNullable) =>
        $"global::CmqContracts.Json.KeyComparers.Of{(isNullable ? "Nullable" : "")}<{key.WithNullableAnnotation(NullableAnnotation.None).FullName()}>()";
}
