using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>SendMessage and BatchSendMessage on the wire.</summary>
internal static class SendMessagesForm
{
    /// <summary>The action for a number of messages: the single one or that of a batch.</summary>
    public static string Action(int count) => count == 1 ? V2Actions.SendMessage : V2Actions.BatchSendMessage;

    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, SendMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        if (request.DelaySeconds != 0)
            parameters.Add("delaySeconds"u8, request.DelaySeconds);
        WriteBodies(parameters, request.Bodies);
        parameters.Add("queueName"u8, request.QueueName);
    }

    /// <summary>Reads a SendMessage. The body stays in the parameters' memory.</summary>
    public static SendMessagesRequest ReadSingle(V2Parameters parameters) =>
        Read(parameters, ReadBody(parameters));

    /// <summary>Reads a BatchSendMessage. The bodies stay in the parameters' memory.</summary>
    public static SendMessagesRequest ReadBatch(V2Parameters parameters, CmqLimits limits) => Read(parameters, ReadBodies(parameters, limits));

    /// <summary>Writes the fields of a SendMessage's reply.</summary>
    public static void WriteSingleReply(Utf8JsonWriter json, string messageId)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("msgId"u8, messageId);
    }

    /// <summary>Writes the fields of a BatchSendMessage's reply.</summary>
    public static void WriteBatchReply(Utf8JsonWriter json, IReadOnlyList<string> messageIds)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(messageIds);
        json.WriteStartArray("msgList"u8);
        foreach (string messageId in messageIds)
        {
            json.WriteStartObject();
            json.WriteString("msgId"u8, messageId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads the message ids out of either reply.</summary>
    /// <exception cref="JsonException">The reply is malformed, or two messages have the same id.</exception>
    public static IReadOnlyList<string> ReadReply(ReadOnlySpan<byte> reply)
    {
        List<string> ids = [];
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        ReadIds(ref json, ids);
        for (int i = 1; i < ids.Count; i++)
        {
            if (ids.IndexOf(ids[i]) != i)
                throw new JsonException("Two messages have the same id.");
        }

        return ids;
    }

    internal static void WriteBodies(V2Parameters parameters, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        if (bodies.Count == 1)
        {
            parameters.Add("msgBody"u8, bodies[0].Span);
            return;
        }

        for (int i = 0; i < bodies.Count; i++)
            parameters.AddElement("msgBody"u8, i, bodies[i].Span);
    }

    internal static ReadOnlyMemory<byte>[] ReadBody(V2Parameters parameters) =>
        [parameters.OptionalBytes("msgBody") ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing("msgBody"))];

    internal static ReadOnlyMemory<byte>[] ReadBodies(V2Parameters parameters, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return parameters.RequireList("msgBody", limits.BatchSize.Maximum);
    }

    private static void ReadIds(ref Utf8JsonReader json, List<string> ids)
    {
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("msgId"u8))
            {
                ids.Add(V2ReplyReader.ReadName(ref json));
            }
            else if (json.ValueTextEquals("msgList"u8))
            {
                if (!V2ReplyReader.EnterArray(ref json))
                    continue;
                while (V2ReplyReader.NextObject(ref json))
                    ReadIds(ref json, ids);
            }
            else
            {
                V2ReplyReader.Skip(ref json);
            }
        }
    }

    private static SendMessagesRequest Read(V2Parameters parameters, IReadOnlyList<ReadOnlyMemory<byte>> bodies) =>
        new(parameters.RequireString("queueName"), bodies) { DelaySeconds = parameters.OptionalInt32("delaySeconds") ?? 0 };
}
