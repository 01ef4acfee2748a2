using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A batch deals with 256 messages of what time has made due, and its requests with 256 more; the rest follows with the next batches.</summary>
public sealed class StepTests
{
    private const int Many = 600;
    private static readonly int[] InSteps = [256, 512, Many];

    private readonly ManualTimeProvider _clock = new();
    private readonly QueueEngine _engine;
    private readonly Account _account;

    public StepTests()
    {
        _engine = new QueueEngine(new MemoryStore(), new BrokerOptions { TimeProvider = _clock, Limits = CmqLimits.Tdmq }, static _ => { });
        _account = _engine.GetAccount("a");
    }

    [Fact]
    public void Delayed_messages_become_visible()
    {
        QueueState queue = Create("q");
        Add(queue, Many, delaySeconds: 10);
        _clock.AdvanceSeconds(10);
        Assert.Equal(InSteps, Batches(3, () => queue.Status.Active));
    }

    [Fact]
    public void A_shorter_retention_removes_messages()
    {
        QueueState queue = Create("q");
        Add(queue, Many);
        _clock.AdvanceSeconds(100);
        Batch(() => Set("q", new QueueSettings { MsgRetentionSeconds = 60 }));
        Assert.Equal(Many - 256, queue.Unconsumed);
        Assert.Equal([Many - 512, 0], Batches(2, () => queue.Unconsumed));
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(Many, 256)]
    public void A_policy_that_messages_are_too_old_for_moves_them(int messages, int atOnce)
    {
        (QueueState queue, QueueState dead) = (Create("q"), Create("dead"));
        Add(queue, messages);
        _clock.AdvanceSeconds(300);
        Batch(() => Set("q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) }));
        Assert.Equal((atOnce, messages - atOnce), (dead.Status.Active, queue.Status.Active));
    }

    [Fact]
    public void Messages_that_were_received_too_often_move_with_two_steps_when_a_request_carries_them_on()
    {
        QueueState dead = Create("dead");
        QueueState queue = Create("q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        Add(queue, Many);
        Batch(() => Assert.Equal(Many, _engine.Delivery.TakeMessages(queue, Many, budget: null).Count));
        _clock.AdvanceSeconds(30);
        Batch(() => Set("q", new QueueSettings { VisibilityTimeout = 40 }));
        Assert.Equal((512, Many - 512), (dead.Status.Active, queue.Status.Inactive));
    }

    [Fact]
    public void Messages_expire_each_at_its_own_time_whatever_their_state()
    {
        QueueState queue = Create("q", new QueueSettings { MsgRetentionSeconds = 60 });
        Add(queue, 1, delaySeconds: 3600);
        _clock.AdvanceSeconds(10);
        Add(queue, 1);
        _clock.AdvanceSeconds(10);
        Add(queue, 1);
        _clock.AdvanceSeconds(10);
        Batch(() => Assert.Single(_engine.Delivery.TakeMessages(queue, 1, budget: null)));
        _clock.AdvanceSeconds(30);
        foreach (int left in (int[])[2, 1, 0])
        {
            Assert.Equal(left, Batches(1, () => queue.Unconsumed).Single());
            _clock.Advance(TimeSpan.FromMilliseconds(9_999));
            Assert.Equal(left, Batches(1, () => queue.Unconsumed).Single());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void Messages_become_too_old_each_at_its_own_time()
    {
        QueueState dead = Create("dead");
        QueueState queue = Create("q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        Add(queue, 1);
        _clock.AdvanceSeconds(10);
        Add(queue, 1);
        _clock.AdvanceSeconds(290);
        Assert.Equal(1, Batches(1, () => dead.Status.Active).Single());
        _clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Equal(1, Batches(1, () => dead.Status.Active).Single());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Batches(1, () => dead.Status.Active).Single());
    }

    [Fact]
    public void Bodies_that_fill_a_step_exactly_go_in_it()
    {
        QueueState dead = Create("dead");
        QueueState queue = Create("q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        Add(queue, 8, bytes: 64 * 1024);
        _clock.AdvanceSeconds(300);
        Assert.Equal([4, 8], Batches(2, () => dead.Status.Active));
    }

    [Fact]
    public void A_rewind_brings_messages_back()
    {
        QueueState queue = Create("q", new QueueSettings { RewindSeconds = 600 });
        Add(queue, Many, MessageState.Rewindable);
        Batch(Rewind);
        Assert.Equal(256, queue.Status.Active);
        Assert.Equal(InSteps[1..], Batches(2, () => queue.Status.Active));
    }

    [Fact]
    public void What_a_rewind_has_not_reached_yet_is_the_oldest_that_is_unconsumed_and_what_is_deleted_meanwhile_stays_deleted()
    {
        QueueState queue = Create("q", new QueueSettings { RewindSeconds = 600 });
        Add(queue, Many, MessageState.Rewindable);
        _clock.AdvanceSeconds(20);
        Batch(() =>
        {
            RewindFrom(NowSeconds - 20);
            string[] handles = [.. _engine.Delivery.TakeMessages(queue, 256, budget: null).Select(static message => message.ReceiptHandle)];
            new DeleteRequest(_account, new DeleteMessagesRequest("q", handles)).Run(_engine);
            Assert.Equal((0, Many), (queue.Unconsumed, queue.Status.Rewindable));
            Assert.Equal(TimeSpan.FromSeconds(20), Assert.Single(QueueDescriptions.Describe(_engine, _account, ["q"])).OldestMessageAge);
        });
        Batches(3, static () => 0);
        Assert.Equal((Many - 256, 256), (queue.Status.Active, queue.Status.Rewindable));
    }

    [Fact]
    public void A_rewind_that_began_in_time_brings_all_back_though_they_become_too_old_meanwhile()
    {
        QueueState queue = Create("q", new QueueSettings { RewindSeconds = 600 });
        Add(queue, 2000, MessageState.Rewindable);
        _clock.AdvanceSeconds(599);
        Batch(() => RewindFrom(NowSeconds - 599));
        _clock.AdvanceSeconds(2);
        for (int i = 0; i < 10; i++)
        {
            Batch(static () => { });
            _clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.Equal((2000, 0), (queue.Status.Active, queue.Status.Rewindable));
    }

    [Fact]
    public void A_rewind_removes_what_has_expired_since_it_was_deleted()
    {
        QueueState queue = Create("q", new QueueSettings { RewindSeconds = 600, MsgRetentionSeconds = 60 });
        Add(queue, 2, MessageState.Rewindable);
        _clock.AdvanceSeconds(80);
        Add(queue, 3, MessageState.Rewindable);
        _clock.AdvanceSeconds(20);
        Batch(() => RewindFrom(NowSeconds - 100));
        Assert.Equal((3, 0), (queue.Status.Active, queue.Status.Rewindable));
    }

    [Fact]
    public void Deliveries_that_wait_in_an_outbox_count_once_when_they_become_due_and_once_when_they_are_made()
    {
        Create("q");
        Batch(() => TopicCatalog.Create(_engine, _account, new CreateTopicRequest("t", new TopicSettings())));
        Batch(() => TopicCatalog.Subscribe(_engine, _account, new SubscribeRequest("t", "s", SubscriptionProtocol.Queue, "q")));
        Batch(() => QueueCatalog.Delete(_engine, _account, "q"));
        ReadOnlyMemory<byte>[] bodies = [new byte[10]];
        for (int i = 0; i < 300; i++)
            Batch(() => _engine.Fanout.Publish(_account, new PublishMessagesRequest("t", bodies), bodies));
        _clock.AdvanceSeconds(1);
        QueueState queue = null!;
        Batch(() =>
        {
            QueueCatalog.Create(_engine, _account, new CreateQueueRequest("q", new QueueSettings()));
            queue = _account.Find("q");
        });
        Assert.Equal(0, queue.Status.Active);
        Assert.Equal([256 - 44, 300], Batches(2, () => queue.Status.Active));
    }

    private long NowSeconds => _clock.GetUtcNow().ToUnixTimeSeconds();

    private QueueState Create(string name, QueueSettings? settings = null)
    {
        Batch(() => QueueCatalog.Create(_engine, _account, new CreateQueueRequest(name, settings ?? new QueueSettings())));
        return _account.Find(name);
    }

    private void Add(QueueState queue, int messages, MessageState? state = null, int delaySeconds = 0, int bytes = 1) => Batch(() =>
    {
        for (int i = 0; i < messages; i++)
        {
            MessageHeader header = MessageTransitions.Produce(_engine.NextSequence(), _engine.Now, delaySeconds);
            _engine.Add(queue, header with { State = state ?? header.State }, new byte[bytes]);
        }
    });

    private void Set(string queue, QueueSettings settings) => QueueCatalog.SetAttributes(_engine, _account, new SetQueueAttributesRequest(queue, settings));

    private void Rewind() => RewindFrom(NowSeconds);

    private void RewindFrom(long seconds) => QueueCatalog.Rewind(_engine, _account, new RewindQueueRequest("q", seconds));

    private void Batch(Action requests)
    {
        _engine.Begin();
        requests();
        _engine.Commit();
    }

    /// <summary>What a count is after each of some batches without requests.</summary>
    private int[] Batches(int batches, Func<long> count)
    {
        int[] counts = new int[batches];
        for (int i = 0; i < batches; i++)
        {
            Batch(static () => { });
            counts[i] = (int)count();
        }

        return counts;
    }
}
