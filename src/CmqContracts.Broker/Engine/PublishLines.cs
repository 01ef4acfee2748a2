using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>
/// Brings what is too large for one commit to subscriptions, from the lines of the accounts. Lines take turns, one step for each
/// batch.
/// </summary>
internal sealed class PublishLines(QueueEngine engine)
{
    /// <summary>An account that owes more publishes nothing large.</summary>
    private const long MostOwed = 64 * 1024 * 1024;

    private const int Page = 16;

    private readonly Queue<Account> _turns = [];
    private readonly HashSet<Account> _credited = [];
    private readonly List<StoredMessage> _page = [];

    /// <summary>Whether something is left to be done.</summary>
    public bool HasWork => _turns.Count > 0;

    /// <summary>Refuses a large publish of an account that publishes faster than the broker can bring it to subscriptions.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.Throttled"/>.</exception>
    public static void CheckRoom(Account account, long bytes)
    {
        if (account.Line.Owed > MostOwed)
            throw new CmqServiceException(CmqErrors.Throttled, $"A publish of {bytes} bytes, bodies times subscriptions, is more than the {Step.Share} that are taken while the account's earlier publishes have more than {MostOwed} bytes on their way to subscriptions; there are {account.Line.Owed}. Publish it again later.");
    }

    /// <summary>Notes for whom a message still is.</summary>
    public void Join(Account account, ReadOnlySpan<SubscriptionState> targets, long messageId, IReadOnlyList<string> tags, ReadOnlyMemory<byte> body)
    {
        PublishLine line = account.Line;
        QueueState queue = line.Queue ?? engine.AddQueue(QueueRecordOf(account));
        if (!line.IsOpen)
            _turns.Enqueue(account);
        line.Owed += targets.Length * Step.CostOf(body.Length);
        MessageHeader header = MessageTransitions.Produce(engine.NextSequence(), engine.Now);
        engine.Add(queue, header, Intention.Seal(targets, messageId, tags, body.Span));
    }

    /// <summary>Lets the next step bring more of an account's line, by what a publish that joins it would have brought itself.</summary>
    public void AddCredit(Account account, long bytes)
    {
        account.Line.Credit += bytes;
        _credited.Add(account);
    }

    /// <summary>Brings a share from the line whose turn it is, one message at least, and from those that publishes have joined what these would have brought themselves.</summary>
    public void Serve()
    {
        if (_turns.TryDequeue(out Account? account))
        {
            Serve(account.Line, isTurn: true);
            if (account.Line.IsOpen)
                _turns.Enqueue(account);
        }

        foreach (Account credited in _credited)
            Serve(credited.Line, isTurn: false);
        _credited.Clear();
    }

    private void Serve(PublishLine line, bool isTurn)
    {
        long room = line.Credit + (isTurn ? Step.Share : 0);
        long spent = 0;
        while (line.IsOpen && spent < room && TryServeFirst(line, room, isTurn, ref spent))
        {
        }

        line.Credit = line.IsOpen ? Math.Clamp(room - spent, 0, line.Credit) : 0;
    }

    /// <summary>Forgets all turns.</summary>
    public void Reset()
    {
        _turns.Clear();
        _credited.Clear();
    }

    /// <summary>Takes up the line of an account as the store has it.</summary>
    public void Load(Account account)
    {
        PublishLine line = account.Line;
        if (!line.IsOpen)
            return;
        _turns.Enqueue(account);
        long last = 0;
        do
        {
            Read(line.Queue!, last, Page);
            foreach (StoredMessage message in _page)
            {
                Intention intention = Intention.Open(message.Body);
                line.Owed += (intention.Count - message.Header.DequeueCount) * Step.CostOf(intention.Body.Length);
                last = message.Header.Sequence;
            }
        }
        while (_page.Count == Page);
        _page.Clear();
    }

    /// <summary>Serves the subscriptions of the first message, from where the step before has ended.</summary>
    /// <returns>Whether none of them is left.</returns>
    private bool TryServeFirst(PublishLine line, long room, bool isTurn, ref long spent)
    {
        Read(line.Queue!, after: 0, maxMessages: 1);
        MessageHeader header = _page[0].Header;
        Intention intention = Intention.Open(_page[0].Body);
        _page.Clear();
        long cost = Step.CostOf(intention.Body.Length);

        // Nobody receives these messages, so the count of receives says how many subscriptions are done.
        int next = header.DequeueCount;
        for (; next < intention.Count; next++)
        {
            // One that has ended since the publish gets nothing.
            SubscriptionState? subscription = engine.TryFindSubscription(intention.KeyAt(next));
            long price = subscription is null ? Step.LeastCost : cost;
            if (spent + price > room && (spent > 0 || !isTurn))
                break;
            spent += price;
            if (subscription is not null)
                engine.Fanout.Deliver(subscription, intention.MessageId, header.ProducedAt, intention.Tags, intention.Body);
        }

        line.Owed -= (next - header.DequeueCount) * cost;
        if (next == intention.Count)
        {
            engine.Remove(line.Queue!, header);
            return true;
        }

        if (next > header.DequeueCount)
            engine.Change(line.Queue!, header, header with { DequeueCount = next });
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
            Id = PublicForm.Id("line", key),
            Settings = QueueEngine.TakesEverything(msgRetentionSeconds: int.MaxValue),
            CreatedAt = engine.WallNow,
            LastModifiedAt = engine.WallNow,
        };
    }
}
