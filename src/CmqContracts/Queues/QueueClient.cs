using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The client of a queue: what <see cref="CmqClient.Queue{TMessage}()"/> returns, and the base of the named client that the generator writes for every message type.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <param name="client">The connection.</param>
/// <param name="contract">The queue and its messages.</param>
/// <remarks>Safe for concurrent use. It holds nothing to dispose of; the connection does.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class QueueClient<TMessage>(CmqClient client, QueueContract<TMessage> contract) : IQueueClient<TMessage>
{
    // Long enough that an idle reader costs little, short enough for every proxy on the way. Tencent advises at most 3 seconds on TDMQ, where
    // longer waits are said to give duplicates.
    private const int LeastLoopWaitSeconds = 10;
    private const int LoopWaitSecondsOnTdmq = 3;

    /// <summary>The queue and its messages, with the names of the connection's environment.</summary>
    public QueueContract<TMessage> Contract { get; } = (client ?? throw new ArgumentNullException(nameof(client))).Names.Contract(contract ?? throw new ArgumentNullException(nameof(contract)));

    /// <summary>The connection.</summary>
    public CmqClient Client { get; } = client;

    /// <summary>Writes and reads bodies, with the contract's envelope if it states one.</summary>
    internal MessageCodec<TMessage> Codec { get; } = EnvelopeCodec<TMessage>.Of(contract.Codec, contract.Envelope, client.Time);

    /// <inheritdoc/>
    public string QueueName => Contract.QueueName;

    /// <summary>How long a poll of a loop asks the service to wait. Never the queue's own wait alone: with pollingWaitSeconds 0 the loop would spin.</summary>
    internal int LoopWaitSeconds => Limits.Profile == CmqProfile.Tdmq ? LoopWaitSecondsOnTdmq : Math.Max(LeastLoopWaitSeconds, Contract.Settings.PollingWaitSeconds ?? 0);

    /// <summary>How long received messages are visible to nobody else, as far as the contract tells.</summary>
    internal TimeSpan ContractVisibility => TimeSpan.FromSeconds(Contract.Settings.VisibilityTimeout ?? Limits.VisibilityTimeout.Default!.Value);

    private ICmqService Service => Client.Service;

    private CmqLimits Limits => Client.Limits;

    /// <inheritdoc/>
    public Task<SendReceipt> SendAsync(TMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        SendAsync(message, new SendOptions { Delay = delay }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-1)]
    public async Task<SendReceipt> SendAsync(TMessage message, SendOptions options, CancellationToken cancellationToken = default)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        ArgumentNullException.ThrowIfNull(options);
        int delaySeconds = WholeSeconds.Of(options.Delay, Limits.DelaySeconds, CmqErrors.DelaySecondsOutOfRange);
        QueueTarget target = new(Client, QueueName, delaySeconds, options.AllowDuplicates);
        if (Client.Coalescer is { } coalescer)
        {
            string id = await coalescer.SendAsync(target, message, Codec, cancellationToken).ConfigureAwait(false);
            Client.WasAnswered = true;
            return new SendReceipt { MessageId = id };
        }

        using Activity? span = target.BeginSend();
        using PooledBufferWriter body = new();
        try
        {
            Codec.Encode(message, body);
            target.Check(body.WrittenMemory);
            IReadOnlyList<string> ids = Answers.Ids(await target.SendAsync(new Utf8Bodies(body.WrittenMemory), cancellationToken).ConfigureAwait(false), 1);
            Client.WasAnswered = true;
            span?.SetMessageId(ids[0]);
            return new SendReceipt { MessageId = ids[0] };
        }
        catch (Exception e)
        {
            span?.Fail(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<BatchSendResult> SendManyAsync(IEnumerable<TMessage> messages, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        SendManyAsync(messages, new SendOptions { Delay = delay }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-1)]
    public async Task<BatchSendResult> SendManyAsync(IEnumerable<TMessage> messages, SendOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        QueueTarget target = TargetOf(options);
        (IReadOnlyList<SendEntry> entries, bool wasCanceled) = await BatchSender<TMessage>.SendAllAsync(messages, Limits, Codec, target, options.Parallelism, cancellationToken).ConfigureAwait(false);
        BatchSendResult result = new() { Entries = entries };
        return wasCanceled ? throw new SendCanceledException(result, cancellationToken) : result;
    }

    /// <inheritdoc/>
    [OverloadResolutionPriority(-2)]
    public IAsyncEnumerable<SendEntry> SendManyAsync(IAsyncEnumerable<TMessage> messages, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        SendManyAsync(messages, new SendOptions { Delay = delay }, cancellationToken);

    /// <inheritdoc/>
    [OverloadResolutionPriority(-3)]
    public IAsyncEnumerable<SendEntry> SendManyAsync(IAsyncEnumerable<TMessage> messages, SendOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return BatchSender<TMessage>.SendEachAsync(messages, Limits, Codec, TargetOf(options), options.Parallelism, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReceivedMessage<TMessage>?> ReceiveAsync(TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ReceivedMessage<TMessage>> messages = await ReceiveManyAsync(1, wait, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage<TMessage>>> ReceiveManyAsync(int maxMessages = 16, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        int? waitSeconds = wait is { } given
            ? WholeSeconds.Of(given, Limits.ReceiveWaitSeconds, CmqErrors.ParameterOutOfRange(Limits.ReceiveWaitSeconds.Name))
            : null;
        IReadOnlyList<ReceivedMessage<TMessage>> messages = await ReceiveAsync(maxMessages, waitSeconds, visibility: null, cancellationToken).ConfigureAwait(false);
        LogUnreadable(messages);
        return messages;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReceivedMessage<TMessage>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        PollPacing pacing = new(QueueName, TimeSpan.FromSeconds(LoopWaitSeconds), Client);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ReceivedMessage<TMessage> message in await PollAsync(pacing, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (message.HandlingEndsAt.TimeLeft == TimeSpan.Zero)
                {
                    Client.Logger.OutOfTime(ShownText.Of(message.MessageId), QueueName);
                    continue;
                }

                using (Client.Loops?.BeginBody(QueueName, message.MessageId))
                    yield return message;
            }
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        DeleteMessagesRequest request = new(QueueName, [message.ReceiptHandle]);
        RequestRules.Check(request, Limits);
        IReadOnlyList<DeleteMessageFailure> failures = Answers.Failures(await Service.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false), request);
        if (failures.Count > 0)
            throw BatchDeleter<TMessage>.Explain(failures[0], QueueName, message.MessageId);
    }

    /// <inheritdoc/>
    public async Task<BatchDeleteResult> DeleteManyAsync(IEnumerable<ReceivedMessage<TMessage>> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        RequestRules.CheckQueueName(QueueName, Limits);
        return await new BatchDeleter<TMessage>(Service, Limits, QueueName).DeleteAllAsync(messages, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<EnsureCreatedResult> EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        CreateQueueRequest request = new(QueueName, Contract.Settings);
        RequestRules.Check(request, Limits);
        QueueSubscriptions subscriptions = new(Client, QueueName, Contract.Subscriptions);
        await EnsureDeadLetterQueueAsync(cancellationToken).ConfigureAwait(false);
        bool created = await TryCreateAsync(request, cancellationToken).ConfigureAwait(false);
        Client.WasAnswered = true;
        List<AttributeDrift> drift = created ? [] : await FindDriftAsync(cancellationToken).ConfigureAwait(false);
        drift.AddRange(await subscriptions.EnsureAsync(cancellationToken).ConfigureAwait(false));
        foreach (AttributeDrift difference in drift)
            Client.Logger.QueueDrift(QueueName, difference);
        return new EnsureCreatedResult { Name = QueueName, Created = created, Drift = drift };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttributeDrift>> ApplyAttributesAsync(CancellationToken cancellationToken = default)
    {
        // Everything that the contract states, not only what differs: the service's documents do not promise that an absent attribute stays.
        SetQueueAttributesRequest request = new(QueueName, Contract.Settings);
        RequestRules.Check(request, Limits);
        QueueSubscriptions subscriptions = new(Client, QueueName, Contract.Subscriptions);
        List<AttributeDrift> drift = await FindDriftAsync(cancellationToken).ConfigureAwait(false);
        if (drift.Count > 0)
        {
            await EnsureDeadLetterQueueAsync(cancellationToken).ConfigureAwait(false);
            await Service.SetQueueAttributesAsync(request, cancellationToken).ConfigureAwait(false);
        }

        drift.AddRange(await subscriptions.ApplyAsync(cancellationToken).ConfigureAwait(false));
        foreach (AttributeDrift difference in drift)
            Client.Logger.AttributeChanged(QueueName, difference.Described, difference.Actual, difference.Expected);
        return drift;
    }

    /// <inheritdoc/>
    public async Task<QueueAttributes> GetAttributesAsync(CancellationToken cancellationToken = default)
    {
        RequestRules.CheckQueueName(QueueName, Limits);
        return Answers.Whole(await Service.GetQueueAttributesAsync(QueueName, cancellationToken).ConfigureAwait(false), "queue");
    }

    /// <inheritdoc/>
    public async Task SetAttributesAsync(QueueSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SetQueueAttributesRequest request = new(QueueName, Client.Names.Settings(settings));
        RequestRules.Check(request, Limits);
        await Service.SetQueueAttributesAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RewindAsync(DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckQueueName(QueueName, Limits);
        await Service.RewindQueueAsync(new RewindQueueRequest(QueueName, to.ToUnixTimeSeconds()), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        RequestRules.CheckQueueName(QueueName, Limits);
        await Service.ClearQueueAsync(QueueName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteQueueAsync(CancellationToken cancellationToken = default)
    {
        RequestRules.CheckQueueName(QueueName, Limits);
        await Service.DeleteQueueAsync(QueueName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives messages for a loop.</summary>
    /// <param name="maxMessages">How many at most.</param>
    /// <param name="visibility">How long they are visible to nobody else; <see langword="null"/>: it is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal ValueTask<IReadOnlyList<ReceivedMessage<TMessage>>> PollAsync(int maxMessages, TimeSpan? visibility, CancellationToken cancellationToken) =>
        ReceiveAsync(maxMessages, LoopWaitSeconds, visibility, cancellationToken);

    /// <summary>Receives messages for a loop, if need be after a wait: none when it has waited for the service.</summary>
    private async ValueTask<IReadOnlyList<ReceivedMessage<TMessage>>> PollAsync(PollPacing pacing, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReceivedMessage<TMessage>> messages;
        pacing.Begin();
        try
        {
            using (Client.Loops?.BeginPoll())
                messages = await PollAsync((int)Limits.BatchSize.Maximum, visibility: null, cancellationToken).ConfigureAwait(false);
        }
        // Before the service has ever answered, nothing is waited out: what is wrong with the settings is seen at the start.
        catch (CmqException failure) when (Client.WasAnswered && PollPacing.MayPass(failure) && !cancellationToken.IsCancellationRequested)
        {
            await pacing.RetryAsync(failure, mayPass: true, cancellationToken).ConfigureAwait(false);
            return [];
        }

        LogUnreadable(messages);
        pacing.Succeed();
        await pacing.PauseAsync(messages.Count, cancellationToken).ConfigureAwait(false);
        return messages;
    }

    private async ValueTask<IReadOnlyList<ReceivedMessage<TMessage>>> ReceiveAsync(int maxMessages, int? waitSeconds, TimeSpan? visibility, CancellationToken cancellationToken)
    {
        ReceiveMessagesRequest request = new(QueueName) { MaxMessages = maxMessages, PollingWaitSeconds = waitSeconds };
        RequestRules.Check(request, Limits);
        IReadOnlyList<CmqMessage> messages = Answers.Messages(await ReceiveAsync(request, cancellationToken).ConfigureAwait(false), maxMessages);
        Client.WasAnswered = true;
        if (messages.Count == 0)
            return [];

        // What the service tells in whole seconds may be more than the queue's visibility.
        LocalDeadline latest = LocalDeadline.After(visibility ?? ContractVisibility, Client.Time);
        bool isVisibilityKnown = (visibility ?? (object?)Contract.Settings.VisibilityTimeout) is not null;
        ReceivedMessage<TMessage>[] received = new ReceivedMessage<TMessage>[messages.Count];
        for (int i = 0; i < received.Length; i++)
        {
            LocalDeadline told = messages[i].HandlingEndsAt ?? latest;
            received[i] = new ReceivedMessage<TMessage>(this, messages[i], isVisibilityKnown ? LocalDeadline.Min(told, latest) : told, Codec);
        }

        return received;
    }

    /// <summary>Receives messages until the client is disposed.</summary>
    private async ValueTask<IReadOnlyList<CmqMessage>> ReceiveAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Client.Disposing);
        try
        {
            return await Service.ReceiveMessagesAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (either.IsCancellationRequested && e is OperationCanceledException or CmqUnavailableException)
        {
            // In place of an exception with a token that the caller does not know, or about a connection that was closed.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(CmqClient));
        }
    }

    /// <summary>Where many messages go that are sent with these options.</summary>
    private QueueTarget TargetOf(SendOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, $"{nameof(options)}.{nameof(options.Parallelism)}");
        RequestRules.CheckQueueName(QueueName, Limits);
        return new QueueTarget(Client, QueueName, WholeSeconds.Of(options.Delay, Limits.DelaySeconds, CmqErrors.DelaySecondsOutOfRange), options.AllowDuplicates);
    }

    private void LogUnreadable(IReadOnlyList<ReceivedMessage<TMessage>> messages)
    {
        foreach (ReceivedMessage<TMessage> message in messages)
        {
            if (message.Error is { } error)
                Client.Logger.Unreadable(ShownText.Of(message.MessageId), QueueName, error.Path, error.Expected);
        }
    }

    private async ValueTask EnsureDeadLetterQueueAsync(CancellationToken cancellationToken)
    {
        if (Contract.Settings.DeadLetterPolicy is { } policy)
            await TryCreateAsync(new CreateQueueRequest(policy.DeadLetterQueue, new QueueSettings()), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryCreateAsync(CreateQueueRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Service.CreateQueueAsync(request, cancellationToken).ConfigureAwait(false);
            Client.Logger.Created(request.QueueName);
            return true;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.QueueAlreadyExists))
        {
            return false;
        }
    }

    private async ValueTask<List<AttributeDrift>> FindDriftAsync(CancellationToken cancellationToken)
    {
        QueueAttributes actual = await GetAttributesAsync(cancellationToken).ConfigureAwait(false);
        string? deadLetterQueueId = QueueDrift.MayBeId(Contract.Settings, actual)
            ? await FindQueueIdAsync(Contract.Settings.DeadLetterPolicy!.DeadLetterQueue, cancellationToken).ConfigureAwait(false)
            : null;
        return QueueDrift.Find(QueueName, Contract.Settings, actual, deadLetterQueueId);
    }

    // Only a list of queues is documented to say ids.
    private async ValueTask<string?> FindQueueIdAsync(string queueName, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<QueueListEntry> queues = PagedList.ReadAsync(
            "queues",
            async (offset, cancellation) =>
            {
                QueueList page = Answers.Whole(await Service.ListQueuesAsync(new ListQueuesRequest { SearchWord = queueName, Offset = offset, Limit = PagedList.PageSize }, cancellation).ConfigureAwait(false), "list of queues");
                return (page.TotalCount, page.Queues);
            },
            static entry => entry.QueueName,
            cancellationToken);
        await foreach (QueueListEntry entry in queues.ConfigureAwait(false))
        {
            if (CmqNameRule.Comparer.Equals(entry.QueueName, queueName))
                return entry.QueueId;
        }

        return null;
    }
}
