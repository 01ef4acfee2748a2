using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on subscriptions.</summary>
internal static class V2SubscriptionActions
{
    public static async ValueTask SubscribeAsync(V2Context context)
    {
        string subscriptionId = await context.Service.SubscribeAsync(SubscribeForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        SubscribeForm.WriteReply(context.Reply.Ok(), subscriptionId);
    }

    public static async ValueTask ListAsync(V2Context context)
    {
        SubscriptionList subscriptions = await context.Service.ListSubscriptionsAsync(SubscriptionListForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        SubscriptionListForm.WriteReply(context.Reply.Ok(), subscriptions);
    }

    public static async ValueTask GetAttributesAsync(V2Context context)
    {
        (string topic, string subscription) = Names(context);
        SubscriptionAttributes attributes = await context.Service.GetSubscriptionAttributesAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        SubscriptionAttributesForm.WriteReply(context.Reply.Ok(), attributes);
    }

    public static async ValueTask SetAttributesAsync(V2Context context)
    {
        await context.Service.SetSubscriptionAttributesAsync(SubscribeForm.ReadSet(context.Parameters), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnsubscribeAsync(V2Context context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.UnsubscribeAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearFilterTagsAsync(V2Context context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.ClearSubscriptionFilterTagsAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    private static (string Topic, string Subscription) Names(V2Context context) =>
        (context.Parameters.RequireString("topicName"), context.Parameters.RequireString("subscriptionName"));
}
