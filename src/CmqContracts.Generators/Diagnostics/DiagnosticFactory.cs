using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>Creates all diagnostics of the rules. In texts of the user it escapes characters that would break the line of the message or be invisible in it.</summary>
internal static class DiagnosticFactory
{
    /// <summary>A diagnostic at a location.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, Location? location, params object[] arguments) => rule.At(location, ImmutableDictionary<string, string?>.Empty, arguments);

    /// <summary>A diagnostic at a location, with properties for the code fixes.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, Location? location, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        rule.At(rule.DefaultSeverity, location, properties, arguments);

    /// <summary>A diagnostic with another severity than the rule's default.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, DiagnosticSeverity severity, Location? location, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Diagnostic.Create(rule, location, severity, additionalLocations: null, properties, Escaped(arguments));

    /// <summary>Escapes the texts of the user: a build log has one line per message.</summary>
    private static object[] Escaped(object[] arguments) => Array.ConvertAll(arguments, argument => argument is string text ? Escaped(text) : argument);

    private static string Escaped(string text)
    {
        StringBuilder? escaped = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bool isShown = isPair || !(char.IsControl(text[i]) || char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format);
            if (!isShown)
                escaped ??= new StringBuilder(text, 0, i, text.Length + 8);
            if (isShown)
                escaped?.Append(text[i]);
            else
                escaped!.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            if (!isPair)
                continue;
            i++;
            escaped?.Append(text[i]);
        }

        return escaped?.ToString() ?? text;
    }
}
