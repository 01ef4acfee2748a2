using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds types that do not exist, are static and so have no values, or are still being typed: about these the compiler says all there is to say.</summary>
internal static class ErrorTypes
{
    /// <summary>Whether a type is or has such a one in it.</summary>
    public static bool IsIn(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol or INamedTypeSymbol { IsStatic: true } => true,
        IArrayTypeSymbol array => IsIn(array.ElementType),
        IPointerTypeSymbol pointer => IsIn(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsIn) || IsInArgumentsOf(named.ContainingType),
        _ => false,
    };

    /// <summary>A static class may well be around a type.</summary>
    private static bool IsInArgumentsOf(INamedTypeSymbol? container) =>
        container is not null && (container.TypeArguments.Any(IsIn) || IsInArgumentsOf(container.ContainingType));

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

    /// <summary>Whether a declaration of a type or of one that it inherits is still being typed, so that its members are not what they will be.</summary>
    public static bool IsBeingTyped(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (SyntaxReference reference in current.DeclaringSyntaxReferences)
            {
                // The whole file is asked first, which costs nothing.
                if (reference.SyntaxTree.GetRoot(cancellation).ContainsDiagnostics && reference.GetSyntax(cancellation).GetDiagnostics().Any(found => found.Severity is DiagnosticSeverity.Error))
                    return true;
            }
        }

        return false;
    }
}
