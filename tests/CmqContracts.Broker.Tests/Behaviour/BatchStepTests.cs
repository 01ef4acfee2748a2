using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Requests of one batch, one after the other, and how they share its step.</summary>
public sealed class BatchStepTests
{
    private const int Step = 256;
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(60, 0, 1000)]
    [InlineData(60, 60, 500)]
    public void A_rewind_that_comes_while_another_is_under_way_brings_back_what_either_asks_for(int first, int second, int expected)
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState queue = Create(engine, "q", new QueueSettings { RewindSeconds = 600 });
        long start = engine.WallNow / 1000;
        AddDeleted(engine, queue, 500);
        _clock.AdvanceSeconds(60);
        AddDeleted(engine, queue, 500);
        _clock.AdvanceSeconds(60);

        engine.Begin();
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("q", start + first));
        Assert.Equal(Step, queue.Status.Active);
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("q", start + second));
        engine.Commit();
        RunUntilIdle(engine);
        Assert.Equal((expected, 1000 - expected), (queue.Status.Active, queue.Status.Rewindable));
    }

    [Fact]
    public void A_rewind_that_comes_while_another_is_under_way_leaves_nothing_out_that_the_clock_was_set_back_for()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState queue = Create(engine, "q", new QueueSettings { RewindSeconds = 7200 });
        long start = engine.WallNow / 1000;
        AddDeleted(engine, queue, 1);
        _clock.StepWall(TimeSpan.FromHours(-1));
        AddDeleted(engine, queue, 500);
        _clock.StepWall(TimeSpan.FromHours(1));
        AddDeleted(engine, queue, 10);

        engine.Begin();
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("q", start));
        Assert.Equal(Step, queue.Status.Active);
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("q", start));
        engine.Commit();
        RunUntilIdle(engine);
        Assert.Equal((511, 0), (queue.Status.Active, queue.Status.Rewindable));
    }

    [Fact]
    public void A_rewind_that_finds_the_step_of_its_batch_used_up_is_stored_and_carried_out()
    {
        SnapshotStore store = new();
        QueueEngine engine = Open(store);
        Account account = engine.GetAccount("a");
        QueueState large = Create(engine, "large", new QueueSettings { RewindSeconds = 600 });
        QueueState small = Create(engine, "small", new QueueSettings { RewindSeconds = 600 });
        long start = engine.WallNow / 1000;
        AddDeleted(engine, large, Step);
        AddDeleted(engine, small, 1);

        engine.Begin();
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("large", start));
        QueueCatalog.Rewind(engine, account, new RewindQueueRequest("small", start));
        Assert.Equal(0, small.Status.Active);
        engine.Commit();

        QueueEngine next = Open(store.AfterCrash());
        RunUntilIdle(next);
        Assert.Equal(1, next.GetAccount("a").Find("small").Status.Active);
    }

    [Fact]
    public void What_time_has_made_due_leaves_the_requests_of_its_batch_a_step_of_their_own()
    {
        QueueEngine engine = Open(new MemoryStore());
        QueueState queue = Create(engine, "q", new QueueSettings { RewindSeconds = 600 });
        QueueState delayed = Create(engine, "delayed", new QueueSettings());
        long start = engine.WallNow / 1000;
        AddDeleted(engine, queue, Step);
        AddDelayed(engine, delayed, 2 * Step, seconds: 10);
        _clock.AdvanceSeconds(10);

        engine.Begin();
        Assert.Equal(Step, delayed.Status.Active);
        QueueCatalog.Rewind(engine, engine.GetAccount("a"), new RewindQueueRequest("q", start));
        Assert.Equal(Step, queue.Status.Active);
        engine.Commit();
    }

    [Fact]
    public void A_receive_that_waits_gets_what_a_policy_that_is_taken_away_would_have_moved()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        Create(engine, "dead", new QueueSettings());
        QueueState queue = Create(engine, "q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        engine.Begin();
        for (int i = 0; i < 2 * Step; i++)
            engine.Add(queue, MessageTransitions.Produce(engine.NextSequence(), engine.Now), default);
        engine.Commit();
        _clock.AdvanceSeconds(300);

        engine.Begin();
        ReceiveRequest receive = new(account, new ReceiveMessagesRequest("q") { MaxMessages = 1, PollingWaitSeconds = 30 }, default);
        engine.Run(receive);
        Assert.True(receive.IsWaiting);
        engine.Run(Work(e => QueueCatalog.UnbindDeadLetterQueue(e, account, "q")));
        Assert.False(receive.IsWaiting);
        Assert.Same(receive, Assert.Single(engine.Delivery.Ended));
        engine.Commit();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wait_that_ends_in_the_batch_in_which_it_is_cancelled_ends_once(bool withMessage)
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        Create(engine, "q", new QueueSettings());
        engine.Begin();
        ReceiveRequest receive = new(account, new ReceiveMessagesRequest("q") { MaxMessages = 1, PollingWaitSeconds = 30 }, default);
        engine.Run(receive);
        if (withMessage)
            engine.Run(new SendRequest(account, new SendMessagesRequest("q", [new byte[1]]), [new byte[1]]));
        else
            engine.Run(Work(e => QueueCatalog.Delete(e, account, "q")));
        engine.Run(Work(e => e.Delivery.Cancel(receive)));
        engine.Commit();

        Assert.Same(receive, Assert.Single(engine.Delivery.Ended));
        Assert.Equal(withMessage ? null : CmqErrors.QueueDoesNotExist, (receive.Error as CmqServiceException)?.Error);
    }

    [Fact]
    public void A_lease_that_is_over_settles_nothing_before_a_step_has_ended_it()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState queue = Create(engine, "q", new QueueSettings());
        engine.Begin();
        TopicCatalog.Create(engine, account, new CreateTopicRequest("t", new TopicSettings { MsgRetentionSeconds = 86_400 }));
        TopicCatalog.Subscribe(engine, account, new SubscribeRequest("t", "s", SubscriptionProtocol.Http, "http://hangs.example/"));
        engine.Fanout.Publish(account, new PublishMessagesRequest("t", [new byte[1]]), [new byte[1]]);
        TopicPush push = Assert.Single(engine.Pushes.Take(parallelism: 32, TimeSpan.FromSeconds(30)));
        engine.Commit();
        AddDelayed(engine, queue, Step, seconds: 30);
        _clock.AdvanceSeconds(30);

        engine.Begin();
        Assert.Equal(Step, queue.Status.Active);
        engine.Pushes.Settle(push, delivered: true);
        engine.Commit();
        Assert.Equal(1, account.FindSubscription("t", "s").Outbox.Unconsumed);
    }

    [Fact]
    public void Taking_rewind_away_drops_all_that_could_be_rewound_at_once()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState queue = Create(engine, "q", new QueueSettings { RewindSeconds = 600 });
        AddDeleted(engine, queue, 10 * Step);
        engine.Begin();
        QueueCatalog.SetAttributes(engine, account, new SetQueueAttributesRequest("q", new QueueSettings { RewindSeconds = 0 }));
        Assert.Equal(0, queue.Status.Rewindable);
        engine.Commit();
    }

    [Fact]
    public async Task Sends_receives_and_deletes_search_for_nothing_that_is_due()
    {
        SearchCountingStore store = new();
        QueueEngine engine = Open(store);
        Account account = engine.GetAccount("a");
        Create(engine, "dead", new QueueSettings());
        QueueState queue = Create(engine, "q", new QueueSettings { RewindSeconds = 600, DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        RunUntilIdle(engine);
        store.Searches = store.Statuses = 0;
        for (int i = 1; i <= 100; i++)
        {
            engine.Begin();
            engine.Run(new SendRequest(account, new SendMessagesRequest("q", ["x"u8.ToArray(), "y"u8.ToArray()]), ["x"u8.ToArray(), "y"u8.ToArray()]));
            ReceiveRequest receive = new(account, new ReceiveMessagesRequest("q") { MaxMessages = 1, PollingWaitSeconds = 0 }, default);
            engine.Run(receive);
            engine.Run(new DeleteRequest(account, new DeleteMessagesRequest("q", [(await receive.Outcome)[0].ReceiptHandle])));
            engine.Commit();
            Assert.Equal((i, i), (queue.Status.Active, queue.Status.Rewindable));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        // One read for each receive, and the counters of the queue once for each commit.
        Assert.Equal((100, 100), (store.Searches, store.Statuses));
    }

    private QueueEngine Open(MessageStore store) => new(store, new BrokerOptions { TimeProvider = _clock }, static _ => { });

    private static ControlRequest<bool> Work(Action<QueueEngine> work) => new(engine =>
    {
        work(engine);
        return true;
    });

    private static QueueState Create(QueueEngine engine, string name, QueueSettings settings)
    {
        engine.Begin();
        Account account = engine.GetAccount("a");
        QueueCatalog.Create(engine, account, new CreateQueueRequest(name, settings));
        engine.Commit();
        return account.Find(name);
    }

    /// <summary>Adds messages that were received and deleted.</summary>
    private static void AddDeleted(QueueEngine engine, QueueState queue, int messages)
    {
        engine.Begin();
        for (int i = 0; i < messages; i++)
            engine.Add(queue, new MessageHeader { Sequence = engine.NextSequence(), State = MessageState.Rewindable, ProducedAt = engine.Now, FirstReceivedAt = engine.Now, DequeueCount = 1 }, default);
        engine.Commit();
    }

    private static void AddDelayed(QueueEngine engine, QueueState queue, int messages, int seconds)
    {
        engine.Begin();
        for (int i = 0; i < messages; i++)
            engine.Add(queue, MessageTransitions.Produce(engine.NextSequence(), engine.Now, seconds), default);
        engine.Commit();
    }

    private static void RunUntilIdle(QueueEngine engine)
    {
        int batches = 0;
        do
        {
            engine.Begin();
            engine.Commit();
            Assert.InRange(++batches, 1, 100);
        }
        while (engine.NextDue <= engine.Now);
    }

    /// <summary>Counts reads of messages and of what is due, and the counters that are written.</summary>
    private sealed class SearchCountingStore() : ForwardingStore(new MemoryStore())
    {
        public int Searches { get; set; }

        public int Statuses { get; set; }

        internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
        {
            Searches++;
            base.Read(queue, state, range, maxMessages, withBodies, into);
        }

        internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
        {
            Searches++;
            base.ReadDue(queue, now, maxMessages, into);
        }

        internal override long? NextDue(long queue)
        {
            Searches++;
            return base.NextDue(queue);
        }

        internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
        {
            Searches++;
            return base.RemoveOldest(queue, state, producedUpTo, maxMessages);
        }

        internal override void PutStatus(long queue, in QueueStatus status)
        {
            Statuses++;
            base.PutStatus(queue, status);
        }
    }
}
