using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>ListSubscriptionByTopic on the wire.</summary>
internal static class SubscriptionListForm
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
        return new ListSubscriptionsRequest(parameters.RequireString("topicName")) { SearchWord = searchWord, Offset = offset, Limit = limit };
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
        return new SubscriptionList { TotalCount = totalCount, Subscriptions = subscriptions };
    }

    private static SubscriptionListEntry ReadEntry(ref Utf8JsonReader json)
    {
        string id = "", name = "", endpoint = "";
        SubscriptionProtocol protocol = SubscriptionProtocol.Queue;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "subscriptionId": id = V2ReplyReader.ReadText(ref json); break;
                case "subscriptionName": name = V2ReplyReader.ReadName(ref json); break;
                case "protocol" or "protocal": protocol = SubscriptionAttributesForm.ReadProtocol(ref json); break;
                case "endpoint": endpoint = V2ReplyReader.ReadText(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return name.Length > 0
            ? new SubscriptionListEntry { SubscriptionId = id, SubscriptionName = name, Protocol = protocol, Endpoint = endpoint }
            : throw new JsonException("A subscription in the reply has no name.");
    }
}
