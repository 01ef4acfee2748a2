using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The reply of GetTopicAttributes.</summary>
internal static class TopicAttributesForm
{
    /// <summary>Writes attributes and counters.</summary>
    public static void WriteReply(Utf8JsonWriter json, TopicAttributes topic)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(topic);
        json.WriteString("topicName"u8, topic.TopicName);
        if (topic.TopicId is not null)
            json.WriteString("topicId"u8, topic.TopicId);
        json.WriteNumber("msgCount"u8, topic.PendingMessages);
        json.WriteNumber("maxMsgSize"u8, topic.MaxMsgSize);
        json.WriteNumber("msgRetentionSeconds"u8, topic.MsgRetentionSeconds);
        json.WriteNumber("createTime"u8, topic.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("lastModifyTime"u8, topic.LastModifiedAt.ToUnixTimeSeconds());
        json.WriteNumber("filterType"u8, (int)topic.Filter);
        // A C++ client reads it, and no server of ours logs topics.
        json.WriteNumber("LoggingEnabled"u8, 0);
    }

    /// <summary>Reads attributes and counters out of a reply.</summary>
    public static TopicAttributes ReadReply(ReadOnlySpan<byte> reply, string topicName)
    {
        string name = topicName;
        string? id = null;
        long pending = 0;
        int? size = null, retention = null;
        DateTimeOffset created = default, modified = default;
        TopicFilter filter = TopicFilter.Tags;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "topicName": name = V2ReplyReader.ReadText(ref json); break;
                case "topicId": id = V2ReplyReader.ReadText(ref json); break;
                case "msgCount": pending = V2ReplyReader.ReadNumber(ref json); break;
                case "maxMsgSize": size = V2ReplyReader.ReadInt32(ref json); break;
                case "msgRetentionSeconds": retention = V2ReplyReader.ReadInt32(ref json); break;
                case "createTime": created = V2ReplyReader.ReadTime(ref json); break;
                case "lastModifyTime": modified = V2ReplyReader.ReadTime(ref json); break;
                case "filterType": filter = ReadFilter(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new TopicAttributes
        {
            TopicName = name,
            TopicId = id,
            PendingMessages = pending,
            MaxMsgSize = V2ReplyReader.Require(size, "maxMsgSize"),
            MsgRetentionSeconds = V2ReplyReader.Require(retention, "msgRetentionSeconds"),
            CreatedAt = created,
            LastModifiedAt = modified,
            Filter = filter,
        };
    }

    private static TopicFilter ReadFilter(ref Utf8JsonReader json) =>
        (TopicFilter)V2ReplyReader.ReadInt32(ref json) is (TopicFilter.Tags or TopicFilter.RoutingKey) and var filter ? filter : throw new JsonException("The reply has a filterType that is none.");
}
