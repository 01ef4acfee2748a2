using System.Globalization;

namespace CmqContracts.Protocol;

/// <summary>
/// Reads the text of a setting, from whatever source. A value is accepted in the form in which it would be written, and in no other that .NET can
/// parse, so that a typing error is not taken for a value.
/// </summary>
internal static class SettingText
{
    /// <summary>What is wrong with a text whatever it means, as the end of a sentence that begins with the setting's name; <see langword="null"/>: nothing.</summary>
    /// <remarks>The text is not repeated: it may be a key.</remarks>
    public static string? Explain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "is empty; set it, or leave it out";
        return char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) ? "begins or ends with white space; remove it" : null;
    }

    /// <summary>A variable of the environment; <see langword="null"/>: it is not set, or empty, which not every system tells apart.</summary>
    /// <param name="read">Reads a variable.</param>
    /// <param name="name">The variable.</param>
    /// <param name="failure">Makes the exception of a sentence that names the variable and what is wrong.</param>
    public static string? OfVariable(Func<string, string?> read, string name, Func<string, Exception> failure)
    {
        string? text = read(name);
        if (string.IsNullOrEmpty(text))
            return null;
        return Explain(text) is { } wrong ? throw failure($"The environment variable {name} {wrong}.") : text;
    }

    /// <summary>A whole number in decimal digits, without a plus and leading zeros.</summary>
    public static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;

    /// <summary>A decimal number with a point, from zero, without a plus and leading zeros.</summary>
    public static bool TryFraction(string text, out double fraction) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction) && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && (text[0] != '0' || text.Length == 1 || text[1] == '.');

    /// <summary><c>true</c> or <c>false</c>, ignoring case.</summary>
    public static bool TryFlag(string text, out bool flag)
    {
        flag = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return flag || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One name of an enumeration, ignoring case; neither its number nor a list of names.</summary>
    public static bool TryChoice<TChoice>(string text, out TChoice choice)
        where TChoice : struct, Enum
    {
        choice = default;
        return Enum.GetNames<TChoice>().Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out choice);
    }

    /// <summary>Hours, minutes and seconds, each with two digits: <c>00:00:10</c>. Days may be before them, and decimals of a second after them.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        if (!TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out time))
            return false;
        string written = time.ToString("c", CultureInfo.InvariantCulture);
        bool hasDecimals = text.LastIndexOf('.') > text.LastIndexOf(':');
        return (hasDecimals ? text.PadRight(written.Length, '0') : text) == written;
    }
}
