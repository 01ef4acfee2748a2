using System.Globalization;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Writes the structures CmqTopic and CmqSubscription. Fields that this server has no value for are 0, <c>false</c> or empty.</summary>
internal static class Api3TopicWriter
{
    private const int Normal = 1;

    public static void Write(Utf8JsonWriter json, TopicAttributes topic, int subscriptions)
    {
        json.WriteStartObject();
        json.WriteString("TopicId"u8, topic.TopicId);
        json.WriteString("TopicName"u8, topic.TopicName);
        json.WriteNumber("MsgRetentionSeconds"u8, topic.MsgRetentionSeconds);
        json.WriteNumber("MaxMsgSize"u8, topic.MaxMsgSize);
        json.WriteNumber("Qps"u8, 0);
        json.WriteNumber("FilterType"u8, (int)topic.Filter);
        json.WriteNumber("CreateTime"u8, topic.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("LastModifyTime"u8, topic.LastModifiedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("MsgCount"u8, topic.PendingMessages);
        json.WriteNumber("CreateUin"u8, 0);
        json.WriteStartArray("Tags"u8);
        json.WriteEndArray();
        json.WriteBoolean("Trace"u8, false);
        json.WriteString("TenantId"u8, "");
        json.WriteString("NamespaceName"u8, "");
        json.WriteNumber("Status"u8, Normal);
        json.WriteNumber("BrokerType"u8, 0);
        json.WriteNumber("SubscriptionCount"u8, subscriptions);
        json.WriteEndObject();
    }

    /// <summary>Writes a subscription. In API 3.0 its owner is a number: 0 for an account whose name is not a number.</summary>
    public static void Write(Utf8JsonWriter json, SubscriptionAttributes subscription, string id)
    {
        json.WriteStartObject();
        json.WriteString("SubscriptionName"u8, subscription.SubscriptionName);
        json.WriteString("SubscriptionId"u8, id);
        json.WriteNumber("TopicOwner"u8, long.TryParse(subscription.TopicOwner, NumberStyles.None, CultureInfo.InvariantCulture, out long owner) ? owner : 0);
        json.WriteNumber("MsgCount"u8, subscription.PendingMessages);
        json.WriteNumber("LastModifyTime"u8, subscription.LastModifiedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("CreateTime"u8, subscription.CreatedAt.ToUnixTimeMilliseconds());
        WriteList(json, "BindingKey", subscription.BindingKeys);
        json.WriteString("Endpoint"u8, subscription.Endpoint);
        WriteList(json, "FilterTags", subscription.FilterTags);
        json.WriteString("Protocol"u8, SubscriptionValues.ToWire(subscription.Protocol));
        json.WriteString("NotifyStrategy"u8, SubscriptionValues.ToWire(subscription.NotifyStrategy));
        json.WriteString("NotifyContentFormat"u8, SubscriptionValues.ToWire(subscription.NotifyContentFormat));
        json.WriteString("TopicName"u8, subscription.TopicName);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
