using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The API 3.0 actions that change queues.</summary>
internal static class Api3QueueActions
{
    public static async ValueTask CreateAsync(Api3Context context)
    {
        CreateQueueRequest given = new(QueueName(context), Api3QueueSettings.Read(context.Parameters, context.Parameters.OptionalString("DeadLetterQueueName")));
        RequestRules.Check(given, context.Limits);
        CreateQueueRequest request = given with { Settings = Api3QueueSettings.ForNewQueue(given.Settings, context.Limits, context.BackendLimits) };
        string id = await context.Service.CreateQueueAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok().WriteString("QueueId"u8, id);
    }

    public static async ValueTask ModifyAsync(Api3Context context)
    {
        string? deadLetterQueue = context.Parameters.OptionalString("DeadLetterQueueName");
        if (deadLetterQueue is null && Api3QueueSettings.ChangesPolicy(context.Parameters))
        {
            QueueAttributes queue = await context.Service.GetQueueAttributesAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
            deadLetterQueue = queue.DeadLetterPolicy?.DeadLetterQueue;
        }

        SetQueueAttributesRequest request = new(QueueName(context), Api3QueueSettings.Read(context.Parameters, deadLetterQueue));
        QueueSettingsRules.Check(request.Settings, context.Limits);
        await context.Service.SetQueueAttributesAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask DeleteAsync(Api3Context context)
    {
        await context.Service.DeleteQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask ClearAsync(Api3Context context)
    {
        await context.Service.ClearQueueAsync(QueueName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask RewindAsync(Api3Context context)
    {
        RewindQueueRequest request = new(QueueName(context), context.Parameters.RequireNumber("StartConsumeTime"));
        await context.Service.RewindQueueAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask UnbindDeadLetterAsync(Api3Context context)
    {
        await context.Service.UnbindDeadLetterQueueAsync(context.Parameters.RequireString("SourceQueueName"), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    private static string QueueName(Api3Context context) => context.Parameters.RequireString("QueueName");
}
