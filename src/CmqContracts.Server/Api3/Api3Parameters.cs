using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The parameters of an action: texts by name, and lists of texts. JSON and form give the same; what is unknown or more deeply nested is left alone.</summary>
internal sealed class Api3Parameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedList<int, string>> _lists = new(StringComparer.Ordinal);
    private V2Parameters? _form;

    /// <summary>Reads a JSON object; an empty body is one without members.</summary>
    public static Api3Parameters ReadJson(ReadOnlyMemory<byte> body)
    {
        Api3Parameters parameters = new();
        if (body.IsEmpty)
            return parameters;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
                parameters.Add(member.Name, member.Value);
            return parameters;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: the document is no object, or a text in it is no Unicode.
            throw new Api3Exception(Api3Errors.InvalidParameter, "The body is not a JSON object in UTF-8.");
        }
    }

    /// <summary>Reads a form, in which lists are flattened: <c>FilterTag.0</c>, <c>FilterTag.1</c>.</summary>
    public static Api3Parameters ReadForm(V2Parameters form)
    {
        Api3Parameters parameters = new() { _form = form };
        for (int i = 0; i < form.Count; i++)
        {
            string name = Encoding.UTF8.GetString(form.Name(i));
            string value = Text(name, form.Value(i).Span);
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
                parameters._values[name] = value;
            else if (int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                parameters.ListOf(name[..dot])[index] = value;
        }

        return parameters;
    }

    public string RequireString(string name) => Find(name) ?? throw Api3Exception.Missing(name);

    /// <summary>A text, or <see langword="null"/> when it is missing or empty.</summary>
    public string? OptionalString(string name) => Find(name) is { Length: > 0 } value ? value : null;

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
    public IReadOnlyList<string> List(string name)
    {
        RefuseHidden(name + ".");
        if (_lists.TryGetValue(name, out SortedList<int, string>? list))
            return [.. list.Values];
        return _values.ContainsKey(name) ? throw Api3Exception.Invalid(name, "must be a list") : [];
    }

    private string? Find(string name)
    {
        if (_values.TryGetValue(name, out string? value))
            return value;
        RefuseHidden(name);
        return _lists.ContainsKey(name) ? throw Api3Exception.Invalid(name, "must be a single value") : null;
    }

    private void RefuseHidden(string name)
    {
        if (_form?.HidesInValue(Encoding.UTF8.GetBytes(name)) == true)
            throw new Api3Exception(Api3Errors.InvalidParameter, $"The text of the parameter `{name.TrimEnd('.')}` is in another value, and the signature does not tell which of the two was meant. Sign with TC3.");
    }

    private void Add(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            SortedList<int, string> list = ListOf(name);
            foreach (JsonElement item in value.EnumerateArray())
                list.Add(list.Count, Text(item));
        }
        else if (value.ValueKind != JsonValueKind.Null)
        {
            _values[name] = Text(value);
        }
    }

    private SortedList<int, string> ListOf(string name)
    {
        if (!_lists.TryGetValue(name, out SortedList<int, string>? list))
            _lists.Add(name, list = []);
        return list;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Text(string name, ReadOnlySpan<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : throw Api3Exception.Invalid(name, "is not UTF-8");
}
