using System.Buffers.Text;
using System.Text;

namespace CmqContracts.Protocol.Wire;

/// <summary>
/// The parameters of one v2 request, decoded, as name and value bytes in pooled memory. Clients fill it and send it; servers read
/// it from a form or a query. Values stay valid until <see cref="Clear"/> or <see cref="Dispose"/>.
/// </summary>
internal sealed class V2Parameters : IDisposable
{
    /// <summary>Far more than any action takes, and few enough that sorting them costs little for a request that is then refused.</summary>
    private const int MaxInForm = 1024;

    private readonly PooledBufferWriter _data = new();
    private Entry[] _entries = new Entry[24];
    private readonly Comparison<Entry> _byName;
    private bool _sorted;

    /// <summary>Creates an empty set of parameters.</summary>
    public V2Parameters() => _byName = (x, y) => Name(x).SequenceCompareTo(Name(y));

    /// <summary>How many parameters there are.</summary>
    public int Count { get; private set; }

    /// <summary>How long names and values are together, in bytes.</summary>
    internal int Length => _data.Length;

    /// <summary>Forgets all parameters and keeps the memory, unless it has become large.</summary>
    public void Clear()
    {
        _data.Clear();
        Count = 0;
        _sorted = false;
    }

    /// <summary>Adds a parameter.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int start = _data.Length;
        _data.Write(name);
        _data.Write(value);
        Append(new Entry(start, name.Length, value.Length));
    }

    /// <summary>Adds a parameter with a text value.</summary>
    public void Add(ReadOnlySpan<byte> name, string value)
    {
        int start = _data.Length;
        _data.Write(name);
        int length = Encoding.UTF8.GetBytes(value, _data.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length)));
        _data.Advance(length);
        Append(new Entry(start, name.Length, length));
    }

    /// <summary>Adds a parameter with a number.</summary>
    public void Add(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        Add(name, digits[..length]);
    }

    /// <summary>Gives a parameter another value, or adds it.</summary>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int found = IndexOf(name);
        Add(name, value);
        PutLastAt(found);
    }

    /// <summary>Gives a parameter another text, or adds it.</summary>
    public void Set(ReadOnlySpan<byte> name, string value)
    {
        int found = IndexOf(name);
        Add(name, value);
        PutLastAt(found);
    }

    /// <summary>Gives a parameter another number, or adds it.</summary>
    public void Set(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        Set(name, digits[..length]);
    }

    /// <summary>Adds an element of a list: <c>name.index</c>.</summary>
    public void AddElement(ReadOnlySpan<byte> name, int index, ReadOnlySpan<byte> value)
    {
        Span<byte> key = stackalloc byte[name.Length + 12];
        name.CopyTo(key);
        key[name.Length] = (byte)'.';
        Utf8Formatter.TryFormat(index, key[(name.Length + 1)..], out int digits);
        Add(key[..(name.Length + 1 + digits)], value);
    }

    /// <summary>Adds a list of texts: <c>name.0</c>, <c>name.1</c>, ...</summary>
    public void AddList(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        for (int i = 0; i < values.Count; i++)
            AddElement(name, i, Encoding.UTF8.GetBytes(values[i]));
    }

    /// <summary>Adds the parameters of a form or query string. Names and values are split at <c>&amp;</c> and then at the first <c>=</c>.</summary>
    /// <exception cref="CmqServiceException">There are more than 1024 parameters.</exception>
    public void AddForm(ReadOnlySpan<byte> form)
    {
        // Nothing becomes longer when it is decoded.
        _data.GetSpan(form.Length);
        while (!form.IsEmpty)
        {
            int end = form.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? form : form[..end];
            form = end < 0 ? default : form[(end + 1)..];
            if (pair.IsEmpty)
                continue;
            if (Count == MaxInForm)
                throw new CmqServiceException(CmqErrors.CannotParseRequest);
            int equals = pair.IndexOf((byte)'=');
            ReadOnlySpan<byte> name = equals < 0 ? pair : pair[..equals];
            ReadOnlySpan<byte> value = equals < 0 ? default : pair[(equals + 1)..];
            int start = _data.Length;
            int nameLength = FormEncoding.Decode(name, _data.GetSpan(name.Length));
            _data.Advance(nameLength);
            int valueLength = FormEncoding.Decode(value, _data.GetSpan(value.Length));
            _data.Advance(valueLength);
            Append(new Entry(start, nameLength, valueLength));
        }
    }

    /// <summary>Name of the parameter at a position.</summary>
    public ReadOnlySpan<byte> Name(int index) => _data.WrittenSpan.Slice(_entries[index].Start, _entries[index].NameLength);

    /// <summary>Value of the parameter at a position.</summary>
    public ReadOnlyMemory<byte> Value(int index) => _data.WrittenMemory.Slice(_entries[index].Start + _entries[index].NameLength, _entries[index].ValueLength);

    /// <summary>Finds the first parameter of a name.</summary>
    /// <returns>Its position, or -1.</returns>
    public int IndexOf(ReadOnlySpan<byte> name, int from = 0)
    {
        ReadOnlySpan<Entry> entries = _entries.AsSpan(0, Count);
        for (int i = from; i < entries.Length; i++)
        {
            if (entries[i].NameLength == name.Length && Name(entries[i]).SequenceEqual(name))
                return i;
        }

        return -1;
    }

    /// <summary>Brings the parameters into the order in which they are signed: by the bytes of the name as sent.</summary>
    public void Sort()
    {
        if (_sorted)
            return;
        _entries.AsSpan(0, Count).Sort(_byName);
        _sorted = true;
    }

    /// <summary>Writes the parameters as a form.</summary>
    public void WriteForm(PooledBufferWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (int i = 0; i < Count; i++)
        {
            if (i > 0)
                output.Write("&"u8);
            FormEncoding.Encode(Name(i), output);
            output.Write("="u8);
            FormEncoding.Encode(Value(i).Span, output);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Clear();
        _data.Dispose();
    }

    private ReadOnlySpan<byte> Name(Entry entry) => _data.WrittenSpan.Slice(entry.Start, entry.NameLength);

    private void Append(Entry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, 2 * Count);
        _entries[Count++] = entry;
        _sorted = false;
    }

    /// <summary>Puts the parameter that was added last in the place of another; below 0: it stays where it is.</summary>
    private void PutLastAt(int index)
    {
        if (index >= 0)
            _entries[index] = _entries[--Count];
    }

    private readonly record struct Entry(int Start, int NameLength, int ValueLength);
}
