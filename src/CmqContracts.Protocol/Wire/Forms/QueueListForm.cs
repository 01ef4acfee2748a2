using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ListQueue and ListDeadLetterSourceQueues on the wire.</summary>
internal static class QueueListForm
{
    /// <summary>Writes the parameters of ListQueue.</summary>
    public static void Write(V2Parameters parameters, ListQueuesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PageForm.Write(parameters, request.SearchWord, request.Offset, request.Limit);
    }

    /// <summary>Writes the parameters of ListDeadLetterSourceQueues.</summary>
    public static void Write(V2Parameters parameters, ListDeadLetterSourceQueuesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("deadLetterQueueName"u8, request.DeadLetterQueueName);
        PageForm.Write(parameters, request.SearchWord, request.Offset, request.Limit);
    }

    /// <summary>Reads a ListQueue.</summary>
    public static ListQueuesRequest Read(V2Parameters parameters, CmqLimits limits)
    {
        (string? searchWord, int offset, int limit) = PageForm.Read(parameters, limits);
        return new ListQueuesRequest { SearchWord = searchWord, Offset = offset, Limit = limit };
    }

    /// <summary>Reads a ListDeadLetterSourceQueues.</summary>
    public static ListDeadLetterSourceQueuesRequest ReadSources(V2Parameters parameters, CmqLimits limits)
    {
        (string? searchWord, int offset, int limit) = PageForm.Read(parameters, limits);
        return new ListDeadLetterSourceQueuesRequest(parameters.RequireString("deadLetterQueueName")) { SearchWord = searchWord, Offset = offset, Limit = limit };
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, QueueList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        PageForm.WriteReply(json, list.TotalCount, "queueList"u8, list.Queues, Write);
    }

    /// <summary>Writes the fields of a queue.</summary>
    public static void Write(Utf8JsonWriter json, QueueListEntry queue)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(queue);
        json.WriteString("queueId"u8, queue.QueueId);
        json.WriteString("queueName"u8, queue.QueueName);
    }

    /// <summary>Reads a list out of a reply.</summary>
    public static QueueList ReadReply(ReadOnlySpan<byte> reply)
    {
        (int totalCount, List<QueueListEntry> queues) = PageForm.ReadReply(reply, "queueList"u8, ReadEntry);
        return new QueueList { TotalCount = totalCount, Queues = queues };
    }

    /// <summary>Reads a queue, from after its opening brace to its closing one.</summary>
    public static QueueListEntry ReadEntry(ref Utf8JsonReader json)
    {
        string id = "";
        string? name = null;
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("queueId"u8))
                id = V2ReplyReader.ReadText(ref json);
            else if (json.ValueTextEquals("queueName"u8))
                name = V2ReplyReader.ReadName(ref json);
            else
                V2ReplyReader.Skip(ref json);
        }

        return new QueueListEntry { QueueId = id, QueueName = name ?? throw new JsonException("A queue in the reply has no name.") };
    }
}
