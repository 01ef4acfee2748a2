using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CmqContracts.Json;

/// <summary>The JSON names of a type's members, in the order in which they are written.</summary>
/// <remarks>Made for generated code. A body in the written order is matched by one comparison per member; any other order, case or escaping is found as well.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonMembers
{
    private const int Bits = 64;

    // Up to here it is faster to compare with each name than to decode and hash the one that came.
    private const int FewNames = 16;

    private readonly string[] _names;
    private readonly string?[] _requiredTypes;
    private readonly ulong[] _required;
    private readonly byte[][] _utf8;
    private readonly NameTable _table = new();
    private readonly int _longest;
    private string? _reserved;

    /// <summary>Creates the table.</summary>
    /// <param name="members">For each member its name, and its type if it is required.</param>
    public JsonMembers(params (string Name, string? RequiredType)[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _names = Array.ConvertAll(members, member => member.Name);
        _utf8 = Array.ConvertAll(_names, Encoding.UTF8.GetBytes);
        _requiredTypes = Array.ConvertAll(members, member => member.RequiredType);
        _required = new ulong[Math.Max((members.Length + Bits - 1) / Bits, 1)];
        for (int i = 0; i < members.Length; i++)
        {
            _table.Add(_names[i]);
            _longest = Math.Max(_longest, _names[i].Length);
            if (_requiredTypes[i] is not null)
                _required[i / Bits] |= 1UL << (i % Bits);
        }
    }

    /// <summary>Refuses a name, and all that begin with a dollar sign: <c>System.Text.Json</c> keeps these for itself in objects that say their type, and wants them first.</summary>
    public JsonMembers Reserve(string name)
    {
        _reserved = name;
        return this;
    }

    /// <summary>Moves to the value of the object's next member.</summary>
    /// <param name="reader">The reader, at the beginning of the object or at the last token of a member's value.</param>
    /// <param name="member">
    /// The member: its index in the table, or a negative number for one that is not in it. Begin with -1, and pass it back unchanged.
    /// </param>
    /// <param name="seen">The members that there have been, as bits.</param>
    /// <returns>Whether there was one.</returns>
    public bool Next(ref Utf8JsonReader reader, ref int member, ref ulong seen)
    {
        if (!Find(ref reader, ref member))
            return false;
        if (member >= 0)
            seen |= 1UL << member;
        reader.Read();
        return true;
    }

    /// <summary>The same for an object that keeps what is not in the table.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="member">The member.</param>
    /// <param name="seen">The members that there have been.</param>
    /// <param name="name">The member's name, if it is not in the table.</param>
    public bool Next(ref Utf8JsonReader reader, ref int member, ref ulong seen, out string name) => Next(ref reader, ref member, new Span<ulong>(ref seen), out name);

    /// <summary>The same for more than 64 members.</summary>
    public bool Next(ref Utf8JsonReader reader, ref int member, scoped Span<ulong> seen)
    {
        if (!Find(ref reader, ref member))
            return false;
        Mark(member, seen);
        reader.Read();
        return true;
    }

    /// <summary>The same for more than 64 members, of an object that keeps what is not in the table.</summary>
    public bool Next(ref Utf8JsonReader reader, ref int member, scoped Span<ulong> seen, out string name)
    {
        name = "";
        if (!Find(ref reader, ref member))
            return false;
        Mark(member, seen);
        if (member < 0)
            name = NameOf(ref reader);
        reader.Read();
        return true;
    }

    /// <summary>Fails if a member is missing that is required.</summary>
    public void Require(ulong seen)
    {
        if ((_required[0] & ~seen) != 0)
            FailMissing(new ReadOnlySpan<ulong>(in seen));
    }

    /// <summary>Fails if a member is missing that is required.</summary>
    public void Require(scoped ReadOnlySpan<ulong> seen)
    {
        for (int i = 0; i < _required.Length; i++)
        {
            if ((_required[i] & ~seen[i]) != 0)
                FailMissing(seen);
        }
    }

    [DoesNotReturn]
    private void FailMissing(scoped ReadOnlySpan<ulong> seen)
    {
        int first = 0;
        while (_requiredTypes[first] is null || (seen[first / Bits] & (1UL << (first % Bits))) != 0)
            first++;
        throw new UnreadableValueException($"a member of type {_requiredTypes[first]}: it is required", _names[first]);
    }

    private static void Mark(int member, scoped Span<ulong> seen)
    {
        if (member >= 0)
            seen[member / Bits] |= 1UL << (member % Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Find(ref Utf8JsonReader reader, ref int member)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
            return false;
        int expected = member < 0 ? ~member : member + 1;
        byte[][] names = _utf8;
        if ((uint)expected < (uint)names.Length && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(names[expected]))
            member = expected;
        else
            member = Search(ref reader, expected);
        return true;
    }

    /// <summary>Looks in the whole table. For an unknown name it returns the complement of the index that is expected next.</summary>
    private int Search(ref Utf8JsonReader reader, int expected)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        if (_reserved is not null && IsReserved(ref reader))
            throw new UnreadableValueException("no such member here: its name is kept for what says the type, which comes first");
        if (!reader.ValueIsEscaped && _utf8.Length <= FewNames)
        {
            for (int i = 0; i < _utf8.Length; i++)
            {
                if (raw.SequenceEqual(_utf8[i]))
                    return i;
            }
        }

        // Every UTF-16 unit takes at most six bytes in JSON, so a longer name cannot be one of ours; neither can one that is not UTF-8.
        if (raw.Length > _longest * 6 || !Utf8.IsValid(raw))
        {
            if (reader.ValueIsEscaped)
                NameOf(ref reader); // Throws if an escape in it is half a character.
            return ~expected;
        }

        Span<char> buffer = _longest <= 64 ? stackalloc char[64 * 6] : new char[_longest * 6];
        ReadOnlySpan<char> name = buffer[..reader.CopyString(buffer)];
        int found = _table.Find(name);
        return found >= 0 ? found : ~expected;
    }

    /// <summary>A name as it is declared, if it is one of these or the reserved one; <see langword="null"/>: it is not.</summary>
    internal string? Declared(string name) =>
        _reserved == name ? name : Array.Find(_names, declared => declared.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name as <c>System.Text.Json</c> keeps it: what is not UTF-8 becomes the replacement character.</summary>
    internal static string NameOf(ref Utf8JsonReader reader)
    {
        if (Utf8.IsValid(reader.ValueSpan))
            return reader.GetString()!;
        string text = Encoding.UTF8.GetString(reader.ValueSpan);
        if (!reader.ValueIsEscaped)
            return text;
        Utf8JsonReader valid = new(Encoding.UTF8.GetBytes("\"" + text + "\""));
        valid.Read();
        return valid.GetString()!;
    }

    private bool IsReserved(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueTextEquals(_reserved) || reader.ValueSpan.StartsWith("$"u8);
        string name = NameOf(ref reader);
        return name == _reserved || name.StartsWith('$');
    }
}
