using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on queues.</summary>
internal static class V2QueueActions
{
    public static async ValueTask CreateAsync(V2Context context)
    {
        string queueId = await context.Service.CreateQueueAsync(CreateQueueForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        CreateQueueForm.WriteReply(context.Reply.Ok(), queueId);
    }

    public static async ValueTask ListAsync(V2Context context)
    {
        QueueList queues = await context.Service.ListQueuesAsync(QueueListForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        QueueListForm.WriteReply(context.Reply.Ok(), queues);
    }

    public static async ValueTask GetAttributesAsync(V2Context context)
    {
        QueueAttributes queue = await context.Service.GetQueueAttributesAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        QueueAttributesForm.WriteReply(context.Reply.Ok(), queue);
    }

    public static async ValueTask SetAttributesAsync(V2Context context)
    {
        SetQueueAttributesRequest request = new(QueueName(context), QueueSettingsForm.Read(context.Parameters));
        await context.Service.SetQueueAttributesAsync(request, context.Aborted).ConfigureAwait(false);
        QueueAttributes queue = await context.Service.GetQueueAttributesAsync(request.QueueName, context.Aborted).ConfigureAwait(false);
        QueueAttributesForm.WriteSettings(context.Reply.Ok(), queue);
    }

    public static async ValueTask DeleteAsync(V2Context context)
    {
        await context.Service.DeleteQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearAsync(V2Context context)
    {
        await context.Service.ClearQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask RewindAsync(V2Context context)
    {
        await context.Service.RewindQueueAsync(RewindQueueForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnbindDeadLetterAsync(V2Context context)
    {
        await context.Service.UnbindDeadLetterQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ListDeadLetterSourcesAsync(V2Context context)
    {
        QueueList queues = await context.Service.ListDeadLetterSourceQueuesAsync(QueueListForm.ReadSources(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        QueueListForm.WriteReply(context.Reply.Ok(), queues);
    }

    /// <summary>The TCP protocol is not served, so the list of addresses is empty.</summary>
    public static async ValueTask QueryRouteAsync(V2Context context)
    {
        await context.Service.GetQueueAttributesAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        V2RouteReply.Write(context.Reply.Ok());
    }

    private static string QueueName(V2Context context) => context.Parameters.RequireString("queueName");
}
