using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds file-local types, which code in generated files cannot name.</summary>
internal static class FileLocalTypes
{
    /// <summary>Why a type cannot be used, as a clause of a message.</summary>
    public const string Reason = "is a file-local type, which code in generated files cannot name; remove 'file'";

    /// <summary>Whether a type is one of these, or contains one.</summary>
    public static bool IsIn(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return IsIn(array.ElementType);
        for (INamedTypeSymbol? current = type as INamedTypeSymbol; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || current.TypeArguments.Any(IsIn))
                return true;
        }

        return false;
    }
}
