using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>Writes the default value of a parameter as an expression.</summary>
internal static class DefaultValueText
{
    /// <summary>The expression; <see langword="null"/>: the parameter has no default.</summary>
    public static string? Of(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        object? value = parameter.ExplicitDefaultValue;
        ITypeSymbol type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : parameter.Type;
        if (value is null)
            return "default";
        string text = Literal(value);
        return type.TypeKind == TypeKind.Enum ? $"({type.FullName()})({text})" : text;
    }

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        double number => double.IsNaN(number) ? "double.NaN" : double.IsInfinity(number) ? (number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity") : number.ToString("R", CultureInfo.InvariantCulture) + "d",
        float number => float.IsNaN(number) ? "float.NaN" : float.IsInfinity(number) ? (number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity") : number.ToString("R", CultureInfo.InvariantCulture) + "f",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        DateTime time => $"new global::System.DateTime({time.Ticks.ToString(CultureInfo.InvariantCulture)}L)",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };
}
