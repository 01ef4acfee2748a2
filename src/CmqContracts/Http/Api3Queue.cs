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
        Api3Json.Write(json, "MaxMsgHeapNum", settings.MaxMsgHeapNum);
        Api3Json.Write(json, "PollingWaitSeconds", settings.PollingWaitSeconds);
        Api3Json.Write(json, "VisibilityTimeout", settings.VisibilityTimeout);
        Api3Json.Write(json, "MaxMsgSize", settings.MaxMsgSize);
        Api3Json.Write(json, "MsgRetentionSeconds", settings.MsgRetentionSeconds);
        Api3Json.Write(json, "RewindSeconds", settings.RewindSeconds);
        if (settings.DeadLetterPolicy is not { } policy)
            return;
        json.WriteString("DeadLetterQueueName", policy.DeadLetterQueue);
        json.WriteNumber("Policy", policy.MaxReceiveCount is null ? AfterSeconds : AfterReceives);
        Api3Json.Write(json, "MaxReceiveCount", policy.MaxReceiveCount);
        Api3Json.Write(json, "MaxTimeToLive", policy.MaxTimeToLive);
    }

    public static QueueListEntry ReadEntry(JsonElement queue) => new() { QueueId = queue.GetProperty("QueueId").GetString() ?? "", QueueName = queue.GetProperty("QueueName").GetString() ?? "" };

    public static QueueAttributes Read(JsonElement queue) => new()
    {
        QueueName = queue.GetProperty("QueueName").GetString() ?? "",
        QueueId = queue.GetProperty("QueueId").GetString(),
        MaxMsgHeapNum = Api3Json.Number(queue, "MaxMsgHeapNum"),
        PollingWaitSeconds = (int)Api3Json.Number(queue, "PollingWaitSeconds"),
        VisibilityTimeout = (int)Api3Json.Number(queue, "VisibilityTimeout"),
        MaxMsgSize = (int)Api3Json.Number(queue, "MaxMsgSize"),
        MsgRetentionSeconds = (int)Api3Json.Number(queue, "MsgRetentionSeconds"),
        RewindSeconds = (int)Api3Json.Number(queue, "RewindSeconds"),
        DeadLetterPolicy = ReadPolicy(queue),
        CreatedAt = Api3Json.Time(queue, "CreateTime"),
        LastModifiedAt = Api3Json.Time(queue, "LastModifyTime"),
        ActiveMessages = Api3Json.Number(queue, "ActiveMsgNum"),
        InactiveMessages = Api3Json.Number(queue, "InactiveMsgNum"),
        DelayedMessages = Api3Json.Number(queue, "DelayMsgNum"),
        RewindableMessages = Api3Json.Number(queue, "RewindMsgNum"),
        OldestMessageAt = DateTimeOffset.FromUnixTimeSeconds(Api3Json.Number(queue, "MinMsgTime")),
    };

    private static DeadLetterPolicy? ReadPolicy(JsonElement queue)
    {
        if (!queue.TryGetProperty("DeadLetterPolicy", out JsonElement policy) || policy.ValueKind == JsonValueKind.Null)
            return null;
        string name = Api3Json.Text(policy, "DeadLetterQueue");
        return name.Length == 0 ? null
            : Api3Json.Number(policy, "Policy") == AfterSeconds ? DeadLetterPolicy.AfterSeconds(name, (int)Api3Json.Number(policy, "MaxTimeToLive"))
            : DeadLetterPolicy.AfterReceives(name, (int)Api3Json.Number(policy, "MaxReceiveCount"));
    }
}
