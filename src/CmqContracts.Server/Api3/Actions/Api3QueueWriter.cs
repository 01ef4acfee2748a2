using System.Text.Json;

namespace CmqContracts.Server;

/// <summary>Writes the structures CmqQueue and CmqDeadLetterSource.</summary>
internal static class Api3QueueWriter
{
    private const int Normal = 1;

    /// <summary>Writes a queue. Fields that this server has no value for are 0, <c>false</c>, empty or <c>null</c>, because typed clients require every field.</summary>
    public static void Write(Utf8JsonWriter json, QueueAttributes queue, IReadOnlyList<QueueListEntry> deadLetterSources, CmqLimits limits)
    {
        json.WriteStartObject();
        json.WriteString("QueueId"u8, queue.QueueId);
        json.WriteString("QueueName"u8, queue.QueueName);
        json.WriteNumber("Qps"u8, 0);
        json.WriteNumber("Bps"u8, 0);
        json.WriteNumber("MaxDelaySeconds"u8, limits.DelaySeconds.Maximum);
        json.WriteNumber("MaxMsgHeapNum"u8, queue.MaxMsgHeapNum);
        json.WriteNumber("PollingWaitSeconds"u8, queue.PollingWaitSeconds);
        json.WriteNumber("MsgRetentionSeconds"u8, queue.MsgRetentionSeconds);
        json.WriteNumber("VisibilityTimeout"u8, queue.VisibilityTimeout);
        json.WriteNumber("MaxMsgSize"u8, queue.MaxMsgSize);
        json.WriteNumber("RewindSeconds"u8, queue.RewindSeconds);
        json.WriteNumber("CreateTime"u8, queue.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("LastModifyTime"u8, queue.LastModifiedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("ActiveMsgNum"u8, queue.ActiveMessages);
        json.WriteNumber("InactiveMsgNum"u8, queue.InactiveMessages);
        json.WriteNumber("DelayMsgNum"u8, queue.DelayedMessages);
        json.WriteNumber("RewindMsgNum"u8, queue.RewindableMessages);
        json.WriteNumber("MinMsgTime"u8, queue.OldestMessageAt.ToUnixTimeSeconds());
        json.WriteBoolean("Transaction"u8, false);
        json.WritePropertyName("DeadLetterSource"u8);
        Write(json, deadLetterSources);
        WritePolicy(json, queue.DeadLetterPolicy);
        json.WriteNull("TransactionPolicy"u8);
        json.WriteNumber("CreateUin"u8, 0);
        json.WriteStartArray("Tags"u8);
        json.WriteEndArray();
        json.WriteBoolean("Trace"u8, false);
        json.WriteString("TenantId"u8, "");
        json.WriteString("NamespaceName"u8, "");
        json.WriteNumber("Status"u8, Normal);
        json.WriteNumber("MaxUnackedMsgNum"u8, 0);
        json.WriteNumber("MaxMsgBacklogSize"u8, 0);
        json.WriteNumber("RetentionSizeInMB"u8, 0);
        json.WriteEndObject();
    }

    /// <summary>Writes the sources of a dead-letter queue.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<QueueListEntry> deadLetterSources)
    {
        json.WriteStartArray();
        foreach (QueueListEntry source in deadLetterSources)
        {
            json.WriteStartObject();
            json.WriteString("QueueId"u8, source.QueueId);
            json.WriteString("QueueName"u8, source.QueueName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePolicy(Utf8JsonWriter json, DeadLetterPolicy? policy)
    {
        json.WritePropertyName("DeadLetterPolicy"u8);
        if (policy is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("DeadLetterQueue"u8, policy.DeadLetterQueue);
        json.WriteNumber("Policy"u8, policy.MaxReceiveCount is null ? 1 : 0);
        json.WriteNumber("MaxTimeToLive"u8, policy.MaxTimeToLive ?? 0);
        json.WriteNumber("MaxReceiveCount"u8, policy.MaxReceiveCount ?? 0);
        json.WriteEndObject();
    }
}
