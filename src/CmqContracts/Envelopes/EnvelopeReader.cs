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
        if (reader.ValueTextEquals(EnvelopeNames.Data))
        {
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Data = start..(int)reader.BytesConsumed;
        }
        else if (reader.ValueTextEquals(EnvelopeNames.SpecVersion))
        {
            members.HasVersion = true;
            members.Version = Text(ref reader);
        }
        else if (reader.ValueTextEquals(EnvelopeNames.Id))
        {
            members.Id = Text(ref reader);
        }
        else if (reader.ValueTextEquals(EnvelopeNames.Source))
        {
            members.Source = Text(ref reader);
        }
        else if (reader.ValueTextEquals(EnvelopeNames.Type))
        {
            members.Type = Text(ref reader);
        }
        else if (reader.ValueTextEquals(EnvelopeNames.Time))
        {
            reader.Read();
            members.Time = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
            reader.Skip();
        }
        else if (reader.ValueTextEquals(EnvelopeNames.ContentType))
        {
            members.ContentType = Text(ref reader);
        }
        else if (reader.ValueTextEquals(EnvelopeNames.Base64))
        {
            reader.Read();
            members.Base64 = reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
            reader.Skip();
        }
        else
        {
            ReadExtension(ref reader, ref members);
        }
    }

    private static void ReadExtension(ref Utf8JsonReader reader, ref Members members)
    {
        if (reader.ValueTextEquals(EnvelopeNames.TraceParent))
            members.TraceParent = Text(ref reader);
        else if (reader.ValueTextEquals(EnvelopeNames.TraceState))
            members.TraceState = Text(ref reader);
        else if (reader.ValueTextEquals(EnvelopeNames.Attempt))
            members.Attempt = Count(ref reader);
        else if (reader.ValueTextEquals(EnvelopeNames.Subject))
            members.Subject = Text(ref reader);
        else if (reader.ValueTextEquals(EnvelopeNames.RejectedFrom))
            members.RejectedFrom = Text(ref reader);
        else if (reader.ValueTextEquals(EnvelopeNames.Reason))
            members.Reason = Text(ref reader);
        else
            reader.Skip();
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no text.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>The value of a member; <see langword="null"/>: it is no number from 1.</summary>
    private static int? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt32(out int number) && number > 0 ? number : null;
        // Other producers may write every attribute as text.
        if (reader.TokenType == JsonTokenType.String)
            return int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
        reader.Skip();
        return null;
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
