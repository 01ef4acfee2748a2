namespace CmqContracts.Testing;

/// <summary>Injects faults into the calls of a service.</summary>
internal sealed class FaultyService(CmqFaults faults, ICmqService inner) : DelegatingCmqService(inner)
{
    private readonly object _gate = new();

    /// <summary>What the next receive from a queue hands out again.</summary>
    private readonly Dictionary<string, IReadOnlyList<CmqMessage>> _again = new(StringComparer.OrdinalIgnoreCase);

    public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Send, () => base.SendMessagesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Publish, () => base.PublishMessagesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Delete, () => base.DeleteMessagesAsync(request, cancellationToken), cancellationToken);

    public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        FaultRule? rule = faults.Find(CmqCalls.Receive);
        IReadOnlyList<CmqMessage>? again;
        lock (_gate)
            _again.Remove(request.QueueName, out again);
        IReadOnlyList<CmqMessage> messages = await RunAsync(rule, () => again is null ? base.ReceiveMessagesAsync(request, cancellationToken) : new(again), cancellationToken).ConfigureAwait(false);
        if (rule is { Kind: FaultKind.DeliverTwice } && messages.Count > 0)
        {
            lock (_gate)
                _again[request.QueueName] = messages;
        }

        return messages;
    }

    public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.CreateQueueAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.ListQueuesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.GetQueueAttributesAsync(queueName, cancellationToken), cancellationToken);

    public override ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.SetQueueAttributesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.DeleteQueueAsync(queueName, cancellationToken), cancellationToken);

    public override ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.ClearQueueAsync(queueName, cancellationToken), cancellationToken);

    public override ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.RewindQueueAsync(request, cancellationToken), cancellationToken);

    public override ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.UnbindDeadLetterQueueAsync(queueName, cancellationToken), cancellationToken);

    public override ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.ListDeadLetterSourceQueuesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.CreateTopicAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.ListTopicsAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.GetTopicAttributesAsync(topicName, cancellationToken), cancellationToken);

    public override ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.SetTopicAttributesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.DeleteTopicAsync(topicName, cancellationToken), cancellationToken);

    public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.SubscribeAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.ListSubscriptionsAsync(request, cancellationToken), cancellationToken);

    public override ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        RunAsync(CmqCalls.Control, () => base.GetSubscriptionAttributesAsync(topicName, subscriptionName, cancellationToken), cancellationToken);

    public override ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.SetSubscriptionAttributesAsync(request, cancellationToken), cancellationToken);

    public override ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.UnsubscribeAsync(topicName, subscriptionName, cancellationToken), cancellationToken);

    public override ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        ControlAsync(() => base.ClearSubscriptionFilterTagsAsync(topicName, subscriptionName, cancellationToken), cancellationToken);

    private async ValueTask ControlAsync(Func<ValueTask> work, CancellationToken cancellationToken) => await RunAsync(
        CmqCalls.Control,
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    private ValueTask<TResult> RunAsync<TResult>(CmqCalls call, Func<ValueTask<TResult>> work, CancellationToken cancellationToken) =>
        RunAsync(faults.Find(call), work, cancellationToken);

    private async ValueTask<TResult> RunAsync<TResult>(FaultRule? rule, Func<ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        switch (rule?.Kind)
        {
            case FaultKind.NotSent:
                throw new CmqUnavailableException("A fault that a test injects: the request was not sent.", CmqOutcome.NotSent);
            case FaultKind.Refuse:
                throw new CmqServiceException(rule.Error!, "A fault that a test injects.");
            case FaultKind.Stall:
                await Task.Delay(rule.StallTime, faults.TimeProvider, cancellationToken).ConfigureAwait(false);
                break;
        }

        TResult result = await work().ConfigureAwait(false);
        return rule?.Kind is FaultKind.LoseAnswer or FaultKind.CutAnswer
            ? throw new CmqUnavailableException("A fault that a test injects: the answer was lost.", CmqOutcome.Unknown)
            : result;
    }
}
