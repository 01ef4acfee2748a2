using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on topics. A publish is carried out even if its client disconnects.</summary>
internal static class V2TopicActions
{
    public static async ValueTask CreateAsync(V2Context context)
    {
        string topicId = await context.Service.CreateTopicAsync(TopicForm.ReadCreate(context.Parameters), context.Aborted).ConfigureAwait(false);
        TopicForm.WriteCreateReply(context.Reply.Ok(), topicId);
    }

    public static async ValueTask ListAsync(V2Context context)
    {
        TopicList topics = await context.Service.ListTopicsAsync(TopicListForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false);
        TopicListForm.WriteReply(context.Reply.Ok(), topics);
    }

    public static async ValueTask GetAttributesAsync(V2Context context)
    {
        TopicAttributes topic = await context.Service.GetTopicAttributesAsync(TopicName(context), context.Aborted).ConfigureAwait(false);
        TopicAttributesForm.WriteReply(context.Reply.Ok(), topic);
    }

    public static async ValueTask SetAttributesAsync(V2Context context)
    {
        await context.Service.SetTopicAttributesAsync(TopicForm.ReadSet(context.Parameters), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask DeleteAsync(V2Context context)
    {
        await context.Service.DeleteTopicAsync(TopicName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask PublishAsync(V2Context context)
    {
        IReadOnlyList<string> ids = await context.Service.PublishMessagesAsync(PublishMessagesForm.ReadSingle(context.Parameters)).ConfigureAwait(false);
        SendMessagesForm.WriteSingleReply(context.Reply.Ok(), ids[0]);
    }

    public static async ValueTask BatchPublishAsync(V2Context context)
    {
        IReadOnlyList<string> ids = await context.Service.PublishMessagesAsync(PublishMessagesForm.ReadBatch(context.Parameters, context.Limits)).ConfigureAwait(false);
        SendMessagesForm.WriteBatchReply(context.Reply.Ok(), ids);
    }

    /// <summary>The TCP protocol is not served, so the list of addresses is empty.</summary>
    public static async ValueTask QueryRouteAsync(V2Context context)
    {
        await context.Service.GetTopicAttributesAsync(TopicName(context), context.Aborted).ConfigureAwait(false);
        V2RouteReply.Write(context.Reply.Ok());
    }

    private static string TopicName(V2Context context) => context.Parameters.RequireString("topicName");
}
