using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Whether a member may be <see langword="null"/>, by the rules of <c>RespectNullableAnnotations</c>: without annotations it may.</summary>
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

        // Reflection, and so System.Text.Json, knows the constraints of a type parameter, but not the annotation of its argument.
        return declared is ITypeParameterSymbol parameterType
            ? declared.NullableAnnotation is NullableAnnotation.Annotated || !ExcludesNull(parameterType)
            : type.NullableAnnotation != NullableAnnotation.NotAnnotated;
    }

    private static bool ExcludesNull(ITypeParameterSymbol type) =>
        type.HasNotNullConstraint || (type.HasReferenceTypeConstraint && type.ReferenceTypeConstraintNullableAnnotation is NullableAnnotation.NotAnnotated);
}
