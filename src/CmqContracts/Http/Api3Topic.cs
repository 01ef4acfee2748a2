using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Topics and subscriptions as API 3.0 writes them, the structures CmqTopic and CmqSubscription.</summary>
internal static class Api3Topic
{
    public static TopicAttributes Read(JsonElement topic) => new()
    {
        TopicName = topic.GetProperty("TopicName").GetString() ?? "",
        TopicId = topic.GetProperty("TopicId").GetString(),
        Filter = Api3Json.Number(topic, "FilterType") == (int)TopicFilter.RoutingKey ? TopicFilter.RoutingKey : TopicFilter.Tags,
        MaxMsgSize = (int)Api3Json.Number(topic, "MaxMsgSize"),
        MsgRetentionSeconds = (int)Api3Json.Number(topic, "MsgRetentionSeconds"),
        PendingMessages = Api3Json.Number(topic, "MsgCount"),
        CreatedAt = Api3Json.Time(topic, "CreateTime"),
        LastModifiedAt = Api3Json.Time(topic, "LastModifyTime"),
    };

    public static SubscriptionListEntry ReadEntry(JsonElement subscription) => new()
    {
        SubscriptionId = subscription.GetProperty("SubscriptionId").GetString() ?? "",
        SubscriptionName = subscription.GetProperty("SubscriptionName").GetString() ?? "",
        Protocol = SubscriptionValues.ReadProtocol(subscription.GetProperty("Protocol").GetString() ?? ""),
        Endpoint = subscription.GetProperty("Endpoint").GetString() ?? "",
    };

    /// <param name="subscription">The structure.</param>
    /// <param name="topicName">The topic that was asked for.</param>
    public static SubscriptionAttributes ReadSubscription(JsonElement subscription, string topicName)
    {
        SubscriptionListEntry entry = ReadEntry(subscription);
        return new SubscriptionAttributes
        {
            SubscriptionName = entry.SubscriptionName,
            SubscriptionId = entry.SubscriptionId,
            TopicName = topicName,
            TopicOwner = Api3Json.Number(subscription, "TopicOwner").ToString(System.Globalization.CultureInfo.InvariantCulture),
            Protocol = entry.Protocol,
            Endpoint = entry.Endpoint,
            NotifyStrategy = SubscriptionValues.ReadStrategy(subscription.GetProperty("NotifyStrategy").GetString()) ?? NotifyStrategy.ExponentialDecayRetry,
            NotifyContentFormat = SubscriptionValues.ReadFormat(subscription.GetProperty("NotifyContentFormat").GetString()) ?? NotifyContentFormat.Json,
            FilterTags = Texts(subscription, "FilterTags"),
            BindingKeys = Texts(subscription, "BindingKey"),
            PendingMessages = Api3Json.Number(subscription, "MsgCount"),
            CreatedAt = Api3Json.Time(subscription, "CreateTime"),
            LastModifiedAt = Api3Json.Time(subscription, "LastModifyTime"),
        };
    }

    private static string[] Texts(JsonElement item, string name) => [.. Api3Json.Items(item, name).Select(static text => text.GetString() ?? "")];
}
