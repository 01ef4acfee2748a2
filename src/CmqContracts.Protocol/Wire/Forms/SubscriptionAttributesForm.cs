using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The reply of GetSubscriptionAttributes. Where clients disagree about a field's name it stands there under both.</summary>
public static class SubscriptionAttributesForm
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
        SubscriptionAttributes found = new() { TopicName = topicName, SubscriptionName = subscriptionName };
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "topicOwner": found = found with { TopicOwner = V2ReplyReader.ReadText(ref json) }; break;
                case "topicName": found = found with { TopicName = V2ReplyReader.ReadText(ref json) }; break;
                case "subscriptionName": found = found with { SubscriptionName = V2ReplyReader.ReadText(ref json) }; break;
                case "subscriptionId": found = found with { SubscriptionId = V2ReplyReader.ReadText(ref json) }; break;
                case "msgCount": found = found with { PendingMessages = V2ReplyReader.ReadNumber(ref json) }; break;
                case "protocol" or "protocal": found = found with { Protocol = ReadProtocol(ref json) }; break;
                case "endpoint": found = found with { Endpoint = V2ReplyReader.ReadText(ref json) }; break;
                case "notifyStrategy": found = found with { NotifyStrategy = ReadValue(ref json, SubscriptionValues.ReadStrategy) ?? default }; break;
                case "notifyContentFormat": found = found with { NotifyContentFormat = ReadValue(ref json, SubscriptionValues.ReadFormat) ?? default }; break;
                case "createTime": found = found with { CreatedAt = V2ReplyReader.ReadTime(ref json) }; break;
                case "lastModifyTime": found = found with { LastModifiedAt = V2ReplyReader.ReadTime(ref json) }; break;
                case "filterTag" or "filterTags": found = found with { FilterTags = V2ReplyReader.ReadTexts(ref json) }; break;
                case "bindingKey": found = found with { BindingKeys = V2ReplyReader.ReadTexts(ref json) }; break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return found;
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
