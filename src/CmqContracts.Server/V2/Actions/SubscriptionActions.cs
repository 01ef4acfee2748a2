using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on subscriptions.</summary>
internal static class SubscriptionActions
{
    public static async ValueTask SubscribeAsync(ActionContext context)
    {
        string subscriptionId = await context.Service.SubscribeAsync(SubscribeForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        SubscribeForm.WriteReply(context.Reply.Ok(), subscriptionId);
    }

    public static async ValueTask ListAsync(ActionContext context)
    {
        SubscriptionList subscriptions = await context.Service.ListSubscriptionsAsync(SubscriptionListForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        SubscriptionListForm.WriteReply(context.Reply.Ok(), subscriptions);
    }

    public static async ValueTask GetAttributesAsync(ActionContext context)
    {
        (string topic, string subscription) = Names(context);
        SubscriptionAttributes attributes = await context.Service.GetSubscriptionAttributesAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        SubscriptionAttributesForm.WriteReply(context.Reply.Ok(), attributes);
    }

    public static async ValueTask SetAttributesAsync(ActionContext context)
    {
        await context.Service.SetSubscriptionAttributesAsync(SubscribeForm.ReadSet(context.Parameters), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnsubscribeAsync(ActionContext context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.UnsubscribeAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearFilterTagsAsync(ActionContext context)
    {
        (string topic, string subscription) = Names(context);
        await context.Service.ClearSubscriptionFilterTagsAsync(topic, subscription, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    private static (string Topic, string Subscription) Names(ActionContext context) =>
        (context.Parameters.RequireString("topicName"), context.Parameters.RequireString("subscriptionName"));
}
