namespace CmqContracts.Server;

/// <summary>A subscription with the topic that it belongs to.</summary>
internal sealed record FoundSubscription(string Topic, SubscriptionListEntry Subscription);

/// <summary>Finds subscriptions: those of a topic, or with <c>QueryType</c> <c>queue</c> those of a queue in all topics.</summary>
internal static class Api3SubscriptionSearch
{
    private const int PageSize = 50;

    public static async ValueTask<(int Total, IReadOnlyList<FoundSubscription> Page)> PageAsync(Api3Context context)
    {
        Api3Page page = Api3Page.Read(context);
        string? word = context.Parameters.OptionalString("SubscriptionName");
        string? queue = context.Parameters.OptionalString("QueueName");
        bool everyTopic = string.Equals(context.Parameters.OptionalString("QueryType"), "queue", StringComparison.OrdinalIgnoreCase);
        if (everyTopic && queue is null)
            throw Api3Exception.Missing("QueueName");
        if (queue is null)
        {
            string topic = context.Parameters.RequireString("TopicName");
            SubscriptionList list = await context.Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(topic) { SearchWord = word, Offset = page.Offset, Limit = page.Limit }, context.Aborted).ConfigureAwait(false);
            return (list.TotalCount, [.. list.Subscriptions.Select(subscription => new FoundSubscription(topic, subscription))]);
        }

        List<FoundSubscription> found = [];
        IReadOnlyList<string> topics = everyTopic ? await TopicsAsync(context).ConfigureAwait(false) : [context.Parameters.RequireString("TopicName")];
        foreach (string topic in topics)
            found.AddRange((await SubscriptionsAsync(context, topic, word).ConfigureAwait(false)).Where(each => IsFor(queue, each.Subscription)));
        return (found.Count, page.Of(found));
    }

    private static bool IsFor(string queue, SubscriptionListEntry subscription) =>
        subscription.Protocol == SubscriptionProtocol.Queue && CmqNameRule.Comparer.Equals(subscription.Endpoint, queue);

    private static async ValueTask<IReadOnlyList<string>> TopicsAsync(Api3Context context)
    {
        List<string> names = [];
        TopicList list;
        do
        {
            list = await context.Service.ListTopicsAsync(new ListTopicsRequest { Offset = names.Count, Limit = PageSize }, context.Aborted).ConfigureAwait(false);
            names.AddRange(list.Topics.Select(topic => topic.TopicName));
        }
        while (list.Topics.Count > 0 && names.Count < list.TotalCount);
        return names;
    }

    private static async ValueTask<IReadOnlyList<FoundSubscription>> SubscriptionsAsync(Api3Context context, string topic, string? word)
    {
        List<FoundSubscription> found = [];
        SubscriptionList list;
        do
        {
            list = await context.Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(topic) { SearchWord = word, Offset = found.Count, Limit = PageSize }, context.Aborted).ConfigureAwait(false);
            found.AddRange(list.Subscriptions.Select(subscription => new FoundSubscription(topic, subscription)));
        }
        while (list.Subscriptions.Count > 0 && found.Count < list.TotalCount);
        return found;
    }
}
