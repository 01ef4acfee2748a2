using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The client of a topic: what <see cref="CmqClient.Topic{TMessage}()"/> returns, and the base of the named client that the generator writes for every message type.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <param name="client">The connection.</param>
/// <param name="contract">The topic and its messages.</param>
/// <remarks>Safe for concurrent use. It holds nothing to dispose of; the connection does.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class TopicClient<TMessage>(CmqClient client, TopicContract<TMessage> contract) : ITopicClient<TMessage>
{
    /// <summary>The topic and its messages, with the names of the connection's environment.</summary>
    public TopicContract<TMessage> Contract { get; } = (client ?? throw new ArgumentNullException(nameof(client))).Names.Contract(contract ?? throw new ArgumentNullException(nameof(contract)));

    /// <summary>The connection.</summary>
    public CmqClient Client { get; } = client;

    /// <inheritdoc/>
    public string TopicName => Contract.TopicName;

    /// <summary>Writes bodies, with the contract's envelope if it states one.</summary>
    internal MessageCodec<TMessage> Codec { get; } = EnvelopeCodec<TMessage>.Of(contract.Codec, contract.Envelope, client.Time);

    private ICmqService Service => Client.Service;

    private CmqLimits Limits => Client.Limits;

    /// <inheritdoc/>
    public Task<PublishReceipt> PublishAsync(TMessage message, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default) =>
        PublishAsync(message, new PublishOptions { Tags = tags ?? [], RoutingKey = routingKey }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-1)]
    public async Task<PublishReceipt> PublishAsync(TMessage message, PublishOptions options, CancellationToken cancellationToken = default)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        ArgumentNullException.ThrowIfNull(options);
        if (Client.Coalescer is { } coalescer)
        {
            // With a copy of the tags, which are compared while the message waits for others.
            TopicTarget shared = new(Client, TopicName, options with { Tags = [.. options.Tags] });
            return new PublishReceipt { MessageId = await coalescer.SendAsync(shared, message, Codec, cancellationToken).ConfigureAwait(false) };
        }

        TopicTarget target = new(Client, TopicName, options);
        using Activity? span = target.BeginSend();
        using PooledBufferWriter body = new();
        try
        {
            Codec.Encode(message, body);
            target.Check(body.WrittenMemory);
            IReadOnlyList<string> ids = Answers.Ids(await target.SendAsync(new Utf8Bodies(body.WrittenMemory), cancellationToken).ConfigureAwait(false), 1);
            span?.SetMessageId(ids[0]);
            return new PublishReceipt { MessageId = ids[0] };
        }
        catch (Exception e)
        {
            span?.Fail(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<BatchPublishResult> PublishManyAsync(IEnumerable<TMessage> messages, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default) =>
        PublishManyAsync(messages, new PublishOptions { Tags = tags ?? [], RoutingKey = routingKey }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-1)]
    public async Task<BatchPublishResult> PublishManyAsync(IEnumerable<TMessage> messages, PublishOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        TopicTarget target = TargetOf(options);
        (IReadOnlyList<SendEntry> entries, bool wasCanceled) = await BatchSender<TMessage>.SendAllAsync(messages, Limits, Codec, target, options.Parallelism, cancellationToken).ConfigureAwait(false);
        BatchPublishResult result = new() { Entries = entries };
        return wasCanceled ? throw new PublishCanceledException(result, cancellationToken) : result;
    }

    /// <inheritdoc/>
    [OverloadResolutionPriority(-2)]
    public IAsyncEnumerable<SendEntry> PublishManyAsync(IAsyncEnumerable<TMessage> messages, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default) =>
        PublishManyAsync(messages, new PublishOptions { Tags = tags ?? [], RoutingKey = routingKey }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-3)]
    public IAsyncEnumerable<SendEntry> PublishManyAsync(IAsyncEnumerable<TMessage> messages, PublishOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return BatchSender<TMessage>.SendEachAsync(messages, Limits, Codec, TargetOf(options), options.Parallelism, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EnsureCreatedResult> EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        CreateTopicRequest request = new(TopicName, Contract.Settings) { Filter = Contract.Filter };
        TopicRules.Check(request, Limits);
        if (await TopicCreation.TryCreateAsync(Client, request, cancellationToken).ConfigureAwait(false))
            return new EnsureCreatedResult { Name = TopicName, Created = true, Drift = [] };

        List<AttributeDrift> drift = await FindDriftAsync(cancellationToken).ConfigureAwait(false);
        foreach (AttributeDrift difference in drift)
            Client.Logger.TopicDrift(TopicName, difference);
        return new EnsureCreatedResult { Name = TopicName, Created = false, Drift = drift };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttributeDrift>> ApplyAttributesAsync(CancellationToken cancellationToken = default)
    {
        SetTopicAttributesRequest request = new(TopicName, Contract.Settings);
        TopicRules.Check(request, Limits);
        List<AttributeDrift> drift = await FindDriftAsync(cancellationToken).ConfigureAwait(false);
        foreach (AttributeDrift difference in drift.Where(static difference => difference.Kind == DriftKind.Fixed))
            Client.Logger.TopicDrift(TopicName, difference);
        drift.RemoveAll(static difference => difference.Kind == DriftKind.Fixed);
        if (drift.Count == 0)
            return drift;
        await Service.SetTopicAttributesAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (AttributeDrift difference in drift)
            Client.Logger.TopicAttributeChanged(TopicName, difference.Described, difference.Actual, difference.Expected);
        return drift;
    }

    /// <inheritdoc/>
    public async Task<TopicAttributes> GetAttributesAsync(CancellationToken cancellationToken = default)
    {
        TopicRules.CheckTopicName(TopicName, Limits);
        return Answers.Whole(await Service.GetTopicAttributesAsync(TopicName, cancellationToken).ConfigureAwait(false), "topic");
    }

    /// <inheritdoc/>
    public async Task SetAttributesAsync(TopicSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SetTopicAttributesRequest request = new(TopicName, settings);
        TopicRules.Check(request, Limits);
        await Service.SetTopicAttributesAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteTopicAsync(CancellationToken cancellationToken = default)
    {
        TopicRules.CheckTopicName(TopicName, Limits);
        await Service.DeleteTopicAsync(TopicName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task SubscribeAsync(Subscription subscription, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        SubscribeRequest request = subscription.Of(TopicName, Client.Names);
        TopicRules.Check(request, Limits);
        await Service.SubscribeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubscriptionListEntry>> ListSubscriptionsAsync(CancellationToken cancellationToken = default)
    {
        TopicRules.CheckTopicName(TopicName, Limits);
        IAsyncEnumerable<SubscriptionListEntry> subscriptions = PagedList.ReadAsync(
            "subscriptions",
            async (offset, cancellation) =>
            {
                SubscriptionList page = Answers.Whole(await Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(TopicName) { Offset = offset, Limit = PagedList.PageSize }, cancellation).ConfigureAwait(false), "list of subscriptions");
                return (page.TotalCount, page.Subscriptions);
            },
            static entry => entry.SubscriptionName,
            cancellationToken);
        List<SubscriptionListEntry> all = [];
        await foreach (SubscriptionListEntry entry in subscriptions.ConfigureAwait(false))
            all.Add(entry);
        return all;
    }

    /// <inheritdoc/>
    public async Task<SubscriptionAttributes> GetSubscriptionAttributesAsync(string subscriptionName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckNames(TopicName, subscriptionName, Limits);
        return Answers.Subscription(await Service.GetSubscriptionAttributesAsync(TopicName, subscriptionName, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task SetSubscriptionAttributesAsync(string subscriptionName, SubscriptionSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SetSubscriptionAttributesRequest request = new(TopicName, subscriptionName, settings);
        TopicRules.Check(request, Limits);
        await Service.SetSubscriptionAttributesAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearFilterTagsAsync(string subscriptionName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckNames(TopicName, subscriptionName, Limits);
        await Service.ClearSubscriptionFilterTagsAsync(TopicName, subscriptionName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task UnsubscribeAsync(string subscriptionName, CancellationToken cancellationToken = default)
    {
        TopicRules.CheckNames(TopicName, subscriptionName, Limits);
        await Service.UnsubscribeAsync(TopicName, subscriptionName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where many messages go that are published with these options.</summary>
    private TopicTarget TargetOf(PublishOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, $"{nameof(options)}.{nameof(options.Parallelism)}");
        TopicRules.CheckTopicName(TopicName, Limits);
        TopicRules.CheckTagsAndKey(options.Tags, options.RoutingKey, Limits);
        return new TopicTarget(Client, TopicName, options);
    }

    private async ValueTask<List<AttributeDrift>> FindDriftAsync(CancellationToken cancellationToken)
    {
        TopicAttributes actual = await GetAttributesAsync(cancellationToken).ConfigureAwait(false);
        List<AttributeDrift> drift = [];
        if (actual.Filter != Contract.Filter)
            drift.Add(Of("filterType", Contract.Filter.ToString(), actual.Filter.ToString(), DriftKind.Fixed));
        Compare("maxMsgSize", Contract.Settings.MaxMsgSize, actual.MaxMsgSize);
        Compare("msgRetentionSeconds", Contract.Settings.MsgRetentionSeconds, actual.MsgRetentionSeconds);
        return drift;

        AttributeDrift Of(string attribute, string expected, string value, DriftKind kind = DriftKind.Changeable) =>
            new() { Kind = kind, Subject = DriftSubject.Topic, SubjectName = TopicName, Attribute = attribute, Expected = expected, Actual = value };

        void Compare(string attribute, int? expected, int value)
        {
            if (expected is { } number && number != value)
                drift.Add(Of(attribute, number.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
