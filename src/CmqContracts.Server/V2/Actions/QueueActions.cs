using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on queues.</summary>
internal static class QueueActions
{
    public static async ValueTask CreateAsync(ActionContext context)
    {
        string queueId = await context.Service.CreateQueueAsync(CreateQueueForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        CreateQueueForm.WriteReply(context.Reply.Ok(), queueId);
    }

    public static async ValueTask ListAsync(ActionContext context)
    {
        QueueList queues = await context.Service.ListQueuesAsync(QueueListForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        QueueListForm.WriteReply(context.Reply.Ok(), queues);
    }

    public static async ValueTask GetAttributesAsync(ActionContext context)
    {
        QueueAttributes queue = await context.Service.GetQueueAttributesAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        QueueAttributesForm.WriteReply(context.Reply.Ok(), queue);
    }

    public static async ValueTask SetAttributesAsync(ActionContext context)
    {
        SetQueueAttributesRequest request = new(QueueName(context), QueueSettingsForm.Read(context.Parameters));
        QueueAttributes queue = await context.Service.SetQueueAttributesAsync(request, context.Aborted).ConfigureAwait(false);
        QueueAttributesForm.WriteSettings(context.Reply.Ok(), queue);
    }

    public static async ValueTask DeleteAsync(ActionContext context)
    {
        await context.Service.DeleteQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearAsync(ActionContext context)
    {
        await context.Service.ClearQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask RewindAsync(ActionContext context)
    {
        await context.Service.RewindQueueAsync(RewindQueueForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnbindDeadLetterAsync(ActionContext context)
    {
        await context.Service.UnbindDeadLetterQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ListDeadLetterSourcesAsync(ActionContext context)
    {
        QueueList queues = await context.Service.ListDeadLetterSourceQueuesAsync(QueueListForm.ReadSources(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        QueueListForm.WriteReply(context.Reply.Ok(), queues);
    }

    /// <summary>The TCP protocol is not served, so a queue that exists has no address.</summary>
    public static async ValueTask QueryRouteAsync(ActionContext context)
    {
        await context.Service.GetQueueAttributesAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        RouteReply.Write(context.Reply.Ok());
    }

    private static string QueueName(ActionContext context) => context.Parameters.RequireString("queueName");
}
