using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CmqContracts.Server;

/// <summary>Parameters of a JSON object; an empty body counts as an empty object. Of members with the same name, the last one that is not <c>null</c> counts.</summary>
internal sealed class Api3JsonParameters : Api3Parameters
{
    /// <summary>The largest number of members, and of elements of one list: as many as a form may have parameters.</summary>
    private const int MaxCount = 1024;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Member> _members = [];

    /// <exception cref="Api3Exception">The body is not a JSON object, or has too many members.</exception>
    public Api3JsonParameters(ReadOnlyMemory<byte> body)
    {
        _body = body;
        if (body.IsEmpty)
            return;
        try
        {
            Utf8JsonReader reader = new(body.Span);
            if (!Utf8.IsValid(body.Span) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw NotAnObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                Add(ref reader);
            while (reader.Read())
                continue;
        }
        catch (JsonException)
        {
            throw NotAnObject();
        }
    }

    protected override ReadOnlyMemory<byte>? Find(string name)
    {
        if (FindMember(name) is not { } member)
            return null;
        if (member.Kind == JsonTokenType.StartArray)
            throw NotSingle(name);
        ReadOnlyMemory<byte> json = _body[member.Value];
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        return Text(ref reader, json);
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> FindList(string name)
    {
        if (FindMember(name) is not { } member)
            return [];
        if (member.Kind != JsonTokenType.StartArray)
            throw NotList(name);
        List<ReadOnlyMemory<byte>> values = [];
        ReadOnlyMemory<byte> json = _body[member.Value];
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == MaxCount)
                throw Api3Exception.Invalid(name, string.Create(CultureInfo.InvariantCulture, $"has more than {MaxCount} entries"));
            values.Add(Text(ref reader, json));
        }

        return values;
    }

    /// <summary>Adds a member.</summary>
    /// <param name="reader">At the member's name; afterwards at the end of its value.</param>
    private void Add(ref Utf8JsonReader reader)
    {
        int name = (int)reader.TokenStartIndex;
        Range named = name..(name + 1 + reader.ValueSpan.Length + 1);
        reader.Read();
        JsonTokenType kind = reader.TokenType;
        int value = (int)reader.TokenStartIndex;
        reader.Skip();
        if (kind == JsonTokenType.Null)
            return;
        if (_members.Count == MaxCount)
            throw new Api3Exception(Api3Errors.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"The body has more than {MaxCount} members."));
        _members.Add(new Member(named, kind, value..(int)reader.BytesConsumed));
    }

    private Member? FindMember(string name)
    {
        for (int i = _members.Count - 1; i >= 0; i--)
        {
            Utf8JsonReader reader = new(_body.Span[_members[i].Name]);
            reader.Read();
            if (IsNamed(ref reader, name))
                return _members[i];
        }

        return null;
    }

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // It contains half a surrogate pair.
            throw NotAnObject();
        }
    }

    /// <summary>A text with its escapes decoded, or the JSON of any other value.</summary>
    /// <param name="reader">At the value; afterwards at its end.</param>
    /// <param name="json">The JSON that is read.</param>
    private static ReadOnlyMemory<byte> Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return json[start..(int)reader.BytesConsumed];
        }

        if (!reader.ValueIsEscaped)
            return json.Slice(start + 1, reader.ValueSpan.Length);
        byte[] text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsMemory(0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            // It contains half a surrogate pair.
            throw NotAnObject();
        }
    }

    private static Api3Exception NotAnObject() => new(Api3Errors.InvalidParameter, "The body is not a JSON object in UTF-8.");

    /// <summary>Where a member is in the body: its name with quotation marks, and its value.</summary>
    private readonly record struct Member(Range Name, JsonTokenType Kind, Range Value);
}
