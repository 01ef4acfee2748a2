using System.Globalization;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Values as people see them: on one line, with every character escaped that is not for display, such as terminal escapes and what turns the direction of writing.</summary>
internal static class FieldText
{
    /// <summary>The most characters of a value in a table on a terminal.</summary>
    public const int TableLength = 120;

    public static string Of(Field field, int maxLength = int.MaxValue) => field.Value switch
    {
        null => "-",
        string text => ShownText.Of(text, maxLength),
        ReadOnlyMemory<byte> body => ShownText.Of(Encoding.UTF8.GetString(body.Span), maxLength),
        IReadOnlyList<string> { Count: 0 } => "-",
        IReadOnlyList<string> texts => ShownText.Of(string.Join(", ", texts), maxLength),
        bool flag => flag ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture) + (field.Unit.Length == 0 ? "" : " " + field.Unit),
        _ => throw new ArgumentException($"{field.Name} cannot be shown.", nameof(field)),
    };

    /// <summary>Whether a value stands at the right of its column.</summary>
    public static bool IsNumber(Field field) => field.Value is int or long or double;
}
