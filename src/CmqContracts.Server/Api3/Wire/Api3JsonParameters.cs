using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CmqContracts.Server;

/// <summary>Parameters in a JSON object; an empty body is one without members. Of members with the same name the last one counts that is not <c>null</c>.</summary>
internal sealed class Api3JsonParameters : Api3Parameters
{
    /// <summary>How many members, and how many elements of one list, there may be: as many as parameters in a form.</summary>
    private const int Most = 1024;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Member> _members = [];

    /// <exception cref="Api3Exception">The body is no JSON object, or has more members than any request can mean.</exception>
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
            if (values.Count == Most)
                throw Api3Exception.Invalid(name, string.Create(CultureInfo.InvariantCulture, $"has more than {Most} entries"));
            values.Add(Text(ref reader, json));
        }

        return values;
    }

    /// <summary>Notes where a member is.</summary>
    /// <param name="reader">Stands at the member's name, and in the end at its value's end.</param>
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
        if (_members.Count == Most)
            throw new Api3Exception(Api3Errors.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"The body has more than {Most} members."));
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
            // Half a surrogate pair.
            throw NotAnObject();
        }
    }

    /// <summary>A text without its escapes, and of any other value its JSON.</summary>
    /// <param name="reader">Stands at the value, and in the end at its end.</param>
    /// <param name="json">What is read.</param>
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
            // Half a surrogate pair.
            throw NotAnObject();
        }
    }

    private static Api3Exception NotAnObject() => new(Api3Errors.InvalidParameter, "The body is not a JSON object in UTF-8.");

    /// <summary>Where a member stands in the body: its name with its quotation marks, and its value.</summary>
    private readonly record struct Member(Range Name, JsonTokenType Kind, Range Value);
}
