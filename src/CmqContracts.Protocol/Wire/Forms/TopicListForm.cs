using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ListTopic on the wire.</summary>
internal static class TopicListForm
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
        return new ListTopicsRequest { SearchWord = searchWord, Offset = offset, Limit = limit };
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, TopicList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        PageForm.WriteReply(json, list.TotalCount, "topicList"u8, list.Topics, static (json, topic) =>
        {
            json.WriteString("topicId"u8, topic.TopicId);
            json.WriteString("topicName"u8, topic.TopicName);
        });
    }

    /// <summary>Reads a list out of a reply.</summary>
    public static TopicList ReadReply(ReadOnlySpan<byte> reply)
    {
        (int totalCount, List<TopicListEntry> topics) = PageForm.ReadReply(reply, "topicList"u8, ReadEntry);
        return new TopicList { TotalCount = totalCount, Topics = topics };
    }

    private static TopicListEntry ReadEntry(ref Utf8JsonReader json)
    {
        string id = "";
        string? name = null;
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("topicId"u8))
                id = V2ReplyReader.ReadText(ref json);
            else if (json.ValueTextEquals("topicName"u8))
                name = V2ReplyReader.ReadName(ref json);
            else
                V2ReplyReader.Skip(ref json);
        }

        return new TopicListEntry { TopicId = id, TopicName = name ?? throw new JsonException("A topic in the reply has no name.") };
    }
}
