using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0 on messages. Each is carried out even if its client disconnects.</summary>
internal static class Api3MessageActions
{
    public static async ValueTask SendAsync(Api3Context context)
    {
        SendMessagesRequest request = new(context.Parameters.RequireString("QueueName"), Body(context)) { DelaySeconds = context.Parameters.OptionalInt32("DelaySeconds") ?? 0 };
        WriteSent(context, await context.Service.SendMessagesAsync(request).ConfigureAwait(false));
    }

    /// <summary>Publishes a message. <c>MsgTag</c> has its tags, or its routing key if the topic filters by routing key.</summary>
    public static async ValueTask PublishAsync(Api3Context context)
    {
        string topicName = context.Parameters.RequireString("TopicName");
        IReadOnlyList<string> tags = context.Parameters.List("MsgTag");
        PublishMessagesRequest request = new(topicName, Body(context));
        TopicAttributes topic = await context.Service.GetTopicAttributesAsync(topicName).ConfigureAwait(false);
        if (topic.Filter == TopicFilter.Tags)
            request = request with { Tags = tags };
        else if (tags.Count <= 1)
            request = request with { RoutingKey = tags.Count == 0 ? null : tags[0] };
        else
            throw Api3Exception.Invalid("MsgTag", "must be one routing key, because the topic filters by routing key");
        WriteSent(context, await context.Service.PublishMessagesAsync(request).ConfigureAwait(false));
    }

    /// <summary>The body, which is known to be UTF-8, because reading the parameters has checked it.</summary>
    private static Utf8Bodies Body(Api3Context context) => new(context.Parameters.RequireBytes("MsgContent"));

    private static void WriteSent(Api3Context context, IReadOnlyList<string> ids)
    {
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteBoolean("Result"u8, true);
        json.WriteString("MsgId"u8, ids[0]);
    }
}
