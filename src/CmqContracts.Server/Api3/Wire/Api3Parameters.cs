using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CmqContracts.Server;

/// <summary>
/// The parameters of an action: texts by name, and lists of texts. JSON and form give the same; what is unknown or more deeply nested is left
/// alone. Each is read out of the request when an action asks for it, so that a request takes little more memory than its own bytes.
/// </summary>
internal abstract class Api3Parameters
{
    /// <summary>The longest text besides a message. No name, tag, endpoint or number is nearly as long.</summary>
    private const int LongestText = 64 * 1024;

    /// <summary>A text as UTF-8, as long as the request's bytes are there, and of any length.</summary>
    public ReadOnlyMemory<byte> RequireBytes(string name) => Find(name) ?? throw Api3Exception.Missing(name);

    public string RequireString(string name) => Text(name, RequireBytes(name));

    /// <summary>A text, or <see langword="null"/> when it is missing or empty.</summary>
    public string? OptionalString(string name) => Find(name) is { Length: > 0 } value ? Text(name, value) : null;

    public long RequireNumber(string name) => OptionalNumber(name) ?? throw Api3Exception.Missing(name);

    public long? OptionalNumber(string name)
    {
        if (OptionalString(name) is not { } value)
            return null;
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Api3Exception.Invalid(name, "must be a whole number");
    }

    /// <summary>A number that fits 32 bits. One beyond them is the nearest that fits, so that its range is what is refused.</summary>
    public int? OptionalInt32(string name) => OptionalNumber(name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A list of texts; empty when it is missing.</summary>
    public IReadOnlyList<string> List(string name) => [.. FindList(name).Select(value => Text(name, value))];

    /// <summary>A single value; <see langword="null"/>: it is missing.</summary>
    protected abstract ReadOnlyMemory<byte>? Find(string name);

    /// <summary>The values of a list; none when it is missing.</summary>
    protected abstract IEnumerable<ReadOnlyMemory<byte>> FindList(string name);

    protected static Api3Exception NotSingle(string name) => Api3Exception.Invalid(name, "must be a single value");

    protected static Api3Exception NotList(string name) => Api3Exception.Invalid(name, "must be a list");

    private static string Text(string name, ReadOnlyMemory<byte> value)
    {
        if (value.Length > LongestText)
            throw Api3Exception.Invalid(name, $"has {value.Length} bytes; {LongestText} are allowed");
        return Utf8.IsValid(value.Span) ? Encoding.UTF8.GetString(value.Span) : throw Api3Exception.Invalid(name, "is not UTF-8");
    }
}
