using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds types that do not exist, or are static and so have no values: about these the compiler says all there is to say.</summary>
internal static class ErrorTypes
{
    /// <summary>Whether a type is or has such a one in it.</summary>
    public static bool IsIn(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol or INamedTypeSymbol { IsStatic: true } => true,
        IArrayTypeSymbol array => IsIn(array.ElementType),
        IPointerTypeSymbol pointer => IsIn(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsIn),
        _ => false,
    };

    /// <summary>Whether a type inherits such a one, so that not all of its members are known.</summary>
    public static bool IsInBasesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (IsIn(current))
                return true;
        }

        return false;
    }
}
