using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// Delivers publishes that are too large for one commit to subscriptions, from the backlogs of the accounts. Backlogs take turns, one step
/// for each batch.
/// </summary>
internal sealed class PublishBacklogs(QueueEngine engine)
{
    /// <summary>An account with more in its backlog publishes nothing large.</summary>
    private const long MaxPendingBytes = 64 * 1024 * 1024;

    private const int Page = 16;

    private readonly Queue<Account> _turns = [];
    private readonly HashSet<Account> _credited = [];
    private readonly List<StoredMessage> _page = [];

    /// <summary>Whether something is left to be done.</summary>
    public bool HasWork => _turns.Count > 0;

    /// <summary>Refuses a large publish of an account that publishes faster than the broker delivers to its subscriptions.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QpsThrottling"/>.</exception>
    public static void CheckRoom(Account account, long bytes)
    {
        if (account.Backlog.PendingBytes > MaxPendingBytes)
            throw new CmqServiceException(CmqErrors.QpsThrottling, $"A publish of {bytes} bytes, bodies times subscriptions, is more than the {Step.Share} that are taken while the account's earlier publishes have more than {MaxPendingBytes} bytes on their way to subscriptions; there are {account.Backlog.PendingBytes}. Publish it again later.");
    }

    /// <summary>Adds a message and the subscriptions that it is still to be delivered to.</summary>
    public void Add(Account account, ReadOnlySpan<SubscriptionState> targets, long messageId, IReadOnlyList<string> tags, ReadOnlyMemory<byte> body)
    {
        PublishBacklog backlog = account.Backlog;
        engine.Store.NoteChange();
        QueueState queue = backlog.Queue ?? engine.AddQueue(QueueRecordOf(account));
        QueueTurn(account);
        backlog.PendingBytes += targets.Length * Step.CostOf(body.Length);
        MessageHeader header = MessageTransitions.Produce(engine.NextSequence(), engine.Now);
        engine.Add(queue, header, PendingPublish.Encode(targets, messageId, tags, body.Span));
    }

    /// <summary>Lets the next step deliver more of an account's backlog: as much as a publish would have delivered at once that was added to the backlog instead.</summary>
    public void AddCredit(Account account, long bytes)
    {
        engine.Store.NoteChange();
        account.Backlog.Credit += bytes;
        _credited.Add(account);
    }

    /// <summary>Delivers a share of the backlog whose turn it is, one message at least, and of those with credit as much as their credit.</summary>
    public void Serve()
    {
        if (_turns.TryDequeue(out Account? account))
        {
            account.Backlog.HasTurn = false;
            Serve(account.Backlog, isTurn: true);
            if (account.Backlog.HasMessages)
                QueueTurn(account);
        }

        foreach (Account credited in _credited)
            Serve(credited.Backlog, isTurn: false);
        _credited.Clear();
    }

    /// <summary>Gives an account a turn, unless it waits for one: credit may have emptied its backlog meanwhile.</summary>
    private void QueueTurn(Account account)
    {
        if (account.Backlog.HasTurn)
            return;
        account.Backlog.HasTurn = true;
        _turns.Enqueue(account);
    }

    private void Serve(PublishBacklog backlog, bool isTurn)
    {
        long room = backlog.Credit + (isTurn ? Step.Share : 0);
        long spent = 0;
        while (backlog.HasMessages && spent < room && TryServeFirst(backlog, room, isTurn, ref spent))
        {
        }

        backlog.Credit = backlog.HasMessages ? Math.Clamp(room - spent, 0, backlog.Credit) : 0;
    }

    /// <summary>Empties the turns and credits.</summary>
    public void Reset()
    {
        _turns.Clear();
        _credited.Clear();
    }

    /// <summary>Reads how much there is in the backlog of an account.</summary>
    public void Load(Account account)
    {
        PublishBacklog backlog = account.Backlog;
        if (!backlog.HasMessages)
            return;
        QueueTurn(account);
        long last = 0;
        do
        {
            Read(backlog.Queue!, last, Page);
            foreach (StoredMessage message in _page)
            {
                PendingPublish pending = PendingPublish.Decode(message.Body);
                backlog.PendingBytes += (pending.Count - message.Header.DequeueCount) * Step.CostOf(pending.Body.Length);
                last = message.Header.Sequence;
            }
        }
        while (_page.Count == Page);
        _page.Clear();
    }

    /// <summary>Delivers the first message to its subscriptions, from where the step before has ended.</summary>
    /// <returns>Whether none of them is left.</returns>
    private bool TryServeFirst(PublishBacklog backlog, long room, bool isTurn, ref long spent)
    {
        Read(backlog.Queue!, after: 0, maxMessages: 1);
        MessageHeader header = _page[0].Header;
        PendingPublish pending = PendingPublish.Decode(_page[0].Body);
        _page.Clear();
        long cost = Step.CostOf(pending.Body.Length);

        // Nobody receives these messages, so the count of receives says how many subscriptions are done.
        int next = header.DequeueCount;
        for (; next < pending.Count; next++)
        {
            // One that has ended since the publish gets nothing.
            SubscriptionState? subscription = engine.TryFindSubscription(pending.KeyAt(next));
            long ownCost = subscription is null ? Step.MinCost : cost;
            if (spent + ownCost > room && (spent > 0 || !isTurn))
                break;
            spent += ownCost;
            if (subscription is not null)
                engine.Fanout.Deliver(subscription, pending.MessageId, header.ProducedAt, pending.Tags, pending.Body);
        }

        backlog.PendingBytes -= (next - header.DequeueCount) * cost;
        if (next == pending.Count)
        {
            engine.Remove(backlog.Queue!, header);
            return true;
        }

        if (next > header.DequeueCount)
            engine.Change(backlog.Queue!, header, header with { DequeueCount = next });
        return false;
    }

    private void Read(QueueState queue, long after, int maxMessages)
    {
        _page.Clear();
        engine.Store.Read(queue.Key, MessageState.Active, new SequenceRange(after, long.MinValue), maxMessages, withBodies: true, _page);
    }

    private QueueRecord QueueRecordOf(Account account)
    {
        long key = engine.NextSequence();
        return new QueueRecord
        {
            Key = key,
            Account = account.Name,
            Name = "",
            Id = PublicForm.Id("backlog", key),
            Settings = QueueEngine.TakesEverything(msgRetentionSeconds: int.MaxValue),
            CreatedAt = engine.WallNow,
            LastModifiedAt = engine.WallNow,
        };
    }
}
