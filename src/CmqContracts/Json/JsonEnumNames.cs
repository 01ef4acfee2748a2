using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>The names of an enum's values, in the order in which they are looked for.</summary>
/// <typeparam name="TNumber">The type of the enum's numbers.</typeparam>
/// <remarks>Made for generated code, which adds the names before it uses the table. A name that is written as declared is found without being decoded.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonEnumNames<TNumber>
    where TNumber : struct, IBinaryInteger<TNumber>, IMinMaxValue<TNumber>
{
    private const int ShortLength = 128;

    private readonly List<Entry> _entries = [];
    private readonly NameTable _table = new();

    /// <summary>Adds a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isExact">Whether reading it depends on upper and lower case.</param>
    /// <returns>This.</returns>
    public JsonEnumNames<TNumber> Add(string name, TNumber value, bool isExact = false)
    {
        _table.Add(name);
        _entries.Add(new Entry(name, Encoding.UTF8.GetBytes(name), value, isExact));
        return this;
    }

    /// <summary>Reads a name, several with commas between them, or a number in a string.</summary>
    public TNumber Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw new UnreadableValueException(Expected());
        if (!reader.ValueIsEscaped)
        {
            foreach (Entry entry in _entries)
            {
                if (reader.ValueSpan.SequenceEqual(entry.Utf8))
                    return entry.Value;
            }
        }

        int length = reader.ValueSpan.Length;
        char[]? rented = length > ShortLength ? ArrayPool<char>.Shared.Rent(length) : null;
        try
        {
            Span<char> buffer = rented ?? stackalloc char[ShortLength];
            ReadOnlySpan<char> text = buffer[..reader.CopyString(buffer)].Trim();
            if (TryParseWhole(text, out TNumber value))
                return value;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }

        throw new UnreadableValueException(Expected());
    }

    /// <summary>Writes the names that a value of flags consists of; writes nothing if some of it has no name.</summary>
    public bool TryWriteCombination(ref JsonBodyWriter writer, TNumber value)
    {
        TNumber rest = value;
        foreach (Entry entry in _entries)
        {
            if (IsIn(entry, rest))
                rest &= ~entry.Value;
        }

        if (TNumber.IsZero(value) || !TNumber.IsZero(rest))
            return false;

        bool more = false;
        rest = value;
        foreach (Entry entry in _entries)
        {
            if (!IsIn(entry, rest))
                continue;
            rest &= ~entry.Value;
            writer.WriteRaw(more ? ", "u8 : "\""u8);
            writer.WriteEscaped(entry.Name);
            more = true;
        }

        writer.WriteRaw("\""u8);
        return true;
    }

    private static bool IsIn(Entry entry, TNumber rest) => !TNumber.IsZero(entry.Value) && (rest & entry.Value) == entry.Value;

    private bool TryParseWhole(ReadOnlySpan<char> text, out TNumber value)
    {
        foreach (int index in _table.Candidates(text))
        {
            if (text.SequenceEqual(_entries[index].Name))
            {
                value = _entries[index].Value;
                return true;
            }
        }

        return IsNumber(text)
            ? TNumber.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            : TryParseList(text, out value);
    }

    /// <summary>Reads names with commas between them, and one at the end: <c>System.Text.Json</c> takes these for every enum, flags or not.</summary>
    private bool TryParseList(ReadOnlySpan<char> rest, out TNumber value)
    {
        value = TNumber.Zero;
        do
        {
            int comma = rest.IndexOf(',');
            ReadOnlySpan<char> name = comma < 0 ? rest : rest[..comma].TrimEnd();
            rest = comma < 0 ? default : rest[(comma + 1)..].TrimStart();
            if (Find(name) is not { } entry)
                return false;
            value |= entry.Value;
        }
        while (!rest.IsEmpty);
        return true;
    }

    private Entry? Find(ReadOnlySpan<char> name)
    {
        foreach (int index in _table.Candidates(name))
        {
            Entry entry = _entries[index];
            if (name.Equals(entry.Name, entry.IsExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
                return entry;
        }

        return null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> digits = text is ['+' or '-', ..] ? text[1..] : text;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private string Expected() => "one of the names " + string.Join(", ", _entries.Select(entry => entry.Name)) + ", or a number";

    private sealed record Entry(string Name, byte[] Utf8, TNumber Value, bool IsExact);
}
