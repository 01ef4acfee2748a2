using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0 on subscriptions.</summary>
internal static class Api3SubscriptionActions
{
    public static async ValueTask SubscribeAsync(Api3Context context)
    {
        Api3Parameters parameters = context.Parameters;
        (string topic, string subscription) = Names(context);
        SubscribeRequest request = new(topic, subscription, SubscriptionValues.ReadProtocol(parameters.RequireString("Protocol")), parameters.RequireString("Endpoint"))
        {
            NotifyStrategy = SubscriptionValues.ReadStrategy(parameters.OptionalString("NotifyStrategy")),
            NotifyContentFormat = SubscriptionValues.ReadFormat(parameters.OptionalString("NotifyContentFormat")),
            FilterTags = parameters.List("FilterTag"),
            BindingKeys = parameters.List("BindingKey"),
        };
        string id = await context.Service.SubscribeAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok().WriteString("SubscriptionId"u8, id);
    }

    /// <summary>Changes a subscription. Here the list is <c>FilterTags</c>, where CreateCmqSubscribe has <c>FilterTag</c>.</summary>
    public static async ValueTask ModifyAsync(Api3Context context)
    {
        Api3Parameters parameters = context.Parameters;
        (string topic, string subscription) = Names(context);
        SubscriptionSettings settings = new()
        {
            NotifyStrategy = SubscriptionValues.ReadStrategy(parameters.OptionalString("NotifyStrategy")),
            NotifyContentFormat = SubscriptionValues.ReadFormat(parameters.OptionalString("NotifyContentFormat")),
            FilterTags = parameters.List("FilterTags"),
            BindingKeys = parameters.List("BindingKey"),
        };
        await context.Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(topic, subscription, settings), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnsubscribeAsync(Api3Context context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.UnsubscribeAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearFilterTagsAsync(Api3Context context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.ClearSubscriptionFilterTagsAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask DetailAsync(Api3Context context)
    {
        (int total, IReadOnlyList<FoundSubscription> page) = await Api3SubscriptionSearch.PageAsync(context).ConfigureAwait(false);
        IReadOnlyList<Described> subscriptions = await Api3Lookup.FindAllAsync(page, found => GetAsync(context, found)).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, total);
        json.WriteStartArray("SubscriptionSet"u8);
        foreach ((SubscriptionAttributes subscription, string id) in subscriptions)
            Api3TopicWriter.Write(json, subscription, id);
        json.WriteEndArray();
    }

    private static async ValueTask<Described> GetAsync(Api3Context context, FoundSubscription found) =>
        new(await context.Service.GetSubscriptionAttributesAsync(found.Topic, found.Subscription.SubscriptionName, context.Aborted).ConfigureAwait(false), found.Subscription.SubscriptionId);

    private static (string Topic, string Subscription) Names(Api3Context context) =>
        (context.Parameters.RequireString("TopicName"), context.Parameters.RequireString("SubscriptionName"));

    private sealed record Described(SubscriptionAttributes Subscription, string Id);
}
