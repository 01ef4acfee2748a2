using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Expired messages are removed in steps that grow with their number, and stay short.</summary>
public sealed class ExpiryStepTests
{
    private const int Retention = 60;
    private readonly ManualTimeProvider _clock = new();

    /// <summary>Batch by batch: when it was sent, and how many.</summary>
    private readonly Queue<(long At, int Messages)> _live = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Expired_messages_are_removed_as_fast_as_messages_are_sent(int seed)
    {
        Random random = new(seed);
        QueueEngine engine = Open(new MemoryStore());
        QueueState[] queues = [.. Enumerable.Range(0, random.Next(1, 9)).Select(i => Create(engine, $"q{i}"))];
        int rate = random.Next(100, 3000);
        for (int batch = 0; batch < 4 * Retention; batch++)
        {
            engine.Begin();
            int overdue = Overdue(queues);
            Assert.True(overdue <= 2 * rate, $"{overdue} messages are due and still there, with up to {rate} sent in a batch.");
            Send(engine, queues, random.Next(rate / 2, rate), random);
            engine.Commit();
            _clock.AdvanceSeconds(1);
        }
    }

    [Fact]
    public void Many_messages_that_expire_at_once_are_removed_in_growing_steps()
    {
        QueueEngine engine = Open(new MemoryStore());
        QueueState[] queues = [Create(engine, "a"), Create(engine, "b")];
        engine.Begin();
        Send(engine, queues, 100_000, new Random(1));
        engine.Commit();
        engine.Begin();
        engine.Commit();
        _clock.AdvanceSeconds(Retention);
        int batches = 0;
        for (int before = 100_000; before > 0; batches++)
        {
            engine.Begin();
            engine.Commit();
            int overdue = Overdue(queues);
            Assert.InRange(before - overdue, 1, 256 + 8192);
            before = overdue;
            _clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.InRange(batches, 1, 40);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void A_step_that_takes_long_grows_no_further(double millisecondsPerMessage)
    {
        QueueEngine engine = Open(new SlowRemovals(_clock, TimeSpan.FromMilliseconds(millisecondsPerMessage)));
        QueueState[] queues = [Create(engine, "a")];
        engine.Begin();
        Send(engine, queues, 50_000, new Random(1));
        engine.Commit();
        engine.Begin();
        engine.Commit();
        _clock.AdvanceSeconds(Retention);
        TimeSpan least = TimeSpan.FromMilliseconds(millisecondsPerMessage * 512);
        while (Overdue(queues) > 0)
        {
            DateTimeOffset before = _clock.GetUtcNow();
            engine.Begin();
            engine.Commit();
            TimeSpan took = _clock.GetUtcNow() - before;
            Assert.True(took <= (least > TimeSpan.FromMilliseconds(45) ? least : TimeSpan.FromMilliseconds(45)), $"A step took {took.TotalMilliseconds} ms.");
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(0, 256)]
    [InlineData(1, 21)]
    [InlineData(50, 1)]
    public void Dead_letters_whose_move_takes_long_end_a_step(int millisecondsPerMessage, int maxPerStep)
    {
        QueueEngine engine = Open(new SlowTransfers(_clock, TimeSpan.FromMilliseconds(millisecondsPerMessage)));
        QueueState dead = Create(engine, "dead");
        QueueState queue = Create(engine, "a", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        engine.Begin();
        Send(engine, [queue], 600, new Random(1));
        engine.Commit();
        _clock.AdvanceSeconds(300);
        int steps = 0;
        for (; queue.Unconsumed > 0; steps++)
        {
            long before = queue.Unconsumed;
            engine.Begin();
            engine.Commit();
            Assert.InRange(before - queue.Unconsumed, 1, maxPerStep);
        }

        Assert.InRange(steps, 600 / maxPerStep, (600 / maxPerStep) + 1);
        Assert.Equal(600, dead.Unconsumed);
    }

    [Fact]
    public void A_change_of_attributes_removes_no_more_than_a_step_whatever_was_sent_before()
    {
        QueueEngine engine = Open(new MemoryStore());
        QueueState queue = Create(engine, "q", new QueueSettings());
        QueueState other = Create(engine, "other");
        engine.Begin();
        Send(engine, [queue], 1000, new Random(1));
        Send(engine, [other], 1, new Random(1));
        engine.Commit();
        _clock.AdvanceSeconds(Retention - 1);
        engine.Begin();
        Send(engine, [other], 1000, new Random(1));
        engine.Commit();
        _clock.AdvanceSeconds(1);

        engine.Begin();
        Assert.Equal(1000, other.Unconsumed);
        QueueCatalog.SetAttributes(engine, engine.GetAccount("a"), new SetQueueAttributesRequest("q", new QueueSettings { MsgRetentionSeconds = Retention }));
        engine.Commit();
        Assert.Equal(1000 - 256, queue.Unconsumed);
    }

    [Fact]
    public void Deliveries_that_have_expired_are_not_taken_before_a_step_has_removed_them()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState outbox = Publish(engine, account, 600);
        _clock.AdvanceSeconds(Retention);

        engine.Begin();
        Assert.NotEqual(0, outbox.Unconsumed);
        Assert.Empty(engine.Pushes.Take(parallelism: 32, TimeSpan.FromSeconds(30)));
        engine.Commit();
    }

    [Fact]
    public void A_shorter_retention_of_a_topic_ends_what_has_been_pending_for_longer_at_once()
    {
        QueueEngine engine = Open(new MemoryStore());
        Account account = engine.GetAccount("a");
        QueueState outbox = Publish(engine, account, 3);
        _clock.AdvanceSeconds(Retention - 1);

        engine.Begin();
        TopicCatalog.SetAttributes(engine, account, new SetTopicAttributesRequest("t", new TopicSettings { MsgRetentionSeconds = Retention / 2 }));
        engine.Commit();
        Assert.Equal(0, outbox.Unconsumed);
    }

    /// <summary>Publishes messages to a subscription that nothing is taken from.</summary>
    /// <returns>Its outbox.</returns>
    private static QueueState Publish(QueueEngine engine, Account account, int messages)
    {
        engine.Begin();
        TopicCatalog.Create(engine, account, new CreateTopicRequest("t", new TopicSettings { MsgRetentionSeconds = Retention }));
        TopicCatalog.Subscribe(engine, account, new SubscribeRequest("t", "s", SubscriptionProtocol.Http, "http://hangs.example/"));
        for (int i = 0; i < messages; i++)
            engine.Fanout.Publish(account, new PublishMessagesRequest("t", [new byte[1]]), [new byte[1]]);
        engine.Commit();
        engine.Begin();
        engine.Commit();
        return account.FindSubscription("t", "s").Outbox;
    }

    private QueueEngine Open(MessageStore store) => new(store, new BrokerOptions { TimeProvider = _clock }, static _ => { });

    private static QueueState Create(QueueEngine engine, string name, QueueSettings? settings = null)
    {
        engine.Begin();
        Account account = engine.GetAccount("a");
        QueueCatalog.Create(engine, account, new CreateQueueRequest(name, settings ?? new QueueSettings { MsgRetentionSeconds = Retention }));
        engine.Commit();
        return account.Find(name);
    }

    private void Send(QueueEngine engine, QueueState[] queues, int messages, Random random)
    {
        for (int i = 0; i < messages; i++)
            engine.Add(queues[random.Next(queues.Length)], new MessageHeader { Sequence = engine.NextSequence(), State = MessageState.Active, ProducedAt = engine.Now }, default);
        _live.Enqueue((engine.Now, messages));
    }

    private int Overdue(QueueState[] queues)
    {
        while (_live.TryPeek(out (long At, int Messages) oldest) && oldest.At + (Retention * 1000) <= _clock.GetUtcNow().ToUnixTimeMilliseconds())
            _live.Dequeue();
        return (int)(queues.Sum(queue => queue.Unconsumed) - _live.Sum(sent => (long)sent.Messages));
    }

    private sealed class SlowTransfers(ManualTimeProvider clock, TimeSpan perMessage) : ForwardingStore(new MemoryStore())
    {
        internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
        {
            base.Transfer(queue, before, targetQueue, after, source);
            clock.Advance(perMessage);
        }
    }

    private sealed class SlowRemovals(ManualTimeProvider clock, TimeSpan perMessage) : ForwardingStore(new MemoryStore())
    {
        internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
        {
            int removed = base.RemoveOldest(queue, state, producedUpTo, maxMessages);
            clock.Advance(perMessage * removed);
            return removed;
        }
    }
}
