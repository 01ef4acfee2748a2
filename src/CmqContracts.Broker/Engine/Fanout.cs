using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// Delivers published messages to the subscriptions that want them: to queues at once, for HTTP endpoints through outboxes. What a
/// queue does not take goes into the outbox too, and is tried again as the subscription's strategy says. What is too much for one commit
/// goes into the account's backlog.
/// </summary>
internal sealed class Fanout(QueueEngine engine)
{
    private readonly List<StoredMessage> _read = [];

    public IReadOnlyList<string> Publish(Account account, PublishMessagesRequest request, ReadOnlyMemory<byte>[] bodies)
    {
        TopicState topic = account.FindTopic(request.TopicName);
        TopicRules.CheckAgainstTopic(request, topic.MaxMsgSize, topic.Record.Filter);
        SubscriptionState[] receivers = [.. topic.Subscriptions.ByName.Where(subscription => subscription.Matches(request))];
        if (receivers.Length == 0 && engine.RefusesPublishWithoutReceiver)
            throw TopicRefusals.NoReceiver(topic.Record.Name, topic.Subscriptions.Count);

        long bytes = 0;
        long cost = 0;
        foreach (ReadOnlyMemory<byte> body in bodies)
        {
            bytes += (long)body.Length * receivers.Length;
            cost += Step.CostOf(body.Length) * receivers.Length;
        }

        bool isLarge = bytes > Step.Share;
        if (isLarge)
            PublishBacklogs.CheckRoom(account, bytes);

        // No message overtakes those in the backlog. The next step of the backlog delivers as much more as this publish would have delivered
        // itself, so that small publishes do not make the backlog grow.
        bool isQueued = account.Backlog.HasMessages;
        if (isQueued)
            engine.Backlogs.AddCredit(account, isLarge ? Step.Share : cost);
        long spent = 0;
        string[] ids = new string[bodies.Length];
        for (int i = 0; i < bodies.Length; i++)
        {
            long id = engine.NextSequence();
            int reached = 0;
            for (; reached < receivers.Length && !isQueued; reached++)
            {
                bool isFirst = spent == 0;
                spent += bodies[i].Length;
                isQueued = isLarge && !isFirst && spent > Step.Share;
                if (isQueued)
                    break;
                Deliver(receivers[reached], id, engine.Now, request.Tags, bodies[i]);
            }

            if (reached < receivers.Length)
                engine.Backlogs.Add(account, receivers.AsSpan(reached), id, request.Tags, bodies[i]);
            ids[i] = id.ToString(CultureInfo.InvariantCulture);
        }

        return ids;
    }

    /// <summary>Tries again to deliver what is due in an outbox to its queue, as far as the step goes.</summary>
    public void Redeliver(SubscriptionState subscription)
    {
        QueueState outbox = subscription.Outbox;
        while (outbox.Status.Active > 0 && !engine.Step.IsOver)
        {
            // One at a time, as a page of large bodies would be read again with each step.
            _read.Clear();
            engine.Store.Read(outbox.Key, MessageState.Active, new SequenceRange(0, engine.Lifecycle.DeliverableAfter(outbox)), 1, withBodies: true, _read);
            if (_read.Count == 0)
                return;
            MessageHeader header = _read[0].Header;
            ReadOnlyMemory<byte> body = Envelope.Decode(_read[0].Body).Body;
            _read.Clear();
            if (!engine.Step.TrySpend(body.Length))
                return;
            if (TryFindRoom(subscription, body.Length) is { } queue)
            {
                engine.Remove(outbox, header);
                AddTo(queue, body);
            }
            else
            {
                Postpone(subscription, header, header.Attempts + 1);
            }
        }
    }

    /// <summary>Schedules the next attempt of a delivery that has failed, or removes it after the last one.</summary>
    public void Postpone(SubscriptionState subscription, in MessageHeader header, int attempts)
    {
        if (NotifySchedule.IsOver(subscription.Record.Strategy, attempts))
            engine.Remove(subscription.Outbox, header);
        else
            engine.Change(subscription.Outbox, header, header with
            {
                State = MessageState.Inactive,
                Attempts = attempts,
                VisibleAt = NextAttempt(subscription, header.Sequence, attempts),

                // Ends the lease: settling it again must have no effect.
                DequeueCount = header.DequeueCount + 1,
            });
    }

    /// <summary>Delivers a message to a subscription: into its queue, or its outbox.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="messageId">The id that its publish was answered with.</param>
    /// <param name="publishedAt">When it was published, in the engine's time. Never earlier than at the call before for the same subscription.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="body">Its body.</param>
    public void Deliver(SubscriptionState subscription, long messageId, long publishedAt, IReadOnlyList<string> tags, ReadOnlyMemory<byte> body)
    {
        if (subscription.ToQueue && TryFindRoom(subscription, body.Length) is { } queue)
        {
            AddTo(queue, body);
            return;
        }

        if (publishedAt <= engine.Now - subscription.Outbox.Lifetimes.Retention)
            return;
        MessageHeader header = MessageTransitions.Produce(engine.NextSequence(), publishedAt);
        if (subscription.ToQueue)
            header = header with { State = MessageState.Inactive, Attempts = 1, VisibleAt = NextAttempt(subscription, header.Sequence, 1) };
        engine.Add(subscription.Outbox, header, Envelope.Encode(messageId, tags, body.Span));
    }

    private static QueueState? TryFindRoom(SubscriptionState subscription, int bytes) =>
        subscription.Topic.Account.Queues.TryFind(subscription.Record.Endpoint) is { } queue && bytes <= queue.MaxMsgSize && queue.Unconsumed < queue.MaxMsgHeapNum ? queue : null;

    private void AddTo(QueueState queue, ReadOnlyMemory<byte> body) =>
        engine.Add(queue, MessageTransitions.Produce(engine.NextSequence(), engine.Now), body);

    private long NextAttempt(SubscriptionState subscription, long sequence, int attempts) =>
        engine.Now + (long)NotifySchedule.DelayAfter(subscription.Record.Strategy, attempts, sequence).TotalMilliseconds;
}
