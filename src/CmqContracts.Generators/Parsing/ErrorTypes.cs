using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds types that do not exist, are static, or have syntax errors, for example while they are being typed. The compiler reports these, so no rule does.</summary>
internal static class ErrorTypes
{
    /// <summary>Whether a type is one of these, or contains one.</summary>
    public static bool IsIn(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol or INamedTypeSymbol { IsStatic: true } => true,
        INamedTypeSymbol { IsUnboundGenericType: true } => false,
        IArrayTypeSymbol array => IsIn(array.ElementType),
        IPointerTypeSymbol pointer => IsIn(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsIn) || IsInArgumentsOf(named.ContainingType),
        _ => false,
    };

    /// <summary>A type may be nested in a static class, unlike in an unknown one.</summary>
    private static bool IsInArgumentsOf(INamedTypeSymbol? container) =>
        container is not null && (container.TypeArguments.Any(IsIn) || IsInArgumentsOf(container.ContainingType));

    /// <summary>Whether a type inherits one of these, so that not all of its members are known.</summary>
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
                // The flag of the whole file is read first, as that is cheap.
                if (reference.SyntaxTree.GetRoot(cancellation).ContainsDiagnostics && reference.GetSyntax(cancellation).GetDiagnostics().Any(found => found.Severity is DiagnosticSeverity.Error))
                    return true;
            }
        }

        return false;
    }
}
