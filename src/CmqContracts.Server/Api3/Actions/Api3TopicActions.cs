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
        TopicRules.Check(request, context.Limits);
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
        (int total, IReadOnlyList<Described> topics) = await PageAsync(context).ConfigureAwait(false);
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

    /// <summary>How many topics match <c>TopicName</c> and <c>TopicNameList</c>, and those on the requested page.</summary>
    private static async ValueTask<(int Total, IReadOnlyList<Described> Page)> PageAsync(Api3Context context)
    {
        (Api3Page page, string? word, IReadOnlyList<string> names) = Api3Lookup.Read(context, "Topic");
        if (names.Count > 0)
        {
            IReadOnlyList<Described> found = await FindAllAsync(context, names.Where(name => word is null || name.Contains(word, StringComparison.OrdinalIgnoreCase)).Distinct(CmqNameRule.Comparer)).ConfigureAwait(false);
            return (found.Count, page.Of(found));
        }

        TopicList list = await context.Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = word, Offset = page.Offset, Limit = page.Limit }, context.Aborted).ConfigureAwait(false);
        return (list.TotalCount, await FindAllAsync(context, list.Topics.Select(static topic => topic.TopicName)).ConfigureAwait(false));
    }

    private static ValueTask<IReadOnlyList<Described>> FindAllAsync(Api3Context context, IEnumerable<string> names) =>
        Api3Lookup.FindAllAsync(names, name => GetAsync(context, name));

    private static async ValueTask<Described> GetAsync(Api3Context context, string name)
    {
        TopicAttributes topic = await context.Service.GetTopicAttributesAsync(name, context.Aborted).ConfigureAwait(false);
        SubscriptionList subscriptions = await context.Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(name) { Limit = 1 }, context.Aborted).ConfigureAwait(false);
        return new Described(topic, subscriptions.TotalCount);
    }

    private static string TopicName(Api3Context context) => context.Parameters.RequireString("TopicName");

    private sealed record Described(TopicAttributes Topic, int Subscriptions);
}
