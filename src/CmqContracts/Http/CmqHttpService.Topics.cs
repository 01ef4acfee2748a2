using System.Runtime.CompilerServices;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <content>The actions on topics and subscriptions.</content>
internal sealed partial class CmqHttpService
{
    /// <inheritdoc/>
    public async ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default)
    {
        TopicRules.Check(request, _limits);
        using V2Request form = Begin(V2Actions.CreateTopic);
        TopicForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.CreateTopic, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
        return reply.Read(TopicForm.ReadCreateReply);
    }

    /// <inheritdoc/>
    public async ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, _limits);
        using V2Request form = Begin(V2Actions.ListTopic);
        TopicListForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.ListTopic, default, cancellationToken).ConfigureAwait(false);
        return reply.Read(TopicListForm.ReadReply);
    }

    /// <inheritdoc/>
    public async ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForTopicAsync(V2Actions.GetTopicAttributes, topicName, cancellationToken).ConfigureAwait(false);
        return reply.Read(body => TopicAttributesForm.ReadReply(body, topicName));
    }

    /// <inheritdoc/>
    public async ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default)
    {
        TopicRules.Check(request, _limits);
        using V2Request form = Begin(V2Actions.SetTopicAttributes);
        TopicForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.SetTopicAttributes, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForTopicAsync(V2Actions.DeleteTopic, topicName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        request = TopicRules.Take(request, _limits);
        string action = PublishMessagesForm.Action(request.Bodies.Count);
        using V2Request form = Begin(action);
        PublishMessagesForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, action, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
        return ReadIds(reply, request.Bodies.Count);
    }

    /// <inheritdoc/>
    public async ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default)
    {
        request = TopicRules.Take(request, _limits);
        using V2Request form = Begin(V2Actions.Subscribe);
        SubscribeForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.Subscribe, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
        return reply.Read(SubscribeForm.ReadReply);
    }

    /// <inheritdoc/>
    public async ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        TopicRules.CheckTopicName(request.TopicName, _limits);
        RequestRules.CheckPage(request.Offset, request.Limit, _limits);
        using V2Request form = Begin(V2Actions.ListSubscriptionByTopic);
        SubscriptionListForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.ListSubscriptionByTopic, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
        return reply.Read(SubscriptionListForm.ReadReply);
    }

    /// <inheritdoc/>
    public async ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForSubscriptionAsync(V2Actions.GetSubscriptionAttributes, topicName, subscriptionName, cancellationToken).ConfigureAwait(false);
        return reply.Read(body => SubscriptionAttributesForm.ReadReply(body, topicName, subscriptionName));
    }

    /// <inheritdoc/>
    public async ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default)
    {
        request = TopicRules.Take(request, _limits);
        using V2Request form = Begin(V2Actions.SetSubscriptionAttributes);
        SubscribeForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.SetSubscriptionAttributes, Topic(request.TopicName), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForSubscriptionAsync(V2Actions.Unsubscribe, topicName, subscriptionName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForSubscriptionAsync(V2Actions.ClearSubscriptionFilterTags, topicName, subscriptionName, cancellationToken).ConfigureAwait(false);
    }

    private static RequestSubject Topic(string name) => new(RequestSubject.Topic, name);

    private async ValueTask<Reply> SendForTopicAsync(string action, string topicName, CancellationToken cancellationToken)
    {
        TopicRules.CheckTopicName(topicName, _limits);
        using V2Request form = Begin(action);
        form.Parameters.Add("topicName"u8, topicName);
        return await SendAsync(form, action, Topic(topicName), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Reply> SendForSubscriptionAsync(string action, string topicName, string subscriptionName, CancellationToken cancellationToken)
    {
        TopicRules.CheckNames(topicName, subscriptionName, _limits);
        using V2Request form = Begin(action);
        SubscribeForm.WriteNames(form.Parameters, topicName, subscriptionName);
        return await SendAsync(form, action, Topic(topicName), cancellationToken).ConfigureAwait(false);
    }
}
