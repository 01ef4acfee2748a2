namespace CmqContracts.Broker;

/// <summary>
/// A host and port that an account's subscriptions deliver to: the subscriptions with due deliveries, and how many deliveries may be under way at
/// the same time: one more after each that was quick, half as many after each that was not.
/// </summary>
internal sealed class PushEndpoint
{
    private const int FirstShare = 8;

    /// <summary>0: nothing was delivered yet.</summary>
    private int _limit;

    public PushEndpoint(PushAccount account)
    {
        Account = account;
        QueueNode = new LinkedListNode<PushEndpoint>(this);
    }

    public PushAccount Account { get; }

    /// <summary>Its node in one of the account's queues, as long as it is in one.</summary>
    public LinkedListNode<PushEndpoint> QueueNode { get; }

    /// <summary>Subscriptions with deliveries that are due.</summary>
    public Queue<SubscriptionState> Waiting { get; } = [];

    /// <summary>Deliveries that are taken and not settled.</summary>
    public int UnderWay { get; set; }

    /// <summary>Whether its last delivery was quick. Those that have not shown it share one half of their account's slots.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Whether it is in one of the account's queues.</summary>
    public bool IsQueued => QueueNode.List is not null;

    public long LastUsedAt { get; set; }

    public bool IsIdle => UnderWay == 0 && Waiting.Count == 0;

    public bool CanTake => Waiting.Count > 0 && (UnderWay == 0 || UnderWay < _limit);

    public int Room(int parallelism)
    {
        if (_limit == 0)
            _limit = Math.Max(1, parallelism / FirstShare);
        return _limit - UnderWay;
    }

    /// <summary>Changes how many deliveries may be under way, by how one of them went.</summary>
    public void AdjustLimit(bool quick, int parallelism)
    {
        _limit = quick ? Math.Min(_limit + 1, Math.Max(1, parallelism)) : Math.Max(1, _limit / 2);
        if (IsProven == quick)
            return;
        bool wasQueued = IsQueued;
        PushAccount.RemoveFromQueue(this);
        IsProven = quick;
        Account.UnprovenUnderWay += quick ? -UnderWay : UnderWay;
        if (wasQueued)
            Account.Enqueue(this);
    }
}
