using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>A message in the replies of the inspector's actions.</summary>
internal static class InspectedMessageForm
{
    /// <summary>More than a message takes in a reply besides its body.</summary>
    private const int EnvelopeBytes = 1024;

    /// <summary>The most bytes that a page of messages can take in a reply.</summary>
    /// <param name="bodyBytes">The length of all bodies, in bytes.</param>
    /// <param name="messages">How many messages there are at most.</param>
    public static long MaxReplyBytes(long bodyBytes, int messages) => (bodyBytes * JsonText.MaxEscapeLength) + ((messages + 1L) * EnvelopeBytes);

    /// <summary>Writes the fields of a message. A body that was cut ends with its last whole character, as JSON has no half ones.</summary>
    public static void Write(Utf8JsonWriter json, InspectedMessage message)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(message);
        json.WriteString("msgId"u8, message.MessageId);
        json.WriteString("state"u8, InspectionWords.States.Of(message.State));
        json.WriteText("msgBody"u8, WholeCharacters(message.Body.Span));
        json.WriteNumber("msgBodyBytes"u8, message.BodyLength);
        json.WriteNumber("enqueueTimeMs"u8, message.EnqueuedAt.ToUnixTimeMilliseconds());
        if (message.FirstReceivedAt is { } firstReceived)
            json.WriteNumber("firstDequeueTimeMs"u8, firstReceived.ToUnixTimeMilliseconds());
        if (message.VisibleAt is { } visible)
            json.WriteNumber("nextVisibleTimeMs"u8, visible.ToUnixTimeMilliseconds());
        json.WriteNumber("dequeueCount"u8, message.DequeueCount);
        if (message.DeadLetterSource is { } source)
            WriteSource(json, source);
    }

    /// <summary>Writes a list of messages.</summary>
    public static void WriteList(Utf8JsonWriter json, IReadOnlyList<InspectedMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(messages);
        json.WriteStartArray("msgInfoList"u8);
        foreach (InspectedMessage message in messages)
        {
            json.WriteStartObject();
            Write(json, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a message, from after its opening brace to its closing one.</summary>
    public static InspectedMessage Read(ref Utf8JsonReader json)
    {
        string? id = null;
        MessageState? state = null;
        byte[]? body = null;
        int? length = null, dequeueCount = null;
        DateTimeOffset? enqueued = null, firstReceived = null, visible = null;
        DeadLetterSource? source = null;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "msgId": id = V2ReplyReader.ReadName(ref json); break;
                case "state": state = InspectionWords.States.Read(ref json); break;
                case "msgBody": body = V2ReplyReader.ReadBytes(ref json); break;
                case "msgBodyBytes": length = V2ReplyReader.ReadCount(ref json); break;
                case "enqueueTimeMs": enqueued = V2ReplyReader.ReadTimeMs(ref json); break;
                case "firstDequeueTimeMs": firstReceived = V2ReplyReader.ReadTimeMs(ref json); break;
                case "nextVisibleTimeMs": visible = V2ReplyReader.ReadTimeMs(ref json); break;
                case "dequeueCount": dequeueCount = V2ReplyReader.ReadCount(ref json); break;
                case "deadLetterSource": source = V2ReplyReader.EnterObject(ref json) ? ReadSource(ref json) : null; break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new InspectedMessage
        {
            MessageId = V2ReplyReader.Require(id, "msgId"),
            State = V2ReplyReader.Require(state, "state"),
            Body = body ?? throw V2ReplyReader.MissingField("msgBody"),
            BodyLength = V2ReplyReader.Require(length, "msgBodyBytes"),
            EnqueuedAt = V2ReplyReader.Require(enqueued, "enqueueTimeMs"),
            FirstReceivedAt = firstReceived,
            VisibleAt = visible,
            DequeueCount = V2ReplyReader.Require(dequeueCount, "dequeueCount"),
            DeadLetterSource = source,
        };
    }

    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> body) =>
        Rune.DecodeLastFromUtf8(body, out _, out int incomplete) == OperationStatus.NeedMoreData ? body[..^incomplete] : body;

    private static void WriteSource(Utf8JsonWriter json, DeadLetterSource source)
    {
        json.WriteStartObject("deadLetterSource"u8);
        json.WriteString("queueName"u8, source.QueueName);
        json.WriteString("msgId"u8, source.MessageId);
        json.WriteNumber("enqueueTimeMs"u8, source.EnqueuedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("dequeueCount"u8, source.DequeueCount);
        json.WriteEndObject();
    }

    private static DeadLetterSource ReadSource(ref Utf8JsonReader json)
    {
        string? queue = null, id = null;
        DateTimeOffset? enqueued = null;
        int? dequeueCount = null;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "queueName": queue = V2ReplyReader.ReadName(ref json); break;
                case "msgId": id = V2ReplyReader.ReadName(ref json); break;
                case "enqueueTimeMs": enqueued = V2ReplyReader.ReadTimeMs(ref json); break;
                case "dequeueCount": dequeueCount = V2ReplyReader.ReadCount(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new DeadLetterSource
        {
            QueueName = V2ReplyReader.Require(queue, "queueName"),
            MessageId = V2ReplyReader.Require(id, "msgId"),
            EnqueuedAt = V2ReplyReader.Require(enqueued, "enqueueTimeMs"),
            DequeueCount = V2ReplyReader.Require(dequeueCount, "dequeueCount"),
        };
    }
}
