using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ListSubscriptionByTopic on the wire.</summary>
public static class SubscriptionListForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, ListSubscriptionsRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("topicName"u8, request.TopicName);
        PageForm.Write(parameters, request.SearchWord, request.Offset, request.Limit);
    }

    /// <summary>Reads a request.</summary>
    public static ListSubscriptionsRequest Read(V2Parameters parameters, CmqLimits limits)
    {
        (string? searchWord, int offset, int limit) = PageForm.Read(parameters, limits);
        return new ListSubscriptionsRequest(parameters.RequireString("topicName"), searchWord, offset, limit);
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, SubscriptionList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        PageForm.WriteReply(json, list.TotalCount, "subscriptionList"u8, list.Subscriptions, static (json, subscription) =>
        {
            json.WriteString("subscriptionId"u8, subscription.SubscriptionId);
            json.WriteString("subscriptionName"u8, subscription.SubscriptionName);
            SubscriptionAttributesForm.WriteProtocol(json, subscription.Protocol);
            json.WriteString("endpoint"u8, subscription.Endpoint);
        });
    }

    /// <summary>Reads a list out of a reply.</summary>
    public static SubscriptionList ReadReply(ReadOnlySpan<byte> reply)
    {
        (int totalCount, List<SubscriptionListEntry> subscriptions) = PageForm.ReadReply(reply, "subscriptionList"u8, ReadEntry);
        return new SubscriptionList(totalCount, subscriptions);
    }

    private static SubscriptionListEntry ReadEntry(ref Utf8JsonReader json)
    {
        SubscriptionListEntry entry = new("", "", SubscriptionProtocol.Queue, "");
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "subscriptionId": entry = entry with { SubscriptionId = V2ReplyReader.ReadText(ref json) }; break;
                case "subscriptionName": entry = entry with { SubscriptionName = V2ReplyReader.ReadName(ref json) }; break;
                case "protocol" or "protocal": entry = entry with { Protocol = SubscriptionAttributesForm.ReadProtocol(ref json) }; break;
                case "endpoint": entry = entry with { Endpoint = V2ReplyReader.ReadText(ref json) }; break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return entry.SubscriptionName.Length > 0 ? entry : throw new JsonException("A subscription in the reply has no name.");
    }
}
