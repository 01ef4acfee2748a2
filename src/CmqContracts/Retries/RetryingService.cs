namespace CmqContracts;

/// <summary>Makes requests again that have failed, where that does no harm. Never two at once: a second send would store twice, a second receive hide twice.</summary>
/// <param name="inner">The service.</param>
/// <param name="options">How often, and for how long.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="ended">Fires when nothing is to be tried again any more.</param>
internal sealed class RetryingService(ICmqService inner, CmqRetryOptions options, TimeProvider time, CancellationToken ended) : DelegatingCmqService(inner)
{
    private readonly Retrier _retrier = new(options, time, ended);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) => RunAsync(
        request is not null && (request.AllowDuplicates || options.AllowDuplicates) ? CallKind.Repeatable : CallKind.Once,
        request!,
        static (service, request, _, cancellationToken) => service.SendMessagesAsync(request, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) => RunAsync(
        request is not null && (request.AllowDuplicates || options.AllowDuplicates) ? CallKind.Repeatable : CallKind.Once,
        request!,
        static (service, request, _, cancellationToken) => service.PublishMessagesAsync(request, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) => RunAsync(
        CallKind.Read,
        request,
        static (service, request, before, cancellationToken) => service.ReceiveMessagesAsync(before is null ? request : WithTheRestOfTheWait(request, before.Elapsed), cancellationToken),
        TimeSpan.FromSeconds(request?.PollingWaitSeconds ?? CmqLimits.Classic.ReceiveWaitSeconds.Maximum),
        cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        DeleteTries tries = new(Inner, request);
        IReadOnlyList<DeleteMessageFailure> failures = [];
        try
        {
            return await RunAsync(CallKind.Repeatable, tries, static (_, tries, _, cancellationToken) => tries.TryAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CmqException) when (tries.TryExplain(out failures))
        {
            return failures;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => CreateAsync(
        request,
        static (service, request, cancellationToken) => service.CreateQueueAsync(request, cancellationToken),
        CmqErrors.QueueAlreadyExists,
        static async (service, request, cancellationToken) => (await service.GetQueueAttributesAsync(request.QueueName, cancellationToken).ConfigureAwait(false)).QueueId,
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) => CreateAsync(
        request,
        static (service, request, cancellationToken) => service.CreateTopicAsync(request, cancellationToken),
        CmqErrors.TopicAlreadyExists,
        static async (service, request, cancellationToken) => (await service.GetTopicAttributesAsync(request.TopicName, cancellationToken).ConfigureAwait(false)).TopicId,
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) => CreateAsync(
        request,
        static (service, request, cancellationToken) => service.SubscribeAsync(request, cancellationToken),
        CmqErrors.SubscriptionAlreadyExists,
        static async (service, request, cancellationToken) => (await service.GetSubscriptionAttributesAsync(request.TopicName, request.SubscriptionName, cancellationToken).ConfigureAwait(false)).SubscriptionId,
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Repeatable, request, static (service, request, cancellationToken) => service.SetQueueAttributesAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Repeatable, request, static (service, request, cancellationToken) => service.SetTopicAttributesAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Repeatable, request, static (service, request, cancellationToken) => service.SetSubscriptionAttributesAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, request, static (service, request, _, cancellationToken) => service.ListQueuesAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, queueName, static (service, queueName, _, cancellationToken) => service.GetQueueAttributesAsync(queueName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, request, static (service, request, _, cancellationToken) => service.ListDeadLetterSourceQueuesAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, request, static (service, request, _, cancellationToken) => service.ListTopicsAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, topicName, static (service, topicName, _, cancellationToken) => service.GetTopicAttributesAsync(topicName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, request, static (service, request, _, cancellationToken) => service.ListSubscriptionsAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Read, (topicName, subscriptionName), static (service, names, _, cancellationToken) => service.GetSubscriptionAttributesAsync(names.topicName, names.subscriptionName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, queueName, static (service, queueName, cancellationToken) => service.DeleteQueueAsync(queueName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, queueName, static (service, queueName, cancellationToken) => service.ClearQueueAsync(queueName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, request, static (service, request, cancellationToken) => service.RewindQueueAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, queueName, static (service, queueName, cancellationToken) => service.UnbindDeadLetterQueueAsync(queueName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, topicName, static (service, topicName, cancellationToken) => service.DeleteTopicAsync(topicName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, (topicName, subscriptionName), static (service, names, cancellationToken) => service.UnsubscribeAsync(names.topicName, names.subscriptionName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        RunAsync(CallKind.Once, (topicName, subscriptionName), static (service, names, cancellationToken) => service.ClearSubscriptionFilterTagsAsync(names.topicName, names.subscriptionName, cancellationToken), cancellationToken);

    /// <summary>Whoever waits for a message waits no longer because tries have failed.</summary>
    private static ReceiveMessagesRequest WithTheRestOfTheWait(ReceiveMessagesRequest request, TimeSpan elapsed) =>
        request.PollingWaitSeconds is { } seconds ? request with { PollingWaitSeconds = Math.Max(0, seconds - (int)elapsed.TotalSeconds) } : request;

    /// <summary>Creates something. If a try had no usable answer, what is there already was created by it.</summary>
    private ValueTask<string> CreateAsync<TRequest>(
        TRequest request,
        Func<ICmqService, TRequest, CancellationToken, ValueTask<string>> create,
        CmqError isThere,
        Func<ICmqService, TRequest, CancellationToken, ValueTask<string?>> findId,
        CancellationToken cancellationToken) => RunAsync(
            CallKind.Repeatable,
            (request, create, isThere, findId),
            static async (service, call, before, cancellationToken) =>
            {
                try
                {
                    return await call.create(service, call.request, cancellationToken).ConfigureAwait(false);
                }
                catch (CmqServiceException e) when (before is { WasLost: true } && e.Is(call.isThere))
                {
                    return await call.findId(service, call.request, cancellationToken).ConfigureAwait(false) ?? "";
                }
            },
            cancellationToken);

    private ValueTask<TResult> RunAsync<TRequest, TResult>(CallKind kind, TRequest request, Func<ICmqService, TRequest, Tries?, CancellationToken, ValueTask<TResult>> attempt, CancellationToken cancellationToken) =>
        RunAsync(kind, request, attempt, TimeSpan.Zero, cancellationToken);

    private ValueTask<TResult> RunAsync<TRequest, TResult>(CallKind kind, TRequest request, Func<ICmqService, TRequest, Tries?, CancellationToken, ValueTask<TResult>> attempt, TimeSpan wait, CancellationToken cancellationToken) =>
        _retrier.RunAsync(kind, (Inner, request, attempt), static (call, before, cancellationToken) => call.attempt(call.Inner, call.request, before, cancellationToken), wait, cancellationToken);

    private async ValueTask RunAsync<TRequest>(CallKind kind, TRequest request, Func<ICmqService, TRequest, CancellationToken, ValueTask> attempt, CancellationToken cancellationToken) => await RunAsync(
        kind,
        (request, attempt),
        static async (service, call, _, cancellationToken) =>
        {
            await call.attempt(service, call.request, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);
}
