using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CmqContracts.Protocol.Wire;

/// <summary>Reads typed values out of a request's parameters, with the protocol's errors for what is missing or malformed. An empty number counts as not given: real clients send those.</summary>
internal static class V2ParameterReader
{
    /// <summary>The longest text that is no message body, in bytes: far longer than any name, tag or endpoint may be.</summary>
    private const int MaxTextBytes = 64 * 1024;

    /// <summary>A text that must be there.</summary>
    public static string RequireString(this V2Parameters parameters, string name) =>
        OptionalString(parameters, name) ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing(name));

    /// <summary>A text, or <see langword="null"/>.</summary>
    public static string? OptionalString(this V2Parameters parameters, string name)
    {
        int index = FindScalar(parameters, name);
        return index < 0 ? null : Text(parameters, index, name);
    }

    /// <summary>A whole number that must be there.</summary>
    public static long RequireNumber(this V2Parameters parameters, string name) =>
        OptionalNumber(parameters, name) ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing(name));

    /// <summary>A whole number, or <see langword="null"/>. One beyond 64 bits is the nearest that fits, so that its range is what is refused.</summary>
    public static long? OptionalNumber(this V2Parameters parameters, string name)
    {
        int index = FindScalar(parameters, name);
        if (index < 0)
            return null;
        ReadOnlySpan<byte> value = parameters.Value(index).Span;
        if (value.IsEmpty)
            return null;
        ReadOnlySpan<byte> digits = value[0] is (byte)'-' or (byte)'+' ? value[1..] : value;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            throw new CmqServiceException(CmqErrors.ParameterTypeError(name));
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : value[0] == '-' ? long.MinValue : long.MaxValue;
    }

    /// <summary>A whole number that fits 32 bits, or <see langword="null"/>. One beyond them is the nearest that fits.</summary>
    public static int? OptionalInt32(this V2Parameters parameters, string name) =>
        OptionalNumber(parameters, name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A single value as bytes, or <see langword="null"/>. They stay in the parameters' memory.</summary>
    public static ReadOnlyMemory<byte>? OptionalBytes(this V2Parameters parameters, string name)
    {
        int index = FindScalar(parameters, name);
        return index < 0 ? (ReadOnlyMemory<byte>?)null : parameters.Value(index);
    }

    /// <summary>The elements <c>name.0</c>, <c>name.1</c>, ... in order of their numbers, which begin at 0 or 1 and have no gap. The bytes stay in the parameters' memory.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="name">Name of the list.</param>
    /// <param name="maximum">Most elements that the list may have.</param>
    public static ReadOnlyMemory<byte>[] RequireList(this V2Parameters parameters, string name, long maximum)
    {
        ReadOnlyMemory<byte>[] values = OptionalList(parameters, name, maximum);
        return values.Length > 0 ? values : throw new CmqServiceException(CmqErrors.RequiredParameterMissing(name));
    }

    /// <summary>A list that may be absent, and then is empty; see <see cref="RequireList"/>.</summary>
    public static ReadOnlyMemory<byte>[] OptionalList(this V2Parameters parameters, string name, long maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        List<(int Number, int Index)> elements = [];
        Span<byte> prefix = stackalloc byte[name.Length + 1];
        Encoding.ASCII.GetBytes(name, prefix);
        prefix[^1] = (byte)'.';
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> key = parameters.Name(i);
            if (!key.StartsWith(prefix))
                continue;
            if (!int.TryParse(key[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                throw new CmqServiceException(CmqErrors.ParameterKeyFormatError(name));
            elements.Add((number, i));
        }

        if (elements.Count == 0)
            return [];
        if (elements.Count > maximum)
            throw new CmqServiceException(CmqErrors.ParameterBatchSizeOutOfRange(name));
        elements.Sort();
        int first = elements[0].Number;
        if (first > 1)
            throw new CmqServiceException(CmqErrors.ParameterNotConsecutive(name));
        ReadOnlyMemory<byte>[] values = new ReadOnlyMemory<byte>[elements.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (elements[i].Number != first + i)
                throw new CmqServiceException(i > 0 && elements[i].Number == elements[i - 1].Number ? CmqErrors.ParameterNotRepeatable(name) : CmqErrors.ParameterNotConsecutive(name));
            values[i] = parameters.Value(elements[i].Index);
        }

        return values;
    }

    /// <summary>A list of texts that may be absent, and then is empty; see <see cref="RequireList"/>.</summary>
    public static string[] OptionalStringList(this V2Parameters parameters, string name, long maximum) =>
        Array.ConvertAll(OptionalList(parameters, name, maximum), value => Text(value.Span, name));

    private static string Text(V2Parameters parameters, int index, string name) => Text(parameters.Value(index).Span, name);

    private static string Text(ReadOnlySpan<byte> value, string name) =>
        value.Length > MaxTextBytes ? throw new CmqServiceException(CmqErrors.ParameterTypeError(name), $"The value has {value.Length} bytes; {MaxTextBytes} are allowed.")
        : Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : throw new CmqServiceException(CmqErrors.ParameterTypeError(name), "The value is not UTF-8.");

    private static int FindScalar(V2Parameters parameters, string name)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Span<byte> key = stackalloc byte[64];
        key = key[..Encoding.ASCII.GetBytes(name, key)];
        int index = -1;
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> other = parameters.Name(i);
            if (!other.StartsWith(key))
                continue;
            bool isElement = other.Length > key.Length && other[key.Length] == '.';
            if (isElement || (other.Length == key.Length && index >= 0))
                throw new CmqServiceException(CmqErrors.ParameterNotRepeatable(name));
            if (other.Length == key.Length)
                index = i;
        }

        return index;
    }
}
