using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>Subscribe and SetSubscriptionAttributes on the wire.</summary>
internal static class SubscribeForm
{
    /// <summary>Writes the parameters of Subscribe.</summary>
    public static void Write(V2Parameters parameters, SubscribeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        WriteNames(parameters, request.TopicName, request.SubscriptionName);
        parameters.Add("protocol"u8, SubscriptionValues.ToWire(request.Protocol));
        parameters.Add("endpoint"u8, request.Endpoint);
        WriteSettings(
            parameters,
            request.NotifyStrategy,
            request.NotifyContentFormat ?? (request.Protocol == SubscriptionProtocol.Queue ? NotifyContentFormat.Simplified : null),
            request.FilterTags,
            request.BindingKeys);
    }

    /// <summary>Writes the parameters of SetSubscriptionAttributes.</summary>
    public static void Write(V2Parameters parameters, SetSubscriptionAttributesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        WriteNames(parameters, request.TopicName, request.SubscriptionName);
        WriteSettings(parameters, request.Settings.NotifyStrategy, request.Settings.NotifyContentFormat, request.Settings.FilterTags, request.Settings.BindingKeys);
    }

    /// <summary>Writes the two names that every action on a subscription takes.</summary>
    public static void WriteNames(V2Parameters parameters, string topicName, string subscriptionName)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add("topicName"u8, topicName);
        parameters.Add("subscriptionName"u8, subscriptionName);
    }

    /// <summary>Reads a Subscribe.</summary>
    public static SubscribeRequest Read(V2Parameters parameters) => new(
        parameters.RequireString("topicName"),
        parameters.RequireString("subscriptionName"),
        SubscriptionValues.ReadProtocol(parameters.RequireString("protocol")),
        parameters.RequireString("endpoint"))
    {
        NotifyStrategy = SubscriptionValues.ReadStrategy(parameters.OptionalString("notifyStrategy")),
        NotifyContentFormat = SubscriptionValues.ReadFormat(parameters.OptionalString("notifyContentFormat")),
        FilterTags = parameters.OptionalStringList("filterTag", int.MaxValue),
        BindingKeys = parameters.OptionalStringList("bindingKey", int.MaxValue),
    };

    /// <summary>Reads a SetSubscriptionAttributes.</summary>
    public static SetSubscriptionAttributesRequest ReadSet(V2Parameters parameters) => new(
        parameters.RequireString("topicName"),
        parameters.RequireString("subscriptionName"),
        new SubscriptionSettings
        {
            NotifyStrategy = SubscriptionValues.ReadStrategy(parameters.OptionalString("notifyStrategy")),
            NotifyContentFormat = SubscriptionValues.ReadFormat(parameters.OptionalString("notifyContentFormat")),
            FilterTags = parameters.OptionalStringList("filterTag", int.MaxValue),
            BindingKeys = parameters.OptionalStringList("bindingKey", int.MaxValue),
        });

    /// <summary>Writes the fields of Subscribe's reply. The documents do not name the id; clients require it.</summary>
    public static void WriteReply(Utf8JsonWriter json, string subscriptionId)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("subscriptionId"u8, subscriptionId);
    }

    /// <summary>Reads the subscription's id out of Subscribe's reply; empty when it is not there.</summary>
    public static string ReadReply(ReadOnlySpan<byte> reply) => V2ReplyReader.ReadId(reply, "subscriptionId"u8);

    private static void WriteSettings(V2Parameters parameters, NotifyStrategy? strategy, NotifyContentFormat? format, IReadOnlyList<string> filterTags, IReadOnlyList<string> bindingKeys)
    {
        if (strategy is { } chosen)
            parameters.Add("notifyStrategy"u8, SubscriptionValues.ToWire(chosen));
        if (format is { } spelled)
            parameters.Add("notifyContentFormat"u8, SubscriptionValues.ToWire(spelled));
        parameters.AddList("filterTag"u8, filterTags);
        parameters.AddList("bindingKey"u8, bindingKeys);
    }
}
