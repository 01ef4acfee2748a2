using System.Text;
using System.Text.Json;

namespace CmqContracts.Server;

/// <summary>What an envelope says of its message, each value as it is stored.</summary>
internal sealed class EnvelopeFacts
{
    private const int MaxDepth = 1000;

    /// <summary>The members of an envelope but its data, and what they mean.</summary>
    private static readonly (string Name, string Meaning)[] Members =
    [
        ("id", "Stays the same when the message is sent again; together with the source it is unique."),
        ("attempt", "Which attempt to handle the message this is, from 1."),
        ("traceparent", "The trace that the message was sent in."),
        ("tracestate", "What tracing systems have added to that."),
        ("type", "What has happened."),
        ("source", "Where it has happened."),
        ("time", "When it has happened."),
        ("subject", "What it is about."),
        ("rejectedfrom", "The queue whose handler rejected it."),
        ("reason", "Why it was rejected."),
    ];

    private EnvelopeFacts(IReadOnlyList<EnvelopeFact> facts) => Facts = facts;

    /// <summary>The members that are there.</summary>
    public IReadOnlyList<EnvelopeFact> Facts { get; }

    /// <summary>Reads a body.</summary>
    /// <returns>What its envelope says; <see langword="null"/>: it has none.</returns>
    public static EnvelopeFacts? Of(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(body) is { } values && values.ContainsKey("specversion")
                ? new EnvelopeFacts([.. Members.Where(member => values.ContainsKey(member.Name)).Select(member => new EnvelopeFact(member.Name, values[member.Name], member.Meaning))])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair in a text.
            return null;
        }
    }

    private static Dictionary<string, string>? Read(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                values[name] = reader.GetString()!;
            else if (reader.TokenType == JsonTokenType.Number)
                values[name] = Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Skip();
        }

        reader.Read();
        return values;
    }
}

/// <summary>A member of an envelope.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Meaning">What it says.</param>
internal readonly record struct EnvelopeFact(string Name, string Value, string Meaning);
