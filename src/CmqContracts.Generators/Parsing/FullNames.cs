using System.Text;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>
/// Names types from <c>global::</c> on, without nullable annotations. The usual kinds are named here, because <c>ToDisplayString</c>
/// would take most of the time that the generator needs after an edit elsewhere.
/// </summary>
internal static class FullNames
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Of(ITypeSymbol type)
    {
        if (Keyword(type.SpecialType) is { } keyword)
            return keyword;
        StringBuilder name = new();
        return TryAppend(name, type) ? name.ToString() : type.ToDisplayString(Format);
    }

    private static bool TryAppend(StringBuilder name, ITypeSymbol type)
    {
        if (Keyword(type.SpecialType) is { } keyword)
        {
            name.Append(keyword);
            return true;
        }

        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType: not IArrayTypeSymbol } array)
        {
            if (!TryAppend(name, array.ElementType))
                return false;
            name.Append("[]");
            return true;
        }

        if (type is not INamedTypeSymbol { IsTupleType: false, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum } named)
            return false;
        if (named.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T)
            return TryAppendNamed(name, named);
        if (!TryAppend(name, named.TypeArguments[0]))
            return false;
        name.Append('?');
        return true;
    }

    private static bool TryAppendNamed(StringBuilder name, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
        {
            if (!TryAppendNamed(name, container))
                return false;
            name.Append('.');
        }
        else
        {
            name.Append("global::");
            AppendNamespace(name, type.ContainingNamespace);
        }

        AppendIdentifier(name, type.Name);
        if (type.Arity == 0)
            return true;
        name.Append('<');
        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            if (i > 0)
                name.Append(", ");
            if (!TryAppend(name, type.TypeArguments[i]))
                return false;
        }

        name.Append('>');
        return true;
    }

    private static void AppendNamespace(StringBuilder name, INamespaceSymbol? space)
    {
        if (space is null or { IsGlobalNamespace: true })
            return;
        AppendNamespace(name, space.ContainingNamespace);
        AppendIdentifier(name, space.Name);
        name.Append('.');
    }

    private static void AppendIdentifier(StringBuilder name, string identifier)
    {
        // Keywords begin with these characters only, and most names with others.
        name.Append(identifier.Length > 0 && identifier[0] is (>= 'a' and <= 'z') or '_' ? Identifiers.Escape(identifier) : identifier);
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Object => "object",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_String => "string",
        _ => null,
    };
}
