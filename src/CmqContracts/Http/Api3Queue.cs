using System.Text.Json;

namespace CmqContracts;

/// <summary>A queue as API 3.0 writes it, the structure CmqQueue.</summary>
internal static class Api3Queue
{
    private const int AfterReceives = 0;
    private const int AfterSeconds = 1;

    /// <summary>Writes the settings that are given.</summary>
    public static void Write(Utf8JsonWriter json, QueueSettings settings)
    {
        Write(json, "MaxMsgHeapNum", settings.MaxMsgHeapNum);
        Write(json, "PollingWaitSeconds", settings.PollingWaitSeconds);
        Write(json, "VisibilityTimeout", settings.VisibilityTimeout);
        Write(json, "MaxMsgSize", settings.MaxMsgSize);
        Write(json, "MsgRetentionSeconds", settings.MsgRetentionSeconds);
        Write(json, "RewindSeconds", settings.RewindSeconds);
        if (settings.DeadLetterPolicy is not { } policy)
            return;
        json.WriteString("DeadLetterQueueName", policy.DeadLetterQueue);
        json.WriteNumber("Policy", policy.MaxReceiveCount is null ? AfterSeconds : AfterReceives);
        Write(json, "MaxReceiveCount", policy.MaxReceiveCount);
        Write(json, "MaxTimeToLive", policy.MaxTimeToLive);
    }

    public static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } given)
            json.WriteNumber(name, given);
    }

    public static QueueListEntry ReadEntry(JsonElement queue) => new() { QueueId = queue.GetProperty("QueueId").GetString() ?? "", QueueName = queue.GetProperty("QueueName").GetString() ?? "" };

    public static QueueAttributes Read(JsonElement queue) => new()
    {
        QueueName = queue.GetProperty("QueueName").GetString() ?? "",
        QueueId = queue.GetProperty("QueueId").GetString(),
        MaxMsgHeapNum = Number(queue, "MaxMsgHeapNum"),
        PollingWaitSeconds = (int)Number(queue, "PollingWaitSeconds"),
        VisibilityTimeout = (int)Number(queue, "VisibilityTimeout"),
        MaxMsgSize = (int)Number(queue, "MaxMsgSize"),
        MsgRetentionSeconds = (int)Number(queue, "MsgRetentionSeconds"),
        RewindSeconds = (int)Number(queue, "RewindSeconds"),
        DeadLetterPolicy = ReadPolicy(queue),
        CreatedAt = Time(queue, "CreateTime"),
        LastModifiedAt = Time(queue, "LastModifyTime"),
        ActiveMessages = Number(queue, "ActiveMsgNum"),
        InactiveMessages = Number(queue, "InactiveMsgNum"),
        DelayedMessages = Number(queue, "DelayMsgNum"),
        RewindableMessages = Number(queue, "RewindMsgNum"),
        OldestMessageAt = DateTimeOffset.FromUnixTimeSeconds(Number(queue, "MinMsgTime")),
    };

    /// <summary>A number; 0 where it is missing or null, as some may be.</summary>
    public static long Number(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetInt64() : 0;

    /// <summary>A time, which API 3.0 gives in milliseconds.</summary>
    public static DateTimeOffset Time(JsonElement item, string name) => DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name));

    private static DeadLetterPolicy? ReadPolicy(JsonElement queue)
    {
        if (!queue.TryGetProperty("DeadLetterPolicy", out JsonElement policy) || policy.ValueKind == JsonValueKind.Null)
            return null;
        string name = policy.TryGetProperty("DeadLetterQueue", out JsonElement value) ? value.GetString() ?? "" : "";
        return name.Length == 0 ? null
            : Number(policy, "Policy") == AfterSeconds ? DeadLetterPolicy.AfterSeconds(name, (int)Number(policy, "MaxTimeToLive"))
            : DeadLetterPolicy.AfterReceives(name, (int)Number(policy, "MaxReceiveCount"));
    }
}
