using System.Globalization;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads which enums are written by name, and their names.</summary>
internal static class EnumNames
{
    /// <summary>Whether a <c>[JsonConverter]</c> is <c>JsonStringEnumConverter</c>, for the type that has the attribute.</summary>
    public static bool IsConverter(AttributeData attribute, ITypeSymbol type)
    {
        if (attribute.AttributeClass is not { Name: KnownNames.JsonConverter }
            || attribute.ConstructorArguments is not { Length: 1 } arguments
            || arguments[0].Value is not INamedTypeSymbol { Name: "JsonStringEnumConverter" } converter
            || converter.ContainingType is not null
            || !converter.IsOfJson())
        {
            return false;
        }

        ITypeSymbol value = type.OrNullableValue();
        return value.TypeKind == TypeKind.Enum && (converter.Arity == 0 || SymbolEqualityComparer.Default.Equals(converter.TypeArguments[0], value));
    }

    /// <summary>Whether a member or type requests that its values are written by name.</summary>
    public static bool AreRequested(ISymbol symbol, ITypeSymbol type) =>
        symbol.JsonAttribute(KnownNames.JsonConverter) is { } attribute && IsConverter(attribute, type);

    public static bool IsFlags(INamedTypeSymbol type) => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: "FlagsAttribute" } found && found.MetadataFullName() == "System.FlagsAttribute");

    /// <summary>
    /// The names in the order in which <c>System.Text.Json</c> searches them: by the unsigned value, and for flags those of more
    /// bits first.
    /// </summary>
    public static IEnumerable<EnumName> Of(INamedTypeSymbol type)
    {
        bool isFlags = IsFlags(type);
        return type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .OrderBy(field => isFlags ? -Bits(Unsigned(field)) : 0)
            .ThenBy(Unsigned)
            .Select(field => field.JsonAttribute(KnownNames.JsonStringEnumMemberName) is { } attribute
                ? new EnumName(attribute.FirstText() ?? "", Literal(field), IsExact: true)
                : new EnumName(field.Name, Literal(field), IsExact: false));
    }

    /// <summary>The name that <c>System.Text.Json</c> refuses.</summary>
    public static EnumName? FindInvalid(NamedEnumShape shape) => shape.Names.FirstOrDefault(name =>
        name.Text.Length == 0 || char.IsWhiteSpace(name.Text[0]) || char.IsWhiteSpace(name.Text[name.Text.Length - 1]) || (shape.IsFlags && name.Text.IndexOf(',') >= 0));

    private static string Literal(IFieldSymbol field) => Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)!;

    private static ulong Unsigned(IFieldSymbol field) =>
        field.ConstantValue is ulong large ? large : unchecked((ulong)Convert.ToInt64(field.ConstantValue, CultureInfo.InvariantCulture));

    private static int Bits(ulong value)
    {
        int count = 0;
        for (; value != 0; value &= value - 1)
            count++;
        return count;
    }
}
