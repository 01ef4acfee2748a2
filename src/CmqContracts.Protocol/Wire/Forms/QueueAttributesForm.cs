using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The replies of GetQueueAttributes and SetQueueAttributes.</summary>
internal static class QueueAttributesForm
{
    /// <summary>Writes attributes and counters. The count of rewindable messages is there under both names that clients read.</summary>
    public static void WriteReply(Utf8JsonWriter json, QueueAttributes queue)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(queue);
        WriteSettings(json, queue);
        json.WriteNumber("createTime"u8, queue.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("lastModifyTime"u8, queue.LastModifiedAt.ToUnixTimeSeconds());
        json.WriteNumber("activeMsgNum"u8, queue.ActiveMessages);
        json.WriteNumber("inactiveMsgNum"u8, queue.InactiveMessages);
        json.WriteNumber("delayMsgNum"u8, queue.DelayedMessages);
        json.WriteNumber("rewindmsgNum"u8, queue.RewindableMessages);
        json.WriteNumber("rewindMsgNum"u8, queue.RewindableMessages);
        json.WriteNumber("minMsgTime"u8, queue.OldestMessageAt.ToUnixTimeSeconds());
    }

    /// <summary>Writes the attributes alone, as SetQueueAttributes answers.</summary>
    public static void WriteSettings(Utf8JsonWriter json, QueueAttributes queue)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(queue);
        json.WriteString("queueName"u8, queue.QueueName);
        if (queue.QueueId is not null)
            json.WriteString("queueId"u8, queue.QueueId);
        json.WriteNumber("maxMsgHeapNum"u8, queue.MaxMsgHeapNum);
        json.WriteNumber("pollingWaitSeconds"u8, queue.PollingWaitSeconds);
        json.WriteNumber("visibilityTimeout"u8, queue.VisibilityTimeout);
        json.WriteNumber("maxMsgSize"u8, queue.MaxMsgSize);
        json.WriteNumber("msgRetentionSeconds"u8, queue.MsgRetentionSeconds);
        json.WriteNumber("rewindSeconds"u8, queue.RewindSeconds);
        if (queue.DeadLetterPolicy is { } policy)
            json.WriteString("deadLetterPolicy"u8, DeadLetterPolicyForm.Write(policy, queue.DeadLetterQueueId));
    }

    /// <summary>Reads attributes and counters out of a reply. Services from before rewinding do not name its attribute.</summary>
    public static QueueAttributes ReadReply(ReadOnlySpan<byte> reply, string queueName)
    {
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        return Read(ref json, queueName);
    }

    /// <summary>Reads attributes and counters, from after their opening brace to their closing one.</summary>
    /// <param name="json">The reply.</param>
    /// <param name="queueName">The queue's name where the reply does not say it; <see langword="null"/>: it must.</param>
    public static QueueAttributes Read(ref Utf8JsonReader json, string? queueName)
    {
        string? name = queueName;
        string? id = null, policy = null;
        long? heap = null;
        int? wait = null, visibility = null, size = null, retention = null;
        int rewind = 0;
        long active = 0, inactive = 0, delayed = 0, rewindable = 0;
        DateTimeOffset created = default, modified = default, oldest = default;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "queueName": name = V2ReplyReader.ReadText(ref json); break;
                case "queueId": id = V2ReplyReader.ReadText(ref json); break;
                case "maxMsgHeapNum": heap = V2ReplyReader.ReadNumber(ref json); break;
                case "pollingWaitSeconds": wait = V2ReplyReader.ReadInt32(ref json); break;
                case "visibilityTimeout": visibility = V2ReplyReader.ReadInt32(ref json); break;
                case "maxMsgSize": size = V2ReplyReader.ReadInt32(ref json); break;
                case "msgRetentionSeconds": retention = V2ReplyReader.ReadInt32(ref json); break;
                case "rewindSeconds": rewind = V2ReplyReader.ReadInt32(ref json); break;
                case "deadLetterPolicy": policy = V2ReplyReader.ReadText(ref json); break;
                case "createTime": created = V2ReplyReader.ReadTime(ref json); break;
                case "lastModifyTime": modified = V2ReplyReader.ReadTime(ref json); break;
                case "activeMsgNum": active = V2ReplyReader.ReadNumber(ref json); break;
                case "inactiveMsgNum": inactive = V2ReplyReader.ReadNumber(ref json); break;
                case "delayMsgNum": delayed = V2ReplyReader.ReadNumber(ref json); break;
                case "rewindmsgNum" or "rewindMsgNum": rewindable = V2ReplyReader.ReadNumber(ref json); break;
                case "minMsgTime": oldest = V2ReplyReader.ReadTime(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        (DeadLetterPolicy? deadLetters, string? deadLetterQueueId) = string.IsNullOrEmpty(policy) ? default : ReadPolicy(policy);
        return new QueueAttributes
        {
            QueueName = V2ReplyReader.Require(name, "queueName"),
            QueueId = id,
            MaxMsgHeapNum = V2ReplyReader.Require(heap, "maxMsgHeapNum"),
            PollingWaitSeconds = V2ReplyReader.Require(wait, "pollingWaitSeconds"),
            VisibilityTimeout = V2ReplyReader.Require(visibility, "visibilityTimeout"),
            MaxMsgSize = V2ReplyReader.Require(size, "maxMsgSize"),
            MsgRetentionSeconds = V2ReplyReader.Require(retention, "msgRetentionSeconds"),
            RewindSeconds = rewind,
            DeadLetterPolicy = deadLetters,
            DeadLetterQueueId = deadLetterQueueId,
            CreatedAt = created,
            LastModifiedAt = modified,
            ActiveMessages = active,
            InactiveMessages = inactive,
            DelayedMessages = delayed,
            RewindableMessages = rewindable,
            OldestMessageAt = oldest,
        };
    }

    private static (DeadLetterPolicy Policy, string? QueueId) ReadPolicy(string text)
    {
        try
        {
            return DeadLetterPolicyForm.ReadReply(text);
        }
        catch (CmqServiceException e)
        {
            throw new JsonException("The reply has a deadLetterPolicy that is none.", e);
        }
    }
}
