using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The reply of GetSubscriptionAttributes. Where clients disagree about a field's name it stands there under both.</summary>
internal static class SubscriptionAttributesForm
{
    /// <summary>Writes attributes and counters.</summary>
    public static void WriteReply(Utf8JsonWriter json, SubscriptionAttributes subscription)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(subscription);
        json.WriteString("topicOwner"u8, subscription.TopicOwner);
        json.WriteString("topicName"u8, subscription.TopicName);
        json.WriteString("subscriptionName"u8, subscription.SubscriptionName);
        if (subscription.SubscriptionId is not null)
            json.WriteString("subscriptionId"u8, subscription.SubscriptionId);
        json.WriteNumber("msgCount"u8, subscription.PendingMessages);
        WriteProtocol(json, subscription.Protocol);
        json.WriteString("endpoint"u8, subscription.Endpoint);
        json.WriteString("notifyStrategy"u8, SubscriptionValues.ToWire(subscription.NotifyStrategy));
        json.WriteString("notifyContentFormat"u8, SubscriptionValues.ToWire(subscription.NotifyContentFormat));
        json.WriteNumber("createTime"u8, subscription.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("lastModifyTime"u8, subscription.LastModifiedAt.ToUnixTimeSeconds());
        WriteTexts(json, "filterTag"u8, subscription.FilterTags);
        WriteTexts(json, "filterTags"u8, subscription.FilterTags);
        WriteTexts(json, "bindingKey"u8, subscription.BindingKeys);
    }

    /// <summary>Reads attributes and counters out of a reply.</summary>
    public static SubscriptionAttributes ReadReply(ReadOnlySpan<byte> reply, string topicName, string subscriptionName)
    {
        string owner = "", topic = topicName, name = subscriptionName;
        string? id = null, endpoint = null;
        long pending = 0;
        SubscriptionProtocol? protocol = null;
        NotifyStrategy strategy = default;
        NotifyContentFormat format = default;
        DateTimeOffset created = default, modified = default;
        IReadOnlyList<string> tags = [], keys = [];
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "topicOwner": owner = V2ReplyReader.ReadText(ref json); break;
                case "topicName": topic = V2ReplyReader.ReadText(ref json); break;
                case "subscriptionName": name = V2ReplyReader.ReadText(ref json); break;
                case "subscriptionId": id = V2ReplyReader.ReadText(ref json); break;
                case "msgCount": pending = V2ReplyReader.ReadNumber(ref json); break;
                case "protocol" or "protocal": protocol = ReadProtocol(ref json); break;
                case "endpoint": endpoint = V2ReplyReader.ReadText(ref json); break;
                case "notifyStrategy": strategy = ReadValue(ref json, SubscriptionValues.ReadStrategy) ?? default; break;
                case "notifyContentFormat": format = ReadValue(ref json, SubscriptionValues.ReadFormat) ?? default; break;
                case "createTime": created = V2ReplyReader.ReadTime(ref json); break;
                case "lastModifyTime": modified = V2ReplyReader.ReadTime(ref json); break;
                case "filterTag" or "filterTags": tags = V2ReplyReader.ReadTexts(ref json); break;
                case "bindingKey": keys = V2ReplyReader.ReadTexts(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new SubscriptionAttributes
        {
            TopicOwner = owner,
            TopicName = topic,
            SubscriptionName = name,
            SubscriptionId = id,
            PendingMessages = pending,
            Protocol = V2ReplyReader.Require(protocol, "protocol"),
            Endpoint = V2ReplyReader.Require(endpoint, "endpoint"),
            NotifyStrategy = strategy,
            NotifyContentFormat = format,
            CreatedAt = created,
            LastModifiedAt = modified,
            FilterTags = tags,
            BindingKeys = keys,
        };
    }

    internal static void WriteProtocol(Utf8JsonWriter json, SubscriptionProtocol protocol)
    {
        json.WriteString("protocol"u8, SubscriptionValues.ToWire(protocol));
        json.WriteString("protocal"u8, SubscriptionValues.ToWire(protocol));
    }

    internal static SubscriptionProtocol ReadProtocol(ref Utf8JsonReader json) => ReadValue(ref json, SubscriptionValues.ReadProtocol);

    private static T ReadValue<T>(ref Utf8JsonReader json, Func<string, T> read)
    {
        try
        {
            return read(V2ReplyReader.ReadText(ref json));
        }
        catch (CmqServiceException e)
        {
            throw new JsonException(e.Detail, e);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
