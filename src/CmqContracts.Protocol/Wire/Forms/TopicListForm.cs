using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ListTopic on the wire.</summary>
public static class TopicListForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, ListTopicsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PageForm.Write(parameters, request.SearchWord, request.Offset, request.Limit);
    }

    /// <summary>Reads a request.</summary>
    public static ListTopicsRequest Read(V2Parameters parameters, CmqLimits limits)
    {
        (string? searchWord, int offset, int limit) = PageForm.Read(parameters, limits);
        return new ListTopicsRequest(searchWord, offset, limit);
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, TopicList list)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(list);
        json.WriteNumber("totalCount"u8, list.TotalCount);
        json.WriteStartArray("topicList"u8);
        foreach (TopicListEntry topic in list.Topics)
        {
            json.WriteStartObject();
            json.WriteString("topicId"u8, topic.TopicId);
            json.WriteString("topicName"u8, topic.TopicName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a list out of a reply.</summary>
    public static TopicList ReadReply(ReadOnlySpan<byte> reply)
    {
        int totalCount = 0;
        List<TopicListEntry> topics = [];
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("totalCount"u8))
            {
                totalCount = V2ReplyReader.ReadInt32(ref json);
            }
            else if (json.ValueTextEquals("topicList"u8))
            {
                if (!V2ReplyReader.EnterArray(ref json))
                    continue;
                while (V2ReplyReader.NextObject(ref json))
                    topics.Add(ReadEntry(ref json));
            }
            else
            {
                V2ReplyReader.Skip(ref json);
            }
        }

        return new TopicList(totalCount, topics);
    }

    private static TopicListEntry ReadEntry(ref Utf8JsonReader json)
    {
        string id = "", name = "";
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("topicId"u8))
                id = V2ReplyReader.ReadText(ref json);
            else if (json.ValueTextEquals("topicName"u8))
                name = V2ReplyReader.ReadText(ref json);
            else
                V2ReplyReader.Skip(ref json);
        }

        return new TopicListEntry(id, name);
    }
}
