using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>InspectQueues on the wire.</summary>
internal static class InspectQueuesForm
{
    private const int MaxNames = 1000;

    /// <summary>Writes the request's parameters. An empty list of names is one empty name, which no queue has: no name at all would mean every queue.</summary>
    public static void Write(V2Parameters parameters, DescribeQueuesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        if (request.QueueNames is { } names)
            parameters.AddList("queueName"u8, names.Count > 0 ? names : [""]);
        PageForm.Write(parameters, request.SearchWord, request.Offset, request.Limit);
    }

    /// <summary>Reads a request.</summary>
    public static DescribeQueuesRequest Read(V2Parameters parameters, CmqLimits limits)
    {
        string[] names = parameters.OptionalStringList("queueName", MaxNames);
        (string? searchWord, int offset, int limit) = PageForm.Read(parameters, limits);
        return new DescribeQueuesRequest { QueueNames = names.Length > 0 ? names : null, SearchWord = searchWord, Offset = offset, Limit = limit };
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, QueueDescriptionList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        PageForm.WriteReply(json, list.TotalCount, "queueList"u8, list.Queues, static (json, queue) => Write(json, queue));
    }

    /// <summary>Reads the descriptions out of a reply.</summary>
    public static QueueDescriptionList ReadReply(ReadOnlySpan<byte> reply)
    {
        (int totalCount, List<QueueDescription> queues) = PageForm.ReadReply(reply, "queueList"u8, Read);
        return new QueueDescriptionList { TotalCount = totalCount, Queues = queues };
    }

    private static void Write(Utf8JsonWriter json, QueueDescription queue)
    {
        json.WriteStartObject("attributes"u8);
        QueueAttributesForm.WriteReply(json, queue.Attributes);
        json.WriteEndObject();
        json.WriteStartArray("deadLetterSources"u8);
        foreach (QueueListEntry source in queue.DeadLetterSources)
        {
            json.WriteStartObject();
            QueueListForm.Write(json, source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("waitingReceives"u8, queue.WaitingReceives);
        json.WriteNumber("oldestMessageAgeMs"u8, (long)queue.OldestMessageAge.TotalMilliseconds);
        QueueCountsForm.Write(json, queue.Counts);
    }

    private static QueueDescription Read(ref Utf8JsonReader json)
    {
        QueueAttributes? attributes = null;
        List<QueueListEntry>? sources = null;
        int? waiting = null;
        TimeSpan? age = null;
        QueueCounts? counts = null;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "attributes": attributes = V2ReplyReader.EnterObject(ref json) ? QueueAttributesForm.Read(ref json, queueName: null) : null; break;
                case "deadLetterSources": sources = ReadSources(ref json); break;
                case "waitingReceives": waiting = V2ReplyReader.ReadCount(ref json); break;
                case "oldestMessageAgeMs": age = V2ReplyReader.ReadSpanMs(ref json); break;
                case "counts": counts = V2ReplyReader.EnterObject(ref json) ? QueueCountsForm.Read(ref json) : null; break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new QueueDescription
        {
            Attributes = attributes ?? throw V2ReplyReader.MissingField("attributes"),
            DeadLetterSources = sources ?? throw V2ReplyReader.MissingField("deadLetterSources"),
            WaitingReceives = V2ReplyReader.Require(waiting, "waitingReceives"),
            OldestMessageAge = V2ReplyReader.Require(age, "oldestMessageAgeMs"),
            Counts = V2ReplyReader.Require(counts, "counts"),
        };
    }

    private static List<QueueListEntry>? ReadSources(ref Utf8JsonReader json)
    {
        if (!V2ReplyReader.EnterArray(ref json))
            return null;
        List<QueueListEntry> sources = [];
        while (V2ReplyReader.NextObject(ref json))
            sources.Add(QueueListForm.ReadEntry(ref json));
        return sources;
    }
}
