using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// Leases the deliveries to HTTP endpoints that are due. Each account has its share of the slots, and each of its endpoints the more slots
/// the quicker it answers, so that an endpoint that does not answer delays no other account.
/// </summary>
internal sealed class PushQueue(QueueEngine engine)
{
    /// <summary>Deliveries of one subscription that are leased before the next subscription has its turn.</summary>
    private const int MaxPerTurn = 16;

    /// <summary>A delivery that takes longer is a slow one.</summary>
    private const long QuickMilliseconds = 5000;

    /// <summary>After how long without a delivery an endpoint, and what is known of its speed, is forgotten.</summary>
    private const long IdleMilliseconds = 600_000;

    private readonly Dictionary<string, PushAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Queue<PushAccount> _accountsInTurn = [];
    private readonly Dictionary<string, PushLease> _underWay = new(StringComparer.Ordinal);
    private readonly List<StoredMessage> _page = [];
    private int _parallelism;
    private long _forgetAt;
    private bool _isToCheck;

    /// <summary>Set when there may be something to take.</summary>
    public Signal Arrival { get; } = new();

    /// <summary>No lease ends before.</summary>
    public long NextLeaseEnd { get; private set; } = long.MaxValue;

    /// <summary>Queues a subscription that has deliveries which are due.</summary>
    public void Enqueue(SubscriptionState subscription)
    {
        if (subscription.IsQueued)
            return;
        subscription.IsQueued = true;
        PushEndpoint endpoint = EndpointOf(subscription);
        endpoint.Waiting.Enqueue(subscription);
        EnqueueForSlots(endpoint);
        Arrival.Set();
    }

    /// <summary>Empties the queues; what is known of endpoints stays.</summary>
    public void Reset()
    {
        _accountsInTurn.Clear();
        foreach (PushAccount account in _accounts.Values)
            account.ClearQueues();
        _isToCheck = true;
    }

    /// <summary>Frees the slots of deliveries whose lease is over.</summary>
    public void EndLeases()
    {
        if (NextLeaseEnd > engine.Now)
            return;
        NextLeaseEnd = long.MaxValue;
        foreach ((string name, PushLease slot) in _underWay)
        {
            if (slot.EndsAt > engine.Now)
            {
                NextLeaseEnd = Math.Min(NextLeaseEnd, slot.EndsAt);
                continue;
            }

            _underWay.Remove(name);
            Free(slot, quick: false);
        }
    }

    /// <summary>Takes deliveries, as far as accounts and endpoints have slots for them.</summary>
    /// <param name="parallelism">How many there may be under way at the same time, those taken before included.</param>
    /// <param name="lease">For how long they are the caller's.</param>
    public IReadOnlyList<TopicPush> Take(int parallelism, TimeSpan lease)
    {
        engine.Store.NoteChange();
        _parallelism = parallelism;
        FreeUncommitted();
        ForgetIdle();
        int share = Math.Max(1, parallelism / Math.Max(1, _accounts.Values.Count(static account => account.IsQueued || account.UnderWay > 0)));
        List<TopicPush> taken = [];
        for (int turns = _accountsInTurn.Count; turns > 0 && taken.Count < parallelism; turns--)
        {
            PushAccount account = _accountsInTurn.Dequeue();
            while (taken.Count < parallelism && account.Next(share) is { } endpoint)
            {
                TakeFrom(endpoint, Math.Min(account.Room(endpoint, share), parallelism - taken.Count), lease, taken);
                EnqueueForSlots(endpoint);
            }

            account.IsQueued = account.HasWaiting;
            if (account.IsQueued)
                _accountsInTurn.Enqueue(account);
        }

        return taken;
    }

    public void Settle(TopicPush push, bool delivered)
    {
        engine.Store.NoteChange();
        if (_underWay.Remove(push.Lease, out PushLease? slot))
            Free(slot, quick: delivered && engine.Now - slot.TakenAt < QuickMilliseconds);
        if (!TryParse(push.Lease, out long key, out long sequence, out int take) || !IsHeld(key, sequence, take, out MessageHeader header) || header.VisibleAt <= engine.Now)
            return;
        SubscriptionState subscription = engine.TryFindSubscription(key)!;
        if (delivered)
            engine.Remove(subscription.Outbox, header);
        else
            engine.Fanout.Postpone(subscription, header, header.Attempts);
    }

    private bool IsHeld(long key, long sequence, int take, out MessageHeader header)
    {
        header = default;
        return engine.TryFindSubscription(key) is not null
            && engine.Store.TryFind(key, sequence, out header)
            && header.State == MessageState.Inactive
            && header.DequeueCount == take;
    }

    private void TakeFrom(PushEndpoint endpoint, int accountRoom, TimeSpan lease, List<TopicPush> taken)
    {
        endpoint.LastUsedAt = engine.Now;
        SubscriptionState subscription = endpoint.Waiting.Dequeue();
        subscription.IsQueued = false;
        if (engine.TryFindSubscription(subscription.Record.Key) != subscription)
            return;
        QueueState outbox = subscription.Outbox;
        int room = Math.Min(Math.Min(endpoint.Room(_parallelism), accountRoom), MaxPerTurn);
        _page.Clear();
        engine.Store.Read(outbox.Key, MessageState.Active, new SequenceRange(0, engine.Lifecycle.DeliverableAfter(outbox)), room, withBodies: true, _page);
        foreach (StoredMessage message in _page)
            TakeOne(subscription, endpoint, message, lease, taken);
        if (_page.Count > 0 && outbox.Status.Active > 0)
        {
            subscription.IsQueued = true;
            endpoint.Waiting.Enqueue(subscription);
        }
    }

    private void TakeOne(SubscriptionState subscription, PushEndpoint endpoint, StoredMessage message, TimeSpan lease, List<TopicPush> taken)
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
        (long messageId, string[] tags, ReadOnlyMemory<byte> body) = Envelope.Decode(message.Body);
        TopicPush push = new()
        {
            Lease = string.Create(CultureInfo.InvariantCulture, $"{subscription.Record.Key}-{leased.Sequence}-{leased.DequeueCount}"),
            TopicOwner = subscription.Topic.Account.Name,
            TopicName = subscription.Topic.Record.Name,
            SubscriptionName = subscription.Record.Name,
            Endpoint = subscription.Record.Endpoint,
            NotifyContentFormat = subscription.Record.Format,
            MessageId = messageId.ToString(CultureInfo.InvariantCulture),
            Body = body,
            Tags = tags,
            PublishedAt = engine.WallTimes.Of(messageId, leased.ProducedAt),
            Attempt = leased.Attempts,
        };
        taken.Add(push);
        _underWay[push.Lease] = new PushLease(endpoint, subscription.Record.Key, leased.Sequence, leased.DequeueCount, engine.Now, leased.VisibleAt);
        NextLeaseEnd = Math.Min(NextLeaseEnd, leased.VisibleAt);
        endpoint.Account.Count(endpoint, 1);
    }

    /// <summary>Queues an endpoint and its account for slots, if something is due and the endpoint may have one more delivery under way.</summary>
    private void EnqueueForSlots(PushEndpoint endpoint)
    {
        if (endpoint.IsQueued || !endpoint.CanTake)
            return;
        PushAccount account = endpoint.Account;
        account.Enqueue(endpoint);
        if (account.IsQueued)
            return;
        account.IsQueued = true;
        _accountsInTurn.Enqueue(account);
    }

    /// <summary>Frees the slots of leases whose batch was not committed.</summary>
    private void FreeUncommitted()
    {
        if (!_isToCheck)
            return;
        _isToCheck = false;
        foreach ((string name, PushLease slot) in _underWay)
        {
            if (!IsHeld(slot.Subscription, slot.Sequence, slot.Take, out _))
            {
                _underWay.Remove(name);
                Free(slot, quick: null);
            }
        }
    }

    /// <summary>Drops endpoints that were not used for long.</summary>
    private void ForgetIdle()
    {
        if (_forgetAt > engine.Now)
            return;
        _forgetAt = engine.Now + IdleMilliseconds;
        foreach ((string name, PushAccount account) in _accounts)
        {
            foreach ((string address, PushEndpoint endpoint) in account.Endpoints)
            {
                if (endpoint.IsIdle && endpoint.LastUsedAt <= engine.Now - IdleMilliseconds)
                    account.Endpoints.Remove(address);
            }

            if (account.Endpoints.Count == 0)
                _accounts.Remove(name);
        }
    }

    /// <param name="slot">The delivery that is no longer under way.</param>
    /// <param name="quick">Whether the endpoint took it quickly; <see langword="null"/>: the delivery was never made.</param>
    private void Free(PushLease slot, bool? quick)
    {
        PushEndpoint endpoint = slot.Endpoint;
        endpoint.Account.Count(endpoint, -1);
        if (quick is { } outcome)
            endpoint.AdjustLimit(outcome, _parallelism);
        EnqueueForSlots(endpoint);
        if (_accountsInTurn.Count > 0)
            Arrival.Set();
    }

    private PushEndpoint EndpointOf(SubscriptionState subscription)
    {
        string owner = subscription.Topic.Account.Name;
        if (!_accounts.TryGetValue(owner, out PushAccount? account))
            _accounts.Add(owner, account = new PushAccount());
        if (!account.Endpoints.TryGetValue(subscription.Host, out PushEndpoint? endpoint))
            account.Endpoints.Add(subscription.Host, endpoint = new PushEndpoint(account) { LastUsedAt = engine.Now });
        return endpoint;
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

    private sealed record PushLease(PushEndpoint Endpoint, long Subscription, long Sequence, int Take, long TakenAt, long EndsAt);
}
