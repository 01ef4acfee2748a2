using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CmqContracts.Server;

/// <summary>
/// The parameters of an action, texts and lists of texts, from JSON or from a form. Unknown and more deeply nested ones are ignored. Each is
/// decoded when an action reads it, so that a request takes little more memory than its own bytes.
/// </summary>
internal abstract class Api3Parameters
{
    /// <summary>The longest text that is not a message, in bytes: far longer than any name, tag, endpoint or number.</summary>
    private const int MaxTextLength = 64 * 1024;

    /// <summary>A text of any length as UTF-8. It is valid as long as the request's buffers are.</summary>
    public ReadOnlyMemory<byte> RequireBytes(string name) => Find(name) ?? throw Api3Exception.Missing(name);

    /// <summary>A text for the log of requests, whether or not the action reads it; empty: it is missing, or no single text.</summary>
    public ReadOnlySpan<byte> ForLog(string name)
    {
        try
        {
            return Find(name) is { } value ? value.Span : default;
        }
        catch (Api3Exception)
        {
            return default;
        }
    }

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

    /// <summary>A number that fits 32 bits. One outside becomes the nearest that fits, so that the error is about its range.</summary>
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
        if (value.Length > MaxTextLength)
            throw Api3Exception.Invalid(name, $"has {value.Length} bytes; {MaxTextLength} are allowed");
        return Utf8.IsValid(value.Span) ? Encoding.UTF8.GetString(value.Span) : throw Api3Exception.Invalid(name, "is not UTF-8");
    }
}
