namespace CmqContracts.Conformance.Model;

/// <summary>How an action on several messages has ended: what was done, what was left and why, and what has ended it.</summary>
internal sealed record ModelAction(int Done, IReadOnlyList<SkippedMessage> Skipped, CmqError? EndedBy);

/// <content>The inspector.</content>
internal sealed partial class ModelBroker
{
    /// <summary>All messages that a look would come by, in its order.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="newestFirst">In which order.</param>
    /// <param name="after">Behind this message, which may be gone.</param>
    /// <param name="from">From this wall time.</param>
    public List<ModelMessage> Look(string name, MessageState state, bool newestFirst, ModelMessage? after, long? from)
    {
        List<ModelMessage> messages = Find(name).Messages.Where(m => m.State == state).ToList();
        if (!newestFirst)
            return messages.SkipWhile(m => m.EnqueuedAt < from).Where(m => after is null || m.Number > after.Number).ToList();
        IEnumerable<ModelMessage> upTo = from is null ? messages : messages.TakeWhile(m => m.EnqueuedAt <= from);
        return upTo.Where(m => after is null || m.Number < after.Number).Reverse().ToList();
    }

    /// <summary>How many of the first messages go on one page.</summary>
    public static int PageOf(IEnumerable<ModelMessage> messages, int maxMessages, int maxBytes, int? maxBodyBytes)
    {
        int count = 0;
        long bytes = 0;
        foreach (ModelMessage message in messages)
        {
            bytes += Math.Min(message.Size, maxBodyBytes ?? int.MaxValue);
            if (count == maxMessages || (count > 0 && bytes > maxBytes))
                break;
            count++;
        }

        return count;
    }

    public ModelMessage? FindMessage(string name, string id) => Find(name).Messages.Find(m => m.Id == id);

    /// <summary>The first and the last second that a queue can be rewound to.</summary>
    public (long Earliest, long Latest) RewindWindow(string name)
    {
        ModelQueue queue = Find(name);
        if (queue.Settings.RewindSeconds == 0)
            throw new CmqServiceException(CmqErrors.QueueCannotBeRewound);
        return (Seconds(Wall) - queue.Settings.RewindSeconds!.Value, Seconds(Oldest(queue)));
    }

    public ModelAction DeleteByIds(string name, IReadOnlyList<string> ids, MessageState? state)
    {
        ModelQueue queue = Find(name);
        ModelAction result = Act(queue, ids, state, message => DeleteOne(queue, message));
        ServeAll();
        return result;
    }

    /// <param name="sourceName">The queue to take from.</param>
    /// <param name="targetName">The queue to put into; <see langword="null"/>: each message goes back to where it comes from.</param>
    /// <param name="ids">Which messages; <see langword="null"/>: the oldest active ones.</param>
    /// <param name="maxMessages">How many of those.</param>
    /// <param name="state">The state that they must be in.</param>
    public ModelAction Move(string sourceName, string? targetName, IReadOnlyList<string>? ids, int maxMessages, MessageState? state)
    {
        CheckMove(sourceName, targetName);
        ModelQueue source = Find(sourceName);
        ModelQueue? target = targetName is null ? null : Find(targetName);
        ids ??= source.Messages.Where(m => m.State == MessageState.Active).Take(maxMessages).Select(static m => m.Id!).ToList();
        ModelAction result = Act(source, ids, state, message => MoveOne(source, target, message));
        ServeAll();
        return result;
    }

    /// <summary>Runs a job to its end.</summary>
    public ModelAction RunJob(string name, MessageState state, bool moves, string? targetName, Func<string, bool>? filter)
    {
        if (moves)
            CheckMove(name, targetName);
        if (moves && state is not (MessageState.Active or MessageState.Delayed))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters);
        ModelQueue queue = Find(name);
        ModelQueue? target = targetName is null ? null : Find(targetName);
        List<string> ids = queue.Messages.Where(m => m.State == state && filter?.Invoke(m.Body) != false).Select(static m => m.Id!).ToList();
        ModelAction result;
        try
        {
            result = Act(queue, ids, state, message => moves ? MoveOne(queue, target, message) : DeleteOne(queue, message));
        }
        catch (CmqServiceException refusal)
        {
            result = new ModelAction(0, [], refusal.Error);
        }

        ServeAll();
        return result;
    }

    /// <summary>Does something to one message after the other, each once, until one is refused. What is refused before anything is done is thrown.</summary>
    private static ModelAction Act(ModelQueue queue, IEnumerable<string> ids, MessageState? state, Func<ModelMessage, SkipReason?> act)
    {
        int done = 0;
        List<SkippedMessage> skipped = [];
        foreach (string id in ids.Distinct())
        {
            ModelMessage? message = queue.Messages.Find(m => m.Id == id);
            try
            {
                SkipReason? reason = message is null ? SkipReason.NotFound
                    : state is not null && message.State != state ? SkipReason.StateChanged
                    : act(message);
                if (reason is { } why)
                    skipped.Add(new SkippedMessage(id, why));
                else
                    done++;
            }
            catch (CmqServiceException refusal) when (done > 0)
            {
                return new ModelAction(done, skipped, refusal.Error);
            }
        }

        return new ModelAction(done, skipped, null);
    }

    private SkipReason? DeleteOne(ModelQueue queue, ModelMessage message)
    {
        if (message.State == MessageState.Rewindable)
            queue.Messages.Remove(message);
        else
            Delete(queue, message);
        return null;
    }

    private SkipReason? MoveOne(ModelQueue source, ModelQueue? target, ModelMessage message)
    {
        if (message.State is not (MessageState.Active or MessageState.Delayed))
            return SkipReason.NotMovable;
        target ??= SourceOf(source, message);
        if (target is null || target == source)
            return SkipReason.SourceUnknown;
        if (message.Size > target.Settings.MaxMsgSize)
            return SkipReason.TooLarge;
        if (target.Unconsumed.Count() >= target.Settings.MaxMsgHeapNum)
            throw new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached);
        source.Messages.Remove(message);
        Produce(target, message.Body);
        return null;
    }

    /// <summary>Where a dead letter comes from: as is noted, else as its envelope says, else the only queue that has this one for its dead letters.</summary>
    private ModelQueue? SourceOf(ModelQueue queue, ModelMessage message)
    {
        if (message.Source is { } source)
            return TryFind(source.QueueName);
        string[] parts = message.Body.Split("\"rejectedfrom\":\"");
        if (parts.Length == 2 && parts[1][0] != '"')
            return TryFind(parts[1][..parts[1].IndexOf('"', StringComparison.Ordinal)]);
        List<ModelQueue> sources = SourcesOf(queue).ToList();
        return sources.Count == 1 ? sources[0] : null;
    }

    private static void CheckMove(string source, string? target)
    {
        if (target is not null && CmqNameRule.Comparer.Equals(source, target))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters);
    }
}
