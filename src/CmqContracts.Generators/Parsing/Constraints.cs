using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds generic types whose arguments break their constraints. The compiler reports these where the user names them, and must not report them again in generated code.</summary>
internal static class Constraints
{
    /// <summary>Whether the constraints are met in a type and in all types that its name contains.</summary>
    public static bool AreMet(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => AreMet(array.ElementType, compilation),
        INamedTypeSymbol { IsUnboundGenericType: false } named =>
            named.TypeArguments.All(argument => AreMet(argument, compilation))
            && named.TypeParameters.All(parameter => IsMet(parameter, named, compilation))
            && (named.ContainingType is not { } container || AreMet(container, compilation)),
        _ => true,
    };

    /// <summary>Whether the constraints are met in all base types of a type.</summary>
    public static bool AreMetInBasesOf(INamedTypeSymbol type, Compilation compilation)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (!AreMet(current, compilation))
                return false;
        }

        return true;
    }

    private static bool IsMet(ITypeParameterSymbol parameter, INamedTypeSymbol type, Compilation compilation)
    {
        ITypeSymbol argument = type.TypeArguments[parameter.Ordinal];

        // All types are closed, except in an attribute that names a type parameter, which C# refuses.
        if (argument is ITypeParameterSymbol || argument.IsRefLikeType || argument.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || argument.SpecialType is SpecialType.System_Void)
            return false;
        if (parameter.HasReferenceTypeConstraint && !argument.IsReferenceType)
            return false;
        if (parameter.HasValueTypeConstraint && (!argument.IsValueType || argument.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T))
            return false;
        if (parameter.HasUnmanagedTypeConstraint && !argument.IsUnmanagedType)
            return false;
        if (parameter.HasConstructorConstraint && !CanBeNew(argument))
            return false;
        return parameter.ConstraintTypes.All(constraint => compilation.ClassifyCommonConversion(argument, Closed(constraint, type)) is { IsImplicit: true, IsUserDefined: false, IsNumeric: false });
    }

    private static bool CanBeNew(ITypeSymbol argument) => argument.IsValueType
        || (argument is INamedTypeSymbol { IsAbstract: false } named && named.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility is Accessibility.Public));

    /// <summary>A constraint with the type parameters replaced by the arguments of the type.</summary>
    private static ITypeSymbol Closed(ITypeSymbol constraint, INamedTypeSymbol type)
    {
        if (constraint is ITypeParameterSymbol parameter)
        {
            for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            {
                if (SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, current.OriginalDefinition))
                    return current.TypeArguments[parameter.Ordinal];
            }
        }

        return constraint is INamedTypeSymbol { Arity: > 0 } named
            ? named.OriginalDefinition.Construct(named.TypeArguments.Select(argument => Closed(argument, type)).ToArray())
            : constraint;
    }
}
