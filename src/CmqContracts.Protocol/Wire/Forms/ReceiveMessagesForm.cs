using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ReceiveMessage and BatchReceiveMessage on the wire.</summary>
internal static class ReceiveMessagesForm
{
    /// <summary>More than a message takes in a reply besides its body, and more than the envelope around all messages takes.</summary>
    private const int EnvelopeBytes = 512;

    /// <summary>The action for a number of messages: the single one or that of a batch.</summary>
    public static string Action(int maxMessages) => maxMessages == 1 ? V2Actions.ReceiveMessage : V2Actions.BatchReceiveMessage;

    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, ReceiveMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        if (request.MaxMessages != 1)
            parameters.Add("numOfMsg"u8, request.MaxMessages);
        if (request.PollingWaitSeconds is { } wait)
            parameters.Add("pollingWaitSeconds"u8, wait);
    }

    /// <summary>Reads a ReceiveMessage. A wait out of range is the nearest in range: old Java clients ask for 30000 seconds.</summary>
    public static ReceiveMessagesRequest ReadSingle(V2Parameters parameters, CmqLimits limits) => Read(parameters, 1, limits);

    /// <summary>Reads a BatchReceiveMessage.</summary>
    public static ReceiveMessagesRequest ReadBatch(V2Parameters parameters, CmqLimits limits) =>
        Read(parameters, (int)Math.Clamp(parameters.RequireNumber("numOfMsg"), int.MinValue, int.MaxValue), limits);

    /// <summary>An upper bound of the bytes that a message takes in a reply, at most a few hundred too high.</summary>
    public static long ReplyBytes(ReadOnlySpan<byte> body) => JsonText.EscapedLength(body) + EnvelopeBytes;

    /// <summary>The most bytes that a message can take in a reply.</summary>
    /// <param name="bodyBytes">The length of its body, in bytes.</param>
    public static long MaxReplyBytes(int bodyBytes) => ((long)bodyBytes * JsonText.MaxEscapeLength) + EnvelopeBytes;

    /// <summary>How many bytes the reply to a receive may have: a full batch of the largest bodies, every byte of them escaped.</summary>
    public static long MaxReplyBytes(CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        int body = (int)Math.Min(limits.MessageBytes.Maximum, Array.MaxLength), messages = (int)Math.Min(limits.BatchSize.Maximum, Array.MaxLength);
        return (long)Math.Min((messages * (decimal)MaxReplyBytes(body)) + EnvelopeBytes, Array.MaxLength);
    }

    /// <summary>Writes the fields of one message.</summary>
    public static void WriteMessage(Utf8JsonWriter json, CmqMessage message)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(message);
        json.WriteText("msgBody"u8, message.Body.Span);
        json.WriteString("msgId"u8, message.MessageId);
        json.WriteString("receiptHandle"u8, message.ReceiptHandle);
        json.WriteNumber("enqueueTime"u8, message.EnqueuedAt.ToUnixTimeSeconds());
        json.WriteNumber("firstDequeueTime"u8, message.FirstReceivedAt.ToUnixTimeSeconds());
        json.WriteNumber("nextVisibleTime"u8, RoundUp(message.VisibleAgainAt));
        json.WriteNumber("dequeueCount"u8, message.DequeueCount);
    }

    /// <summary>Writes the fields of a BatchReceiveMessage's reply.</summary>
    public static void WriteBatchReply(Utf8JsonWriter json, IReadOnlyList<CmqMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(messages);
        json.WriteStartArray("msgInfoList"u8);
        foreach (CmqMessage message in messages)
        {
            json.WriteStartObject();
            WriteMessage(json, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads the messages out of either reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="moment">When it arrived.</param>
    /// <exception cref="JsonException">The reply is malformed, a message lacks what makes it one, or there is none: that has an error of its own.</exception>
    public static IReadOnlyList<CmqMessage> ReadReply(ReadOnlySpan<byte> reply, AnswerMoment moment = default)
    {
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        List<CmqMessage> messages = [];
        if (ReadMessage(ref json, messages, moment) is { } single)
            messages.Add(single);
        return messages.Count > 0 ? messages : throw new JsonException("The reply has no message, and no error that says so.");
    }

    /// <summary>Reads a message, or the reply that has a list of them.</summary>
    /// <returns>The message; <see langword="null"/>: there was a list.</returns>
    private static CmqMessage? ReadMessage(ref Utf8JsonReader json, List<CmqMessage>? messages, AnswerMoment moment)
    {
        bool isList = false;
        string? id = null, handle = null;
        byte[]? body = null;
        int dequeueCount = 0;
        DateTimeOffset enqueued = default, firstReceived = default, visibleAgain = default;
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("msgBody"u8))
            {
                body = body is null ? V2ReplyReader.ReadBytes(ref json) : throw Twice();
            }
            else if (json.ValueTextEquals("msgId"u8))
            {
                id = id is null ? V2ReplyReader.ReadName(ref json) : throw Twice();
            }
            else if (json.ValueTextEquals("receiptHandle"u8))
            {
                handle = handle is null ? V2ReplyReader.ReadName(ref json) : throw Twice();
            }
            else if (json.ValueTextEquals("enqueueTime"u8))
            {
                enqueued = V2ReplyReader.ReadTime(ref json);
            }
            else if (json.ValueTextEquals("firstDequeueTime"u8))
            {
                firstReceived = V2ReplyReader.ReadTime(ref json);
            }
            else if (json.ValueTextEquals("nextVisibleTime"u8))
            {
                visibleAgain = V2ReplyReader.ReadTime(ref json);
            }
            else if (json.ValueTextEquals("dequeueCount"u8))
            {
                dequeueCount = V2ReplyReader.ReadCount(ref json);
            }
            else if (messages is not null && json.ValueTextEquals("msgInfoList"u8))
            {
                isList = true;
                if (!V2ReplyReader.EnterArray(ref json))
                    continue;
                while (V2ReplyReader.NextObject(ref json))
                    messages.Add(ReadMessage(ref json, messages: null, moment)!);
            }
            else
            {
                V2ReplyReader.Skip(ref json);
            }
        }

        if (isList && id is null && handle is null && body is null)
            return null;
        if (isList || id is null || handle is null || body is null)
            throw new JsonException("A message in the reply has no msgId, receiptHandle or msgBody.");
        return new CmqMessage
        {
            MessageId = id,
            ReceiptHandle = handle,
            Body = body,
            EnqueuedAt = enqueued,
            FirstReceivedAt = firstReceived,
            VisibleAgainAt = visibleAgain,
            HandlingEndsAt = moment.DeadlineOf(visibleAgain),
            DequeueCount = dequeueCount,
        };
    }

    private static JsonException Twice() => new("A message in the reply has two of msgId, receiptHandle or msgBody.");

    private static ReceiveMessagesRequest Read(V2Parameters parameters, int maxMessages, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new ReceiveMessagesRequest(parameters.RequireString("queueName")) { MaxMessages = maxMessages, PollingWaitSeconds = parameters.OptionalNumber("pollingWaitSeconds") is { } wait ? (int)limits.ReceiveWaitSeconds.Clamp(wait) : null };
    }

    private static long RoundUp(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() + 999) / 1000;
}
