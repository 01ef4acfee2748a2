using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>Hands out the deliveries to HTTP endpoints that are due, subscription by subscription, under a lease.</summary>
internal sealed class PushLine(QueueEngine engine)
{
    /// <summary>Deliveries that one subscription may have before it is the next one's turn.</summary>
    private const int Turn = 16;

    private readonly Queue<SubscriptionState> _line = [];
    private readonly List<StoredMessage> _page = [];

    /// <summary>Set when somebody has joined an empty place in the line.</summary>
    public Signal Arrival { get; } = new();

    public void Join(SubscriptionState subscription)
    {
        if (subscription.IsInLine)
            return;
        subscription.IsInLine = true;
        _line.Enqueue(subscription);
        Arrival.Set();
    }

    public void Reset() => _line.Clear();

    public IReadOnlyList<TopicPush> Take(int maxPushes, TimeSpan lease)
    {
        List<TopicPush> taken = [];
        while (taken.Count < maxPushes && _line.TryDequeue(out SubscriptionState? subscription))
        {
            subscription.IsInLine = false;
            if (engine.TryFindSubscription(subscription.Record.Key) != subscription)
                continue;
            QueueState outbox = subscription.Outbox;
            _page.Clear();
            engine.Store.Read(outbox.Key, MessageState.Active, new SequenceRange(0, engine.Aging.DeliverableAfter(outbox)), Math.Min(Turn, maxPushes - taken.Count), withBodies: true, _page);
            foreach (StoredMessage message in _page)
                TakeOne(subscription, message, lease, taken);
            if (_page.Count > 0 && outbox.Status.Active > 0)
                Join(subscription);
        }

        return taken;
    }

    public void Settle(TopicPush push, bool delivered)
    {
        if (!TryParse(push.Lease, out long key, out long sequence, out int take)
            || engine.TryFindSubscription(key) is not { } subscription
            || !engine.Store.TryFind(key, sequence, out MessageHeader header)
            || header.State != MessageState.Inactive
            || header.DequeueCount != take
            || header.VisibleAt <= engine.Now)
        {
            return;
        }

        if (delivered)
            engine.Remove(subscription.Outbox, header);
        else
            engine.Fanout.Postpone(subscription, header, header.Attempts);
    }

    private void TakeOne(SubscriptionState subscription, StoredMessage message, TimeSpan lease, List<TopicPush> taken)
    {
        MessageHeader header = message.Header;
        if (NotifySchedule.IsOver(subscription.Record.Strategy, header.Attempts))
        {
            engine.Remove(subscription.Outbox, header);
            return;
        }

        MessageHeader leased = header with
        {
            State = MessageState.Inactive,
            VisibleAt = engine.Now + (long)lease.TotalMilliseconds,
            Attempts = header.Attempts + 1,
            DequeueCount = header.DequeueCount + 1,
        };
        engine.Change(subscription.Outbox, header, leased);
        (long messageId, string[] tags, ReadOnlyMemory<byte> body) = Envelope.Open(message.Body);
        taken.Add(new TopicPush
        {
            Lease = string.Create(CultureInfo.InvariantCulture, $"{subscription.Record.Key}-{leased.Sequence}-{leased.DequeueCount}"),
            TopicOwner = subscription.Topic.Account.Name,
            TopicName = subscription.Topic.Record.Name,
            SubscriptionName = subscription.Record.Name,
            Endpoint = subscription.Record.Endpoint,
            Format = subscription.Record.Format,
            MessageId = messageId.ToString(CultureInfo.InvariantCulture),
            Body = body,
            Tags = tags,
            PublishedAt = DateTimeOffset.FromUnixTimeMilliseconds(leased.ProducedAt),
            Attempt = leased.Attempts,
        });
    }

    private static bool TryParse(string lease, out long key, out long sequence, out int take)
    {
        (key, sequence, take) = (0, 0, 0);
        string[] parts = lease.Split('-');
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out key)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out sequence)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out take);
    }
}
