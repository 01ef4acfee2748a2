using System.Globalization;
using System.Text;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Emission;

/// <summary>Writes constants as C#.</summary>
internal static class Literals
{
    /// <summary>A string.</summary>
    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A text in a documentation comment: one line, without characters that XML does not allow.</summary>
    public static string Xml(string value)
    {
        StringBuilder text = new();
        foreach (char c in value)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufffe' or '\uffff')
                text.Append('\ufffd');
            else
                text.Append(c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => c.ToString() });
        }

        return text.ToString();
    }

    /// <summary>The UTF-8 of a member's name with the punctuation around it: <c>,"name":</c>. It neither begins nor ends with a quote, so it can always be a raw literal.</summary>
    public static string MemberPrefix(char before, string jsonName)
    {
        StringBuilder text = new();
        text.Append("\"\"\"").Append(before).Append('"');
        AppendEscaped(text, jsonName);
        return text.Append("\":\"\"\"u8").ToString();
    }

    /// <summary>The UTF-8 of the beginning of an object with a discriminator: <c>{"$type":"name"</c>.</summary>
    public static string Discriminator(string name, DerivedTypeForm derivedType)
    {
        StringBuilder text = new("{\"");
        AppendEscaped(text, name);
        text.Append("\":");
        if (derivedType.Text is { } value)
        {
            text.Append('"');
            AppendEscaped(text, value);
            text.Append('"');
        }
        else
        {
            text.Append(Number(derivedType.Number ?? 0));
        }

        return Text(text.ToString()) + "u8";
    }

    /// <summary>The UTF-8 of a JSON string.</summary>
    public static string JsonText(string value)
    {
        StringBuilder text = new("\"");
        AppendEscaped(text, value);
        return Text(text.Append('"').ToString()) + "u8";
    }

    /// <summary>The UTF-8 of a member's name with the colon.</summary>
    public static string MemberName(string jsonName)
    {
        StringBuilder text = new("\"");
        AppendEscaped(text, jsonName);
        return Text(text.Append("\":").ToString()) + "u8";
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                text.Append(c).Append(value[++i]);
            else if (char.IsSurrogate(c))
                text.Append("\\ufffd");
            else if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
    }
}
