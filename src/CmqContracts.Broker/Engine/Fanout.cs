using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>
/// Brings published messages to the subscriptions that want them: into queues at once, for HTTP endpoints into outboxes. What a
/// queue does not take waits in the outbox too, and is tried again as the subscription's strategy says.
/// </summary>
internal sealed class Fanout(QueueEngine engine)
{
    private const int Page = 64;

    private readonly List<StoredMessage> _page = [];

    public IReadOnlyList<string> Publish(Account account, PublishMessagesRequest request, ReadOnlyMemory<byte>[] bodies)
    {
        TopicState topic = account.FindTopic(request.TopicName);
        TopicRules.CheckAgainstTopic(request, topic.MaxMsgSize, topic.Record.Filter);
        SubscriptionState[] receivers = [.. topic.Subscriptions.ByName.Where(subscription => subscription.Matches(request))];
        if (receivers.Length == 0 && engine.RefusesPublishWithoutReceiver)
        {
            throw topic.Subscriptions.Count == 0
                ? new CmqException(CmqErrors.TopicWithoutSubscription, $"Topic '{topic.Record.Name}' has no subscription, so nobody would get the message.")
                : new CmqException(CmqErrors.NoSubscriptionMatches, $"None of the {topic.Subscriptions.Count} subscriptions of topic '{topic.Record.Name}' wants a message like this.");
        }

        string[] ids = new string[bodies.Length];
        for (int i = 0; i < bodies.Length; i++)
        {
            long id = engine.NextSequence();
            foreach (SubscriptionState subscription in receivers)
                Deliver(subscription, id, request.Tags, bodies[i]);
            ids[i] = id.ToString(CultureInfo.InvariantCulture);
        }

        return ids;
    }

    /// <summary>Tries again to bring what is due in an outbox into its queue, as far as the budget of messages goes.</summary>
    public void Redeliver(SubscriptionState subscription, ref int budget)
    {
        QueueState outbox = subscription.Outbox;
        while (outbox.Status.Active > 0)
        {
            _page.Clear();
            engine.Store.Read(outbox.Key, MessageState.Active, new SequenceRange(0, engine.Aging.DeliverableAfter(outbox)), Page, withBodies: true, _page);
            if (_page.Count == 0)
                return;
            foreach (StoredMessage message in _page)
            {
                if (budget == 0)
                    return;
                budget--;
                ReadOnlyMemory<byte> body = Envelope.Open(message.Body).Body;
                if (TryFindRoom(subscription, body.Length) is { } queue)
                {
                    engine.Remove(outbox, message.Header);
                    AddTo(queue, body);
                }
                else
                {
                    Postpone(subscription, message.Header, message.Header.Attempts + 1);
                }
            }
        }
    }

    /// <summary>Puts a delivery off that has failed, or gives it up.</summary>
    public void Postpone(SubscriptionState subscription, in MessageHeader header, int attempts)
    {
        if (NotifySchedule.IsOver(subscription.Record.Strategy, attempts))
            engine.Remove(subscription.Outbox, header);
        else
            engine.Change(subscription.Outbox, header, header with { State = MessageState.Inactive, Attempts = attempts, VisibleAt = NextAttempt(subscription, header.Sequence, attempts) });
    }

    private void Deliver(SubscriptionState subscription, long messageId, IReadOnlyList<string> tags, ReadOnlyMemory<byte> body)
    {
        if (subscription.ToQueue && TryFindRoom(subscription, body.Length) is { } queue)
        {
            AddTo(queue, body);
            return;
        }

        MessageHeader header = new() { Sequence = engine.NextSequence(), State = MessageState.Active, ProducedAt = engine.Now };
        if (subscription.ToQueue)
            header = header with { State = MessageState.Inactive, Attempts = 1, VisibleAt = NextAttempt(subscription, header.Sequence, 1) };
        engine.Add(subscription.Outbox, header, Envelope.Seal(messageId, tags, body.Span));
    }

    private static QueueState? TryFindRoom(SubscriptionState subscription, int bytes) =>
        subscription.Topic.Account.Queues.TryFind(subscription.Record.Endpoint) is { } queue && bytes <= queue.MaxMsgSize && queue.Unconsumed < queue.MaxMsgHeapNum ? queue : null;

    private void AddTo(QueueState queue, ReadOnlyMemory<byte> body) =>
        engine.Add(queue, new MessageHeader { Sequence = engine.NextSequence(), State = MessageState.Active, ProducedAt = engine.Now }, body);

    private long NextAttempt(SubscriptionState subscription, long sequence, int attempts) =>
        engine.Now + (long)NotifySchedule.DelayAfter(subscription.Record.Strategy, attempts, sequence).TotalMilliseconds;
}
