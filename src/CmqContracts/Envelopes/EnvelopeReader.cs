using System.Globalization;
using System.Text.Json;

namespace CmqContracts;

/// <summary>Reads envelopes. Any order of members is read, members that are not known are passed over, and of members with one name the last counts, as CloudEvents' own readers do it.</summary>
/// <param name="contract">The message type, as failures name it.</param>
/// <param name="readsPlain">Whether a body without an envelope is taken for the message itself.</param>
internal sealed class EnvelopeReader(string contract, bool readsPlain)
{
    /// <summary>More levels than a message may have, so that one that is too deep is refused by its own codec.</summary>
    private const int MaxDepth = 1000;

    /// <summary>What is done with the value of each member that is known.</summary>
    private static readonly (byte[] Name, Setter Set)[] Setters =
    [
        (EnvelopeNames.SpecVersion.ToArray(), static (ref reader, ref members) => (members.HasVersion, members.Version) = (true, Text(ref reader))),
        (EnvelopeNames.Type.ToArray(), static (ref reader, ref members) => members.Type = Text(ref reader)),
        (EnvelopeNames.Source.ToArray(), static (ref reader, ref members) => members.Source = Text(ref reader)),
        (EnvelopeNames.ContentType.ToArray(), static (ref reader, ref members) => members.ContentType = Text(ref reader)),
        (EnvelopeNames.Id.ToArray(), static (ref reader, ref members) => members.Id = Text(ref reader)),
        (EnvelopeNames.Time.ToArray(), static (ref reader, ref members) => members.Time = Time(ref reader)),
        (EnvelopeNames.TraceParent.ToArray(), static (ref reader, ref members) => members.TraceParent = Text(ref reader)),
        (EnvelopeNames.TraceState.ToArray(), static (ref reader, ref members) => members.TraceState = Text(ref reader)),
        (EnvelopeNames.Data.ToArray(), static (ref reader, ref members) => members.Data = Place(ref reader)),
        (EnvelopeNames.Base64.ToArray(), static (ref reader, ref members) => members.Base64 = Base64(ref reader)),
        (EnvelopeNames.Subject.ToArray(), static (ref reader, ref members) => members.Subject = Text(ref reader)),
        (EnvelopeNames.Attempt.ToArray(), static (ref reader, ref members) => members.Attempt = Count(ref reader)),
        (EnvelopeNames.RejectedFrom.ToArray(), static (ref reader, ref members) => members.RejectedFrom = Text(ref reader)),
        (EnvelopeNames.Reason.ToArray(), static (ref reader, ref members) => members.Reason = Text(ref reader)),
    ];

    /// <summary>Takes the value that a reader stands on.</summary>
    private delegate void Setter(ref Utf8JsonReader reader, ref Members members);

    /// <summary>A reader over a whole body.</summary>
    public static Utf8JsonReader Over(ReadOnlySpan<byte> body) => new(body, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Reads the envelope of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="envelope">The envelope; <see langword="null"/>: there is none.</param>
    /// <returns>The message in it; the body itself where there is no envelope.</returns>
    /// <exception cref="MessageFormatException">There is no envelope where there must be one, or it is not valid.</exception>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> body, out MessageEnvelope? envelope)
    {
        Members members = default;
        try
        {
            members = Read(body.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not UTF-8.
            if (!readsPlain)
                throw Wrong("$", "an envelope in valid JSON", e);
        }

        envelope = null;
        if (!members.HasVersion)
            return readsPlain ? body : throw Wrong("$.specversion", $"\"{EnvelopeNames.Version}\", as messages of the contract are CloudEvents");
        if (members.Version != EnvelopeNames.Version)
            throw Wrong("$.specversion", $"\"{EnvelopeNames.Version}\"");
        if (members.ContentType is { } type && !IsJson(type))
            throw Wrong("$.datacontenttype", "application/json");
        envelope = new MessageEnvelope
        {
            Id = Required(members.Id, "id"),
            Source = Required(members.Source, "source"),
            Type = Required(members.Type, "type"),
            Time = members.Time,
            Subject = members.Subject,
            TraceParent = members.TraceParent,
            TraceState = members.TraceState,
            Attempt = members.Attempt ?? 1,
            RejectedFrom = members.RejectedFrom,
            Reason = members.Reason,
        };
        if (members.Base64 is { } binary)
            return binary;
        return members.Data is { } data ? body[data] : throw Wrong("$.data", "the message");
    }

    private static bool IsJson(string contentType)
    {
        ReadOnlySpan<char> type = contentType;
        int end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static Members Read(ReadOnlySpan<byte> body)
    {
        Members members = default;
        Utf8JsonReader reader = Over(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return members;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            Read(ref reader, ref members);
        // What follows the object is no JSON.
        reader.Read();
        return members;
    }

    private static void Read(ref Utf8JsonReader reader, ref Members members)
    {
        foreach ((byte[] name, Setter set) in Setters)
        {
            if (reader.ValueTextEquals(name))
            {
                reader.Read();
                set(ref reader, ref members);
                return;
            }
        }

        reader.Skip();
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no text.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no number from 1.</summary>
    private static int? Count(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt32(out int number) && number > 0 ? number : null;
        // Other producers may write every attribute as text.
        if (reader.TokenType == JsonTokenType.String)
            return int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
        reader.Skip();
        return null;
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no time.</summary>
    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
        reader.Skip();
        return null;
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no Base64.</summary>
    private static byte[]? Base64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
        reader.Skip();
        return null;
    }

    /// <summary>Where the value of a member stands.</summary>
    private static Range Place(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private string Required(string? value, string name) => string.IsNullOrEmpty(value) ? throw Wrong($"$.{name}", "a text that is not empty, as CloudEvents requires") : value;

    private MessageFormatException Wrong(string path, string expected, Exception? cause = null) => new(contract, path, expected, cause);

    /// <summary>What was found in a body.</summary>
    private struct Members
    {
        public bool HasVersion;
        public string? Version;
        public string? Id;
        public string? Source;
        public string? Type;
        public string? Subject;
        public string? ContentType;
        public string? TraceParent;
        public string? TraceState;
        public string? RejectedFrom;
        public string? Reason;
        public DateTimeOffset? Time;
        public int? Attempt;
        public Range? Data;
        public byte[]? Base64;
    }
}
