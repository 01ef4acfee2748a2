using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A publish that is too large for one commit goes on in short steps. Except for the time that it takes, it is like any other.</summary>
public sealed class LargePublishTests
{
    private const int Share = 256 * 1024;

    private readonly ManualTimeProvider _clock = new();
    private readonly CountingStore _store = new();
    private readonly QueueEngine _engine;

    public LargePublishTests() => _engine = new QueueEngine(_store, new BrokerOptions { TimeProvider = _clock, RefusePublishWithoutReceiver = false }, static _ => { });

    /// <summary>With more body bytes than these in its backlog an account may publish nothing large.</summary>
    private const long MaxPendingBytes = 64 * 1024 * 1024;

    [Theory]
    [InlineData(1, 8192, 32)]
    [InlineData(16, 1024, 16)]
    [InlineData(1, 10, 500)]
    [InlineData(1, 256 * 1024, 1)]
    [InlineData(1, 1024 * 1024, 1)]
    public void Up_to_a_share_goes_in_one_commit(int messages, int size, int queues)
    {
        Topic("t", queues);
        Assert.Equal(messages * queues, Batch(() => Publish("t", messages, size)).Rows);
        Assert.False(_engine.Backlogs.HasWork);
        Assert.Null(Account().Backlog.Queue);
    }

    [Theory]
    [InlineData(1, 8193, 32)]
    [InlineData(16, 1025, 16)]
    [InlineData(1, 600, 500)]
    [InlineData(16, 200, 500)]
    [InlineData(1, 200 * 1024, 7)]
    [InlineData(2, 1024 * 1024, 9)]
    public void More_than_a_share_goes_on_in_batches_that_take_a_share_or_one_message(int messages, int size, int queues)
    {
        Topic("t", queues);
        Written first = Batch(() => Publish("t", messages, size));
        int most = Math.Max(Share, size);
        Assert.InRange(first.Bytes, size, most);
        Assert.InRange(first.BacklogRows, 1, messages);
        int batches = 0;
        for (; _engine.Backlogs.HasWork; batches++)
        {
            Written step = Batch(static () => { });
            Assert.InRange(step.Rows, 1, 256);
            Assert.InRange(step.Bytes, size, most);
            Assert.Equal(0, step.BacklogRows);
        }

        Assert.InRange(batches, 1, (messages * queues * Math.Max(size, 1024) / Share * 2) + 2 + (messages * queues * (size > Share / 2 ? 1 : 0)));
        foreach (int queue in Enumerable.Range(0, queues))
            Assert.Equal(Enumerable.Range(0, messages).Select(static i => $"{i}"), Bodies($"t-{queue}"));
    }

    [Fact]
    public void Bodies_that_fill_a_commit_exactly_go_in_it()
    {
        Topic("t", 12);
        Assert.Equal(4, Batch(() => Publish("t", 1, 64 * 1024)).Rows);
        Assert.Equal([4, 4, 0], Rows(3));
    }

    [Fact]
    public void Later_publishes_of_any_topic_come_after_it()
    {
        Topic("t", 9);
        Batch(() => TopicCatalog.Create(_engine, Account(), new CreateTopicRequest("other", new TopicSettings())));
        foreach (int queue in Enumerable.Range(0, 9))
            Batch(() => TopicCatalog.Subscribe(_engine, Account(), new SubscribeRequest("other", $"s-{queue}", SubscriptionProtocol.Queue, $"t-{queue}")));
        Batch(() =>
        {
            Publish("t", 2, 100_000);
            Publish("other", 1, 10, first: 2);
            Publish("t", 1, 10, first: 3);
        });
        Batch(() => Publish("other", 1, 10, first: 4));
        Drain();
        Batch(() => Publish("other", 1, 10, first: 5));
        Assert.False(_engine.Backlogs.HasWork);
        foreach (int queue in Enumerable.Range(0, 9))
            Assert.Equal(["0", "1", "2", "3", "4", "5"], Bodies($"t-{queue}"));
    }

    [Fact]
    public void Subscriptions_count_as_they_were_at_the_publish()
    {
        Topic("t", 9);
        Batch(() => Publish("t", 1, 200_000));
        Batch(() => TopicCatalog.SetAttributes(_engine, Account(), new SetSubscriptionAttributesRequest("t", "t-8", new SubscriptionSettings { FilterTags = ["never"] })));
        Batch(() => TopicCatalog.Unsubscribe(_engine, Account(), "t", "t-7"));
        Batch(() => QueueCatalog.Create(_engine, Account(), new CreateQueueRequest("late", new QueueSettings { MaxMsgSize = 1024 * 1024 })));
        Batch(() => TopicCatalog.Subscribe(_engine, Account(), new SubscribeRequest("t", "late", SubscriptionProtocol.Queue, "late")));
        Drain();
        Assert.Equal(["0"], Bodies("t-8"));
        Assert.Empty(Bodies("t-7"));
        Assert.Empty(Bodies("late"));
    }

    [Fact]
    public void A_queue_that_is_gone_or_full_takes_it_later_as_any_message()
    {
        Topic("t", 5);
        Batch(() => Publish("t", 1, 200_000));
        Batch(() => QueueCatalog.Delete(_engine, Account(), "t-4"));
        Drain();
        Assert.Equal(1, Account().FindSubscription("t", "t-4").Outbox.Unconsumed);
        Batch(() => QueueCatalog.Create(_engine, Account(), new CreateQueueRequest("t-4", new QueueSettings { MaxMsgSize = 1024 * 1024 })));
        _clock.AdvanceSeconds(60);
        Batch(static () => { });
        Assert.Equal(["0"], Bodies("t-4"));
    }

    [Fact]
    public void Http_endpoints_find_it_in_their_outboxes_with_one_id_and_its_tags()
    {
        Topic("t", 0);
        foreach (int hook in Enumerable.Range(0, 5))
            Batch(() => TopicCatalog.Subscribe(_engine, Account(), new SubscribeRequest("t", $"h-{hook}", SubscriptionProtocol.Http, "http://127.0.0.1:1/")));
        Batch(() => Publish("t", 1, 200_000));
        Drain();
        var found = Enumerable.Range(0, 5).Select(hook =>
        {
            (long id, string[] tags, ReadOnlyMemory<byte> body) = Envelope.Decode(Messages(Account().FindSubscription("t", $"h-{hook}").Outbox).Single().Body);
            return (id, string.Join(',', tags), body.Length);
        }).ToArray();
        Assert.Equal(5, found.Length);
        Assert.Equal("tag", found.Distinct().Single().Item2);
        Assert.Equal(200_000, found[0].Length);
    }

    [Fact]
    public void A_topic_that_is_deleted_meanwhile_ends_it()
    {
        Topic("t", 30);
        Batch(() => Publish("t", 3, 1024 * 1024));
        foreach (int queue in Enumerable.Range(0, 30))
            Batch(() => TopicCatalog.Unsubscribe(_engine, Account(), "t", $"t-{queue}"));
        Batch(() => TopicCatalog.Delete(_engine, Account(), "t"));
        Assert.InRange(Drain(), 0, 4);
        Assert.Equal(0, Account().Backlog.Queue!.Unconsumed);
    }

    /// <summary>Each later publish of the account makes the backlog's next step deliver as much more as the publish would have delivered itself.</summary>
    [Theory]
    [InlineData(64, 10)]
    [InlineData(500, 1)]
    [InlineData(8, 800)]
    public void A_backlog_ends_however_much_else_is_published(int queues, int publishes)
    {
        Topic("large", 100);
        Topic("small", queues);
        Batch(() => Publish("large", 1, 100_000));
        int batches = 0;
        for (; _engine.Backlogs.HasWork; batches++)
        {
            Assert.True(batches < 60, "The backlog does not end.");
            Batch(() =>
            {
                for (int i = 0; i < publishes; i++)
                    Publish("small", 1, 10);
            });
        }

        Assert.Equal(["0"], Bodies("large-99"));
        Assert.All(Enumerable.Range(0, queues), queue => Assert.Equal(batches * publishes, Account().Find($"small-{queue}").Unconsumed));
    }

    [Fact]
    public void What_a_step_leaves_of_the_bytes_that_small_publishes_bring_is_kept_for_the_next_ones()
    {
        Topic("large", 40);
        Topic("small", 100);
        Batch(() => Publish("large", 1, 100_000));
        Batch(() => Publish("small", 1, 10));

        // 256 KiB and 100 KiB for three bodies, of which 63 KiB are left; these are enough for one more body, but not for two.
        Assert.Equal([3, 3, 2, 2], Rows(4));
    }

    [Fact]
    public void A_large_publish_brings_a_share_and_no_more()
    {
        Topic("large", 40);
        Batch(() =>
        {
            Publish("large", 1, 100_000);
            Publish("large", 1, 100_000, first: 1);
        });
        Assert.Equal([5, 2], Rows(2));
    }

    [Fact]
    public void What_is_published_brings_its_bytes_also_when_another_account_has_its_turn()
    {
        Topic("large", 40);
        Topic("large", 40, account: "b");
        Topic("small", 100);
        Batch(() =>
        {
            Publish("large", 1, 100_000);
            Publish("large", 1, 100_000, account: "b");
        });
        Batch(() => Publish("small", 1, 10));
        Assert.Equal((4, 2), (Arrived("a"), Arrived("b")));
        Batch(static () => { });
        Assert.Equal((5, 4), (Arrived("a"), Arrived("b")));

        long Arrived(string account) => Enumerable.Range(0, 40).Sum(queue => Account(account).Find($"large-{queue}").Unconsumed);
    }

    [Fact]
    public void A_backlog_that_has_ended_leaves_nothing_to_the_next_one_and_small_publishes_share_its_last_step()
    {
        Topic("large", 4);
        Topic("wide", 9);
        Topic("small", 50);
        Batch(() =>
        {
            Publish("large", 1, 100_000);
            Publish("small", 1, 10);
            Publish("small", 1, 10, first: 1);
        });
        Assert.Equal([2 + 50 + 50, 0], Rows(2));
        Assert.Equal(2, Batch(() => Publish("wide", 1, 100_000)).Rows);
        Assert.Equal([2, 2, 2, 1, 0], Rows(5));
    }

    [Fact]
    public void A_backlog_is_as_large_as_before_after_a_restart()
    {
        Topic("t", 9);
        Batch(() => Publish("t", 1, 100_000));
        for (int i = 1; i <= 20; i++)
            Publish("t", 1, 10, first: i);
        Batch(static () => { });
        Assert.InRange(Account().Backlog.PendingBytes, 1, 9 * 100_000);
        QueueEngine reopened = new(_store, new BrokerOptions { TimeProvider = _clock }, static _ => { });
        Assert.True(reopened.Backlogs.HasWork);
        Assert.Equal(Account().Backlog.PendingBytes, reopened.GetAccount("a").Backlog.PendingBytes);
    }

    [Fact]
    public void Accounts_take_turns_and_one_that_publishes_little_never_waits()
    {
        foreach (string account in (string[])["a", "b", "c"])
            Topic("t", 40, account);
        Batch(() =>
        {
            Publish("t", 1, 100_000, account: "a");
            Publish("t", 1, 100_000, account: "b");
        });

        for (int i = 0; i < 10; i++)
        {
            long[] before = [Arrived("a"), Arrived("b")];
            Batch(static () => { });
            Batch(() => Publish("t", 1, 10, account: "c"));
            Assert.Equal((2, 2), (Arrived("a") - before[0], Arrived("b") - before[1]));
            Assert.Equal((i + 1) * 40, Arrived("c"));
        }

        long Arrived(string account) => Enumerable.Range(0, 40).Sum(queue => Account(account).Find($"t-{queue}").Unconsumed);
    }

    [Fact]
    public void Accounts_take_turns_also_after_failures_of_the_store()
    {
        foreach (string account in (string[])["a", "b"])
            Topic("t", 40, account);
        Batch(() => Publish("t", 1, 100_000, account: "a"));
        for (int i = 0; i < 3; i++)
            _engine.Restore();
        Batch(() => Publish("t", 1, 100_000, account: "b"));
        for (int i = 0; i < 4; i++)
            Batch(static () => { });
        Assert.Equal((8, 6), (Arrived("a"), Arrived("b")));

        long Arrived(string account) => Enumerable.Range(0, 40).Sum(queue => Account(account).Find($"t-{queue}").Unconsumed);
    }

    /// <summary>Lists, statistics, metrics and the limit of queues all use the account's table of queues.</summary>
    [Fact]
    public void A_backlog_is_no_queue_of_the_account_and_is_not_reported()
    {
        Topic("t", 9);
        Batch(() => Publish("t", 1, 200_000));
        Assert.Equal(1, Account().Backlog.Queue!.Unconsumed);
        Assert.Equal(9, Account().Queues.Count);
        Assert.Null(Account().Queues.TryFind(""));
        Assert.Equal(0, TopicCatalog.GetAttributes(Account().FindTopic("t")).PendingMessages);
        Assert.Equal(1, QueueDescriptions.Describe(_engine, Account(), QueueDescriptions.List(Account(), new DescribeQueuesRequest()).Names).Sum(static queue => queue.Attributes.ActiveMessages));
    }

    [Fact]
    public void An_account_with_a_large_backlog_publishes_nothing_large_until_it_is_smaller()
    {
        Topic("t", 100);
        Topic("few", 3);
        Topic("t", 100, account: "b");
        Batch(() => Publish("t", 1, 1024 * 1024));
        Assert.Equal(99L * 1024 * 1024, Account().Backlog.PendingBytes);
        Batch(() =>
        {
            CmqServiceException refusal = Assert.Throws<CmqServiceException>(() => Publish("t", 1, 3000));
            Assert.Equal(CmqErrors.QpsThrottling, refusal.Error);
            Assert.Contains("300000 bytes", refusal.Message, StringComparison.Ordinal);
            Assert.Throws<CmqServiceException>(() => Publish("few", 16, 10_000));
            Publish("few", 16, 5000);
            Publish("t", 1, 1024 * 1024, account: "b");
        });
        while (Account().Backlog.PendingBytes > MaxPendingBytes)
        {
            Batch(() =>
            {
                if (Account().Backlog.PendingBytes > MaxPendingBytes)
                    Assert.Throws<CmqServiceException>(() => Publish("t", 1, 3000));
                Publish("few", 1, 10);
            });
        }

        Batch(() => Publish("t", 1, 3000, first: 1));
        Drain();
        Assert.Equal((0, 0), (Account().Backlog.PendingBytes, Account("b").Backlog.PendingBytes));
        Assert.Equal(["0", "1"], Bodies("t-99"));
    }

    [Fact]
    public void An_account_with_64_MiB_in_its_backlog_may_still_publish_something_large_and_one_with_more_only_what_goes_in_one_commit()
    {
        Topic("t", 65);
        Topic("few", 4);
        Batch(() =>
        {
            Publish("t", 1, 1024 * 1024);
            Assert.Equal(MaxPendingBytes, Account().Backlog.PendingBytes);
            Publish("few", 1, (64 * 1024) + 1);
            Assert.Throws<CmqServiceException>(() => Publish("few", 1, (64 * 1024) + 1));
            Publish("few", 1, 64 * 1024);
        });
    }

    [Fact]
    public void A_clock_that_is_set_forward_by_centuries_ends_no_message_that_has_not_arrived()
    {
        Topic("t", 9);
        Batch(() => Publish("t", 1, 200_000));
        _clock.StepWall(TimeSpan.FromDays(365 * 300));
        Drain();
        Assert.Equal(0, Account().Find("t-0").Unconsumed);
        for (int queue = 1; queue < 9; queue++)
            Assert.Equal(["0"], Bodies($"t-{queue}"));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-315_360_000)]
    [InlineData(3600)]
    public void A_push_says_when_it_was_published_whatever_the_clock_does_before_it_arrives(int seconds)
    {
        Topic("t", 0);
        for (int hook = 0; hook < 5; hook++)
            Batch(() => TopicCatalog.Subscribe(_engine, Account(), new SubscribeRequest("t", $"h-{hook}", SubscriptionProtocol.Http, $"http://h{hook}.example/")));
        DateTimeOffset published = _clock.GetUtcNow();
        Batch(() => Publish("t", 1, 200_000));
        _clock.StepWall(TimeSpan.FromSeconds(seconds));
        _clock.AdvanceSeconds(5);
        Drain();
        List<TopicPush> pushes = [];
        Batch(() => pushes.AddRange(_engine.Pushes.Take(64, TimeSpan.FromSeconds(30))));
        Assert.Equal(5, pushes.Count);
        Assert.All(pushes, push => Assert.Equal((published, pushes[0].MessageId), (push.PublishedAt, push.MessageId)));
    }

    [Fact]
    public void A_topic_keeps_nothing_longer_than_its_retention_counted_from_the_publish_but_queues_get_it()
    {
        Topic("t", 2);
        Batch(() => TopicCatalog.Subscribe(_engine, Account(), new SubscribeRequest("t", "z", SubscriptionProtocol.Http, "http://127.0.0.1:1/")));
        Batch(() => Publish("t", 1, 200_000));
        _clock.Advance(TimeSpan.FromDays(1));
        Drain();
        Assert.Equal(0, Account().FindSubscription("t", "z").Outbox.Unconsumed);
        Assert.Equal(["0"], Bodies("t-1"));
    }

    /// <summary>A queue that was full or gone gets large messages in steps too.</summary>
    [Fact]
    public void What_waits_in_an_outbox_is_delivered_in_batches_of_a_share_and_one_message()
    {
        Topic("t", 1);
        Batch(() => QueueCatalog.Delete(_engine, Account(), "t-0"));
        for (int i = 0; i < 12; i++)
            Batch(() => Publish("t", 1, i < 8 ? 100_000 : 1024 * 1024, first: i));
        Drain();
        Batch(() => QueueCatalog.Create(_engine, Account(), new CreateQueueRequest("t-0", new QueueSettings { MaxMsgSize = 1024 * 1024 })));
        _clock.AdvanceSeconds(60);
        int batches = 0;
        for (; Account().FindSubscription("t", "t-0").Outbox.Unconsumed > 0; batches++)
            Assert.InRange(Batch(static () => { }).Bytes, 1, Share + (1024 * 1024));
        Assert.InRange(batches, 6, 12);
        Assert.Equal(12, Bodies("t-0").Count());
    }

    private Account Account(string name = "a") => _engine.GetAccount(name);

    private void Topic(string name, int queues, string account = "a")
    {
        Batch(() => TopicCatalog.Create(_engine, Account(account), new CreateTopicRequest(name, new TopicSettings { MaxMsgSize = 1024 * 1024 })));
        for (int i = 0; i < queues; i++)
        {
            string queue = $"{name}-{i}";
            Batch(() =>
            {
                QueueCatalog.Create(_engine, Account(account), new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
                TopicCatalog.Subscribe(_engine, Account(account), new SubscribeRequest(name, queue, SubscriptionProtocol.Queue, queue));
            });
        }
    }

    private void Publish(string topic, int messages, int size, int first = 0, string account = "a")
    {
        ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(first, messages).Select(i => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"{i} ".PadRight(size, '.')))];
        Assert.Equal(messages, _engine.Fanout.Publish(Account(account), new PublishMessagesRequest(topic, bodies) { Tags = ["tag"] }, bodies).Count);
    }

    /// <summary>Runs one batch.</summary>
    /// <returns>What it has written.</returns>
    private Written Batch(Action action)
    {
        _store.Begin();
        _engine.Begin();
        action();
        _engine.Commit();
        return _store.WrittenBeside(Account().Backlog.Queue?.Key);
    }

    private int Drain()
    {
        int batches = 0;
        for (; _engine.Backlogs.HasWork; batches++)
            Batch(static () => { });
        return batches;
    }

    /// <summary>How many messages each of some batches without requests delivers.</summary>
    private int[] Rows(int batches) => [.. Enumerable.Range(0, batches).Select(_ => Batch(static () => { }).Rows)];

    private IEnumerable<string> Bodies(string queue) => Messages(Account().Find(queue)).Select(static message => Encoding.ASCII.GetString(message.Body.Span).Split(' ')[0]);

    private List<StoredMessage> Messages(QueueState queue)
    {
        List<StoredMessage> messages = [];
        _engine.Store.Read(queue.Key, MessageState.Active, SequenceRange.All, int.MaxValue, withBodies: true, messages);
        return messages;
    }

    /// <summary>What a batch adds to queues and outboxes, and how many rows to the account's backlog.</summary>
    private readonly record struct Written(int Rows, long Bytes, int BacklogRows);

    private sealed class CountingStore() : ForwardingStore(new MemoryStore())
    {
        private readonly List<(long Queue, int Bytes)> _added = [];

        public void Begin() => _added.Clear();

        public Written WrittenBeside(long? backlog)
        {
            (long Queue, int Bytes)[] beside = [.. _added.Where(added => added.Queue != backlog)];
            return new Written(beside.Length, beside.Sum(static added => (long)added.Bytes), _added.Count - beside.Length);
        }

        internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
        {
            _added.Add((queue, body.Length));
            base.Add(queue, header, body);
        }

        /// <summary>Nothing is open between batches, and only there a test has the engine read the store again.</summary>
        internal override void Rollback()
        {
        }
    }
}
