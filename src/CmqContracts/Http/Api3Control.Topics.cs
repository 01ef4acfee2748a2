using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <content>The actions on topics and subscriptions.</content>
internal sealed partial class Api3Control
{
    private const int PageSize = 50;

    /// <inheritdoc/>
    public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default)
    {
        TopicRules.Check(request, limits);
        return connection.CallAsync(
            Api3Actions.CreateTopic,
            Topic(request.TopicName),
            json =>
            {
                WriteTopic(json, request.TopicName, request.Settings);
                json.WriteNumber("FilterType", (int)request.Filter);
            },
            static response => Api3Json.Text(response, "TopicId"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, limits);
        return connection.CallAsync(
            Api3Actions.DescribeTopics,
            default,
            json => WritePage(json, request.Offset, request.Limit, "TopicName", request.SearchWord),
            static response => new TopicList
            {
                TotalCount = response.GetProperty("TotalCount").GetInt32(),
                Topics = [.. response.GetProperty("TopicList").EnumerateArray().Select(static topic => new TopicListEntry { TopicId = Api3Json.Text(topic, "TopicId"), TopicName = Api3Json.Text(topic, "TopicName") })],
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckTopicName(topicName, limits);
        return connection.CallAsync(Api3Actions.DescribeTopic, Topic(topicName), json => json.WriteString("TopicName", topicName), static response => Api3Topic.Read(response.GetProperty("TopicDescribe")), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default)
    {
        TopicRules.Check(request, limits);
        return ChangeAsync(Api3Actions.ModifyTopic, Topic(request.TopicName), json => WriteTopic(json, request.TopicName, request.Settings), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckTopicName(topicName, limits);
        return ChangeAsync(Api3Actions.DeleteTopic, Topic(topicName), json => json.WriteString("TopicName", topicName), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default)
    {
        SubscribeRequest taken = TopicRules.Take(request, limits);
        return connection.CallAsync(
            Api3Actions.Subscribe,
            Topic(taken.TopicName),
            json =>
            {
                WriteNames(json, taken.TopicName, taken.SubscriptionName);
                json.WriteString("Protocol", SubscriptionValues.ToWire(taken.Protocol));
                json.WriteString("Endpoint", taken.Endpoint);
                WriteNotify(json, taken.NotifyStrategy, taken.NotifyContentFormat);
                WriteList(json, "FilterTag", taken.FilterTags);
                WriteList(json, "BindingKey", taken.BindingKeys);
            },
            static response => Api3Json.Text(response, "SubscriptionId"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        TopicRules.CheckTopicName(request.TopicName, limits);
        RequestRules.CheckPage(request.Offset, request.Limit, limits);
        return FindAsync(
            request.TopicName,
            request.SearchWord,
            request.Offset,
            request.Limit,
            static response => new SubscriptionList { TotalCount = response.GetProperty("TotalCount").GetInt32(), Subscriptions = [.. response.GetProperty("SubscriptionSet").EnumerateArray().Select(Api3Topic.ReadEntry)] },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>API 3.0 finds subscriptions whose name contains a text, so the right one is looked for among them.</remarks>
    public override async ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckNames(topicName, subscriptionName, limits);
        for (int offset = 0; ; offset += PageSize)
        {
            (SubscriptionAttributes? found, bool isLast) = await FindAsync(
                topicName,
                subscriptionName,
                offset,
                PageSize,
                response => (
                    response.GetProperty("SubscriptionSet").EnumerateArray().Select(subscription => Api3Topic.ReadSubscription(subscription, topicName)).FirstOrDefault(subscription => CmqNameRule.Comparer.Equals(subscription.SubscriptionName, subscriptionName)),
                    response.GetProperty("SubscriptionSet").GetArrayLength() < PageSize),
                cancellationToken).ConfigureAwait(false);
            if (found is not null)
                return found;
            if (isLast)
                throw new CmqServiceException(CmqErrors.SubscriptionDoesNotExist, $"Topic '{topicName}' has no subscription '{subscriptionName}'.");
        }
    }

    /// <inheritdoc/>
    public override ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default)
    {
        SetSubscriptionAttributesRequest taken = TopicRules.Take(request, limits);
        return ChangeAsync(
            Api3Actions.ModifySubscription,
            Topic(taken.TopicName),
            json =>
            {
                WriteNames(json, taken.TopicName, taken.SubscriptionName);
                WriteNotify(json, taken.Settings.NotifyStrategy, taken.Settings.NotifyContentFormat);
                // The name has an s here, and none where a subscription is created.
                WriteList(json, "FilterTags", taken.Settings.FilterTags);
                WriteList(json, "BindingKey", taken.Settings.BindingKeys);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => ChangeSubscriptionAsync(Api3Actions.Unsubscribe, topicName, subscriptionName, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => ChangeSubscriptionAsync(Api3Actions.ClearFilterTags, topicName, subscriptionName, cancellationToken);

    private static RequestSubject Topic(string name) => new(RequestSubject.Topic, name);

    private static void WriteTopic(Utf8JsonWriter json, string topicName, TopicSettings settings)
    {
        json.WriteString("TopicName", topicName);
        Api3Json.Write(json, "MaxMsgSize", settings.MaxMsgSize);
        Api3Json.Write(json, "MsgRetentionSeconds", settings.MsgRetentionSeconds);
    }

    private static void WriteNames(Utf8JsonWriter json, string topicName, string subscriptionName)
    {
        json.WriteString("TopicName", topicName);
        json.WriteString("SubscriptionName", subscriptionName);
    }

    private static void WriteNotify(Utf8JsonWriter json, NotifyStrategy? strategy, NotifyContentFormat? format)
    {
        if (strategy is { } given)
            json.WriteString("NotifyStrategy", SubscriptionValues.ToWire(given));
        if (format is { } chosen)
            json.WriteString("NotifyContentFormat", SubscriptionValues.ToWire(chosen));
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is not { Count: > 0 })
            return;
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private ValueTask<T> FindAsync<T>(string topicName, string? word, int offset, int limit, Func<JsonElement, T> read, CancellationToken cancellationToken) => connection.CallAsync(
        Api3Actions.DescribeSubscriptions,
        Topic(topicName),
        json =>
        {
            json.WriteString("TopicName", topicName);
            WritePage(json, offset, limit, "SubscriptionName", word);
        },
        read,
        cancellationToken);

    private ValueTask ChangeSubscriptionAsync(string action, string topicName, string subscriptionName, CancellationToken cancellationToken)
    {
        TopicRules.CheckNames(topicName, subscriptionName, limits);
        return ChangeAsync(action, Topic(topicName), json => WriteNames(json, topicName, subscriptionName), cancellationToken);
    }
}
