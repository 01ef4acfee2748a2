using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The inspector of one account.</summary>
/// <param name="steps">Runs the steps.</param>
/// <param name="account">The account.</param>
/// <param name="jobs">Its jobs.</param>
internal sealed class AccountInspector(InspectionSteps steps, Account account, MessageJobs jobs) : ICmqInspector
{
    /// <summary>Queues that one step describes: of each it reads the oldest message of every state.</summary>
    private const int StepQueues = MessageCursor.StepMessages / 4;

    private CmqLimits Limits => steps.Limits;

    public async ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        InspectionRules.Check(request, Limits);
        MessageCursor cursor = new(request.State, request.NewestFirst, request.AfterMessageId, request.From);
        MessagePage page = new(request.MaxMessages, request.MaxBytes, request.MaxBodyBytes, request.AfterMessageId);
        await ReadAsync(request.QueueName, cursor, page, matcher: null, request.Mask, maxExamined: int.MaxValue, cancellationToken).ConfigureAwait(false);
        return new PeekResult { Messages = page.Messages, ContinueAfter = page.ContinueAfter };
    }

    public async ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        InspectionRules.Check(request, Limits);
        InspectedMessage? found = await steps.RunAsync(engine => Find(engine, account.Find(request.QueueName), request), cancellationToken).ConfigureAwait(false);
        return found is null ? null : MessageCursor.Cut(MessageCursor.Mask(found, request.Mask), request.MaxBodyBytes);
    }

    public async ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        MessageMatcher matcher = InspectionRules.Check(request, Limits);
        MessageCursor cursor = new(request.State, request.NewestFirst, request.AfterMessageId, request.From);
        MessagePage page = new(request.MaxMessages, request.MaxBytes, request.MaxBodyBytes, request.AfterMessageId);
        int examined = await ReadAsync(request.QueueName, cursor, page, matcher, request.Mask, request.MaxExamined, cancellationToken).ConfigureAwait(false);
        return new SearchResult { Messages = page.Messages, Examined = examined, ContinueAfter = page.ContinueAfter };
    }

    public async ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        RequestRules.CheckQueueName(request.QueueName, Limits);
        MessageHeader? start = await steps.RunAsync(engine => QueueCatalog.FindRewindStart(engine, account.Find(request.QueueName), request), cancellationToken).ConfigureAwait(false);
        return start is { } first ? await new RewindCounts(steps, account, request.QueueName).CountAsync(first.Sequence, long.MaxValue, cancellationToken).ConfigureAwait(false) : 0;
    }

    public async ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default)
    {
        steps.Begin(cancellationToken);
        RequestRules.CheckQueueName(queueName, Limits);
        return await new RewindCounts(steps, account, queueName).ProfileAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        request = InspectionRules.Take(request, Limits);
        return await ActAsync(new DeleteAction(account, request.QueueName, request.State), Sequences(request.MessageIds), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        request = InspectionRules.Take(request, Limits);
        IReadOnlyList<long> sequences = request.MessageIds is { } ids ? Sequences(ids) : await steps.RunAsync(engine => Oldest(engine, account.Find(request.SourceQueueName), request.MaxMessages), cancellationToken).ConfigureAwait(false);
        return await ActAsync(new MoveAction(account, request.SourceQueueName, request.TargetQueueName, request.State), sequences, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        MessageMatcher? matcher = InspectionRules.Check(request, Limits);
        (long total, long last) = await steps.RunAsync(engine => Measure(engine, request), cancellationToken).ConfigureAwait(false);
        return jobs.Start(id => new RunningJob(id, request, total, (job, canceled) => WorkAsync(job, request, matcher, last, canceled), steps.Time)).Snapshot();
    }

    public ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default)
    {
        steps.Begin(cancellationToken);
        return new ValueTask<IReadOnlyList<MessageJob>>(jobs.List());
    }

    public async ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobId);
        steps.Begin(cancellationToken);
        RunningJob job = jobs.Find(jobId);
        job.Cancel();
        await job.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return job.Snapshot();
    }

    public async ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        steps.Begin(cancellationToken);
        request = InspectionRules.Take(request, Limits);
        (int total, List<string> names) = await steps.RunAsync(_ => QueueDescriptions.List(account, request), cancellationToken).ConfigureAwait(false);
        List<QueueDescription> queues = [];
        foreach (string[] some in names.Chunk(StepQueues))
            queues.AddRange(await steps.RunAsync(engine => QueueDescriptions.Describe(engine, account, some), cancellationToken).ConfigureAwait(false));
        return new QueueDescriptionList { TotalCount = total, Queues = queues };
    }

    /// <summary>Each message once: one that was deleted becomes rewindable, and would be removed for good the second time.</summary>
    private static long[] Sequences(IReadOnlyList<string> ids) => [.. ids.Select(InspectionRules.SequenceOf).Distinct()];

    private static InspectedMessage? Find(QueueEngine engine, QueueState queue, FindMessageRequest request)
    {
        if (!engine.Store.TryFind(queue.Key, InspectionRules.SequenceOf(request.MessageId), out MessageHeader header) || header.ProducedAt <= engine.Lifecycle.EndedBefore(queue, header.State))
            return null;
        return MessageCursor.Show(engine, engine.Look(queue, header, withBody: request.MaxBodyBytes != 0 || request.Mask is not null));
    }

    private static long[] Oldest(QueueEngine engine, QueueState queue, int maxMessages)
    {
        List<StoredMessage> messages = [];
        engine.Store.Read(queue.Key, MessageState.Active, new SequenceRange(0, engine.Lifecycle.DeliverableAfter(queue)), maxMessages, withBodies: false, messages);
        return [.. messages.Select(static message => message.Header.Sequence)];
    }

    /// <summary>How many messages a job is about, and the newest sequence that it deals with. Its target is there.</summary>
    private (long Total, long Last) Measure(QueueEngine engine, MessageJobRequest request)
    {
        QueueState queue = account.Find(request.QueueName);
        if (request.TargetQueueName is { } target)
            account.Find(target);
        return (queue.Status.CountOf(request.State), engine.LastSequence);
    }

    /// <summary>Reads messages into a page, and continues until it is full or nothing is left.</summary>
    /// <returns>How many messages were looked at.</returns>
    private async ValueTask<int> ReadAsync(string queueName, MessageCursor cursor, MessagePage page, MessageMatcher? matcher, JsonMask? mask, int maxExamined, CancellationToken cancellationToken)
    {
        LookPace pace = steps.BeginPace();
        bool withBodies = matcher is not null || mask is not null || page.HasBodies;
        while (true)
        {
            int most = matcher is null ? page.Room : maxExamined - page.Examined;
            List<InspectedMessage> step = await steps.RunAsync(engine => cursor.Read(engine, account.Find(queueName), most, withBodies), cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < step.Count; i++)
            {
                InspectedMessage message = MessageCursor.Mask(step[i], mask);
                if (!page.TryTake(message, matcher?.Matches(message.Body.Span) ?? true))
                    return page.Examined;

                // Not at the end of the step, which depends on the lengths of bodies, masked values included.
                if (page.Room == 0 && i < step.Count - 1)
                    return page.Examined;
            }

            if (cursor.IsAtEnd)
            {
                page.ContinueAfter = null;
                return page.Examined;
            }

            if (page.Examined >= maxExamined || page.Room == 0)
                return page.Examined;
            await pace.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<MessageActionResult> ActAsync(MessageAction action, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        List<SkippedMessage> skipped = [];
        int done = 0, handled = 0;

        // One step at least, as it also finds out whether the queues are there.
        do
        {
            ActionStep step;
            try
            {
                int offset = handled;
                step = await steps.RunAsync(engine => action.Run(engine, sequences, offset), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (done > 0 && e is (CmqException or OperationCanceledException))
            {
                // What the steps before have done is done, and the caller has to know.
                return new MessageActionResult { Done = done, Skipped = skipped, EndedBy = e };
            }

            handled += step.Handled;
            done += step.Done;
            skipped.AddRange(step.Skipped);
        }
        while (handled < sequences.Count);
        return new MessageActionResult { Done = done, Skipped = skipped };
    }

    private async Task WorkAsync(RunningJob job, MessageJobRequest request, MessageMatcher? matcher, long last, CancellationToken cancellationToken)
    {
        MessageCursor cursor = new(request.State, last);
        MessageAction action = request.Action == MessageJobAction.Delete
            ? new DeleteAction(account, request.QueueName, request.State)
            : new MoveAction(account, request.QueueName, request.TargetQueueName, request.State);
        LookPace pace = steps.BeginPace();
        while (!cursor.IsAtEnd)
        {
            List<InspectedMessage> messages = await steps.RunAsync(engine => cursor.Read(engine, account.Find(request.QueueName), MessageCursor.StepMessages, withBodies: matcher is not null), cancellationToken).ConfigureAwait(false);
            long[] matches = [.. messages.Where(message => matcher?.Matches(MessageCursor.Mask(message, request.Mask).Body.Span) ?? true).Select(static message => InspectionRules.SequenceOf(message.MessageId))];
            for (int handled = 0; handled < matches.Length;)
            {
                int offset = handled;
                ActionStep step = await steps.RunAsync(engine => action.Run(engine, matches, offset), cancellationToken).ConfigureAwait(false);
                handled += step.Handled;
                job.Note(examined: 0, step.Done, step.Skipped.Count);
                await pace.PauseAsync(cancellationToken).ConfigureAwait(false);
            }

            job.Note(messages.Count, 0, 0);
            await pace.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
