using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0 on topics. <c>Trace</c> and <c>Tags</c> are accepted and have no effect.</summary>
internal static class Api3TopicActions
{
    public static async ValueTask CreateAsync(Api3Context context)
    {
        TopicFilter filter = (TopicFilter)(context.Parameters.OptionalInt32("FilterType") ?? (int)TopicFilter.Tags);
        CreateTopicRequest given = new(TopicName(context), ReadSettings(context)) { Filter = filter };
        TopicRules.Check(given, context.Limits);
        CreateTopicRequest request = given with { Settings = TopicRules.ForNewTopic(given.Settings, context.Limits) };
        string id = await context.Service.CreateTopicAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok().WriteString("TopicId"u8, id);
    }

    public static async ValueTask ModifyAsync(Api3Context context)
    {
        SetTopicAttributesRequest request = new(TopicName(context), ReadSettings(context));
        await context.Service.SetTopicAttributesAsync(request, context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask DeleteAsync(Api3Context context)
    {
        await context.Service.DeleteTopicAsync(TopicName(context), context.Aborted).ConfigureAwait(false);
        context.Reply.Ok();
    }

    public static async ValueTask DetailAsync(Api3Context context)
    {
        (TopicAttributes topic, int subscriptions) = await GetAsync(context, TopicName(context)).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WritePropertyName("TopicDescribe"u8);
        Api3TopicWriter.Write(json, topic, subscriptions);
    }

    public static async ValueTask ListAsync(Api3Context context)
    {
        (int total, IReadOnlyList<Described> topics) = await Api3Lookup.PageAsync(context, (word, page) => ListAsync(context, word, page), name => GetAsync(context, name)).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, total);
        json.WriteStartArray("TopicList"u8);
        foreach ((TopicAttributes topic, int subscriptions) in topics)
            Api3TopicWriter.Write(json, topic, subscriptions);
        json.WriteEndArray();
    }

    private static TopicSettings ReadSettings(Api3Context context) => new()
    {
        MaxMsgSize = context.Parameters.OptionalInt32("MaxMsgSize"),
        MsgRetentionSeconds = context.Parameters.OptionalInt32("MsgRetentionSeconds"),
    };

    private static async ValueTask<(int Total, IReadOnlyList<string> Names)> ListAsync(Api3Context context, string? word, Api3Page page)
    {
        TopicList list = await context.Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = word, Offset = page.Offset, Limit = page.Limit }, context.Aborted).ConfigureAwait(false);
        return (list.TotalCount, [.. list.Topics.Select(topic => topic.TopicName)]);
    }

    private static async ValueTask<Described> GetAsync(Api3Context context, string name)
    {
        TopicAttributes topic = await context.Service.GetTopicAttributesAsync(name, context.Aborted).ConfigureAwait(false);
        SubscriptionList subscriptions = await context.Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(name) { Limit = 1 }, context.Aborted).ConfigureAwait(false);
        return new Described(topic, subscriptions.TotalCount);
    }

    private static string TopicName(Api3Context context) => context.Parameters.RequireString("TopicName");

    private sealed record Described(TopicAttributes Topic, int Subscriptions);
}
