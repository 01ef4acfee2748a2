using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>What is read from a store: bodies only when they are handed out or written, and nothing that the counters say is not there.</summary>
public sealed class ReadsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ReadingStore _store = new();
    private readonly QueueEngine _engine;
    private readonly Account _account;

    public ReadsTests()
    {
        _engine = new QueueEngine(_store, new BrokerOptions { TimeProvider = _clock }, static _ => { });
        _account = _engine.GetAccount("a");
    }

    [Fact]
    public void Receives_and_attributes_of_an_empty_queue_read_nothing()
    {
        QueueState queue = Create("q");
        Batch(() =>
        {
            Assert.Empty(_engine.Delivery.TakeMessages(queue, 16, budget: null));
            Assert.Equal(TimeSpan.Zero, Describe().OldestMessageAge);
        });
        Assert.Equal(0, _store.Reads);
    }

    [Fact]
    public void Messages_that_are_gone_are_not_searched_for_when_their_visibility_or_retention_would_have_ended()
    {
        QueueState queue = Create("q", new QueueSettings { MsgRetentionSeconds = 60 });
        Add(queue, 1);
        Batch(() =>
        {
            string handle = Assert.Single(_engine.Delivery.TakeMessages(queue, 1, budget: null)).ReceiptHandle;
            new DeleteRequest(_account, new DeleteMessagesRequest("q", [handle])).Run(_engine);
        });
        _store.Reset();
        foreach (int seconds in (int[])[30, 30])
        {
            _clock.AdvanceSeconds(seconds);
            Assert.True(queue.Due <= _clock.GetUtcNow().ToUnixTimeMilliseconds());
            Batch(static () => { });
        }

        Assert.Equal(0, _store.Reads);
        Assert.Equal(long.MaxValue, queue.Due);
    }

    [Fact]
    public void A_delivery_from_an_outbox_reads_its_body_and_then_no_more()
    {
        Create("q");
        Batch(() => TopicCatalog.Create(_engine, _account, new CreateTopicRequest("t", new TopicSettings())));
        Batch(() => TopicCatalog.Subscribe(_engine, _account, new SubscribeRequest("t", "s", SubscriptionProtocol.Queue, "q")));
        Batch(() => QueueCatalog.Delete(_engine, _account, "q"));
        ReadOnlyMemory<byte>[] bodies = [new byte[10]];
        Batch(() => _engine.Fanout.Publish(_account, new PublishMessagesRequest("t", bodies), bodies));
        QueueState queue = Create("q");
        _store.Reset();
        _clock.AdvanceSeconds(1);
        Batch(static () => { });
        Assert.Equal((1, 1, 1), (queue.Unconsumed, _store.Bodies, _store.Messages));
    }

    [Fact]
    public void Attributes_and_rewinds_read_no_bodies()
    {
        QueueState queue = Create("q", new QueueSettings { RewindSeconds = 600 });
        Add(queue, 3);
        Batch(() => Assert.Equal(3, Describe().Attributes.ActiveMessages));
        Add(queue, 200, MessageState.Rewindable);
        Batch(() => QueueCatalog.Rewind(_engine, _account, new RewindQueueRequest("q", _clock.GetUtcNow().ToUnixTimeSeconds())));
        Assert.Equal((203, 0), (queue.Status.Active, _store.Bodies));
    }

    [Fact]
    public void A_move_reads_no_body()
    {
        QueueState source = Create("source");
        QueueState target = Create("target");
        Add(source, 10);
        long[] sequences = [.. Enumerable.Range(1, 10).Select(i => _engine.LastSequence - 10 + i)];
        Batch(() => Assert.Equal(10, new MoveAction(_account, "source", "target", state: null).Run(_engine, sequences, 0).Done));
        Assert.Equal((10, 0), (target.Unconsumed, _store.Bodies));
    }

    private QueueDescription Describe() => QueueDescriptions.Describe(_engine, _account, ["q"]).Single();

    private QueueState Create(string name, QueueSettings? settings = null)
    {
        Batch(() => QueueCatalog.Create(_engine, _account, new CreateQueueRequest(name, settings ?? new QueueSettings())));
        return _account.Find(name);
    }

    private void Add(QueueState queue, int messages, MessageState state = MessageState.Active) => Batch(() =>
    {
        for (int i = 0; i < messages; i++)
            _engine.Add(queue, MessageTransitions.Produce(_engine.NextSequence(), _engine.Now) with { State = state }, new byte[1]);
    });

    private void Batch(Action requests)
    {
        _engine.Begin();
        requests();
        _engine.Commit();
    }

    private sealed class ReadingStore() : ForwardingStore(new MemoryStore())
    {
        /// <summary>Calls that search for messages.</summary>
        public int Reads { get; private set; }

        /// <summary>Calls that read messages of one state.</summary>
        public int Messages { get; private set; }

        /// <summary>Bodies that were read.</summary>
        public int Bodies { get; private set; }

        public void Reset() => Reads = Messages = Bodies = 0;

        internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
        {
            base.Read(queue, state, range, maxMessages, withBodies, into);
            Reads++;
            Messages++;
            Bodies += withBodies ? into.Count : 0;
        }

        internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
        {
            bool hasMore = base.Look(queue, state, range, into);
            Reads++;
            Bodies += range.WithBodies ? into.Count : 0;
            return hasMore;
        }

        internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
        {
            base.ReadDue(queue, now, maxMessages, into);
            Reads++;
        }

        internal override long? NextDue(long queue)
        {
            Reads++;
            return base.NextDue(queue);
        }
    }
}
