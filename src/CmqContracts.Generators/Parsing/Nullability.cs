using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Whether a member takes <see langword="null"/>, as <c>RespectNullableAnnotations</c> decides it: code without annotations takes it.</summary>
internal static class Nullability
{
    /// <summary>Whether reading the member may give null.</summary>
    public static bool AllowsGet(ISymbol symbol, ImmutableArray<AttributeData> attributes, ITypeSymbol type) =>
        attributes.HasNullability("MaybeNullAttribute") || (!attributes.HasNullability("NotNullAttribute") && Allows(symbol, type));

    /// <summary>Whether the member may be set to null.</summary>
    public static bool AllowsSet(ISymbol symbol, ImmutableArray<AttributeData> attributes, ITypeSymbol type) =>
        attributes.HasNullability("AllowNullAttribute") || (!attributes.HasNullability("DisallowNullAttribute") && Allows(symbol, type));

    private static bool Allows(ISymbol symbol, ITypeSymbol type)
    {
        if (!type.IsReferenceType)
            return type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ITypeSymbol? declared = symbol.OriginalDefinition switch
        {
            IPropertySymbol property => property.Type,
            IFieldSymbol field => field.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };

        // What stands for a type parameter is not known from reflection; only the constraints of the parameter are.
        return declared is ITypeParameterSymbol parameterType
            ? declared.NullableAnnotation is NullableAnnotation.Annotated || !ExcludesNull(parameterType)
            : type.NullableAnnotation != NullableAnnotation.NotAnnotated;
    }

    private static bool ExcludesNull(ITypeParameterSymbol type) =>
        type.HasNotNullConstraint || (type.HasReferenceTypeConstraint && type.ReferenceTypeConstraintNullableAnnotation is NullableAnnotation.NotAnnotated);
}
