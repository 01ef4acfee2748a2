using System.Text;
using CmqContracts.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Broker.Tests.Model;

internal enum FanoutAct
{
    Publish,
    Subscribe,
    Unsubscribe,
    Filter,
    Pass,
    FailNext,
    StepClock,
    Reopen,
}

/// <summary>One batch of requests: what to do, and three small numbers from which its arguments are made.</summary>
internal sealed record FanoutCommand(FanoutAct Act, int A, int B, int C);

/// <summary>
/// Publishes messages of all sizes on two topics, while subscriptions are made, changed and ended, commits fail, the clock is set, and the engine is
/// closed at any moment. The model is one list for each queue: what was published while a subscription of it matched, in that order.
/// </summary>
internal sealed class FanoutRun
{
    private const string Tag = "x";
    private static readonly string[] Topics = ["topic-0", "topic-1"];
    private static readonly string[] Queues = ["queue-0", "queue-1", "queue-2", "queue-3", "queue-4"];
    private static readonly int[] Sizes = [10, 10, 3_000, 52_428, 52_429, 60_000, 100_000, 270_000];

    private readonly ManualTimeProvider _clock = new();
    private readonly Func<MessageStore> _open;
    private readonly CommitFailure _failure;
    private readonly Dictionary<string, List<(string Topic, string Body)>> _expected = Queues.ToDictionary(static queue => queue, static _ => new List<(string, string)>());
    private readonly Dictionary<(string Topic, string Queue), bool> _wantsAll = [];
    private MessageStore _store;
    private QueueEngine _engine;
    private int _bodies;

    private FanoutRun(Func<MessageStore> open, CommitFailure failure)
    {
        _open = open;
        _failure = failure;
        _engine = Open(_store = open());
    }

    private Account Account => _engine.GetAccount("a");

    public static Arbitrary<FanoutCommand[]> Arbitrary(int length)
    {
        Gen<FanoutCommand> command =
            from act in Gen.Frequency(
                (8, Gen.Constant(FanoutAct.Publish)),
                (6, Gen.Constant(FanoutAct.Subscribe)),
                (1, Gen.Constant(FanoutAct.Unsubscribe)),
                (1, Gen.Constant(FanoutAct.Filter)),
                (3, Gen.Constant(FanoutAct.Pass)),
                (1, Gen.Constant(FanoutAct.FailNext)),
                (2, Gen.Constant(FanoutAct.StepClock)),
                (1, Gen.Constant(FanoutAct.Reopen)))
            from numbers in Gen.ArrayOf(Gen.Choose(0, 999), 3)
            select new FanoutCommand(act, numbers[0], numbers[1], numbers[2]);
        return Arb.From(Gen.ArrayOf(command, length), Shrink);
    }

    /// <summary>Runs a program; a difference throws.</summary>
    /// <param name="commands">The program.</param>
    /// <param name="open">Opens the store, again and again over the same data; disposing of it leaves what was committed.</param>
    /// <param name="failure">How commits of the store are made to fail.</param>
    public static void Execute(FanoutCommand[] commands, Func<MessageStore> open, CommitFailure failure)
    {
        FanoutRun run = new(open, failure);
        run.Setup();
        foreach (FanoutCommand command in commands)
        {
            run.Run(command);
            run.CompareCounts();
        }

        failure.IsNext = false;
        for (int batches = 0; run._engine.Backlogs.HasWork; batches++)
        {
            Assert.True(batches < 10_000, "The fan-out does not end.");
            run.Batch(static _ => { });
        }

        run.Compare(isDone: true);
        run.Close();
    }

    private static IEnumerable<FanoutCommand[]> Shrink(FanoutCommand[] commands)
    {
        for (int size = commands.Length / 2; size > 0; size /= 2)
        {
            for (int start = 0; start + size <= commands.Length; start += size)
                yield return [.. commands.Take(start), .. commands.Skip(start + size)];
        }
    }

    private void Setup() => Batch(engine =>
    {
        foreach (string queue in Queues)
            QueueCatalog.Create(engine, Account, new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        foreach (string topic in Topics)
            TopicCatalog.Create(engine, Account, new CreateTopicRequest(topic, new TopicSettings { MaxMsgSize = 1024 * 1024 }));
    });

    private void Run(FanoutCommand command)
    {
        string topic = Topics[command.A % Topics.Length], queue = Queues[command.B % Queues.Length];
        (string Topic, string Queue) subscription = (topic, queue);
        switch (command.Act)
        {
            case FanoutAct.Publish:
                Publish(topic, 1 + (command.A % 3), Sizes[command.B % Sizes.Length], hasTag: command.C % 4 != 0);
                break;
            case FanoutAct.Subscribe when !_wantsAll.ContainsKey(subscription):
                bool wantsAll = command.C % 2 == 0;
                if (Batch(engine => TopicCatalog.Subscribe(engine, Account, new SubscribeRequest(topic, queue, SubscriptionProtocol.Queue, queue) { FilterTags = wantsAll ? [] : [Tag] })))
                    _wantsAll[subscription] = wantsAll;
                break;
            case FanoutAct.Unsubscribe when _wantsAll.ContainsKey(subscription):
                if (Batch(engine => TopicCatalog.Unsubscribe(engine, Account, topic, queue)))
                {
                    // What has not arrived yet never will.
                    _wantsAll.Remove(subscription);
                    HashSet<string> arrived = [.. Bodies(queue)];
                    _expected[queue].RemoveAll(message => message.Topic == topic && !arrived.Contains(message.Body));
                }

                break;
            case FanoutAct.Filter when _wantsAll.ContainsKey(subscription):
                if (Batch(engine => TopicCatalog.SetAttributes(engine, Account, new SetSubscriptionAttributesRequest(topic, queue, new SubscriptionSettings { FilterTags = [Tag] }))))
                    _wantsAll[subscription] = false;
                break;
            case FanoutAct.StepClock:
                // Forward by less than what would end messages that have arrived; back by up to ten years.
                _clock.StepWall(command.A % 2 == 0 ? TimeSpan.FromSeconds(command.B) : TimeSpan.FromMinutes(-5000.0 * (command.C + 1)));
                break;
            case FanoutAct.FailNext:
                _failure.IsNext = true;
                break;
            case FanoutAct.Reopen:
                Close();
                _engine = Open(_store = _open());
                Compare(isDone: false);
                break;
            default:
                Batch(static _ => { });
                break;
        }
    }

    private void Publish(string topic, int count, int size, bool hasTag)
    {
        string[] bodies = [.. Enumerable.Range(0, count).Select(i => $"{_bodies + i} ".PadRight(size, '.'))];
        _bodies += count;
        string[] receivers = [.. _wantsAll.Where(entry => entry.Key.Topic == topic && (entry.Value || hasTag)).Select(static entry => entry.Key.Queue)];
        ReadOnlyMemory<byte>[] bytes = [.. bodies.Select(static body => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(body))];
        PublishMessagesRequest request = new(topic, bytes) { Tags = hasTag ? [Tag] : ["y"] };
        if (!Batch(engine => Assert.Equal(count, engine.Fanout.Publish(Account, request, bytes).Distinct().Count())))
            return;
        foreach (string queue in receivers)
            _expected[queue].AddRange(bodies.Select(body => (topic, body)));
    }

    /// <summary>Runs one batch.</summary>
    /// <returns>Whether it was committed.</returns>
    private bool Batch(Action<QueueEngine> action)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _engine.Begin();
        action(_engine);
        try
        {
            _engine.Commit();
            return true;
        }
        catch (IOException)
        {
            _engine.Restore();
            return false;
        }
    }

    private QueueEngine Open(MessageStore store) => new(store, new BrokerOptions { TimeProvider = _clock, RefusePublishWithoutReceiver = false }, static _ => { });

    private void Close() => _store.Dispose();

    private void CompareCounts()
    {
        foreach (string queue in Queues)
            Assert.True(Account.Find(queue).Unconsumed <= _expected[queue].Count, $"Queue {queue} has too much.");
        long pendingBytes = Account.Backlog.Queue is { } backlog
            ? Messages(backlog.Key).Sum(static message => (PendingPublish.Decode(message.Body).Count - message.Header.DequeueCount) * Step.CostOf(PendingPublish.Decode(message.Body).Body.Length))
            : 0;
        Assert.Equal(pendingBytes, Account.Backlog.PendingBytes);
    }

    private void Compare(bool isDone)
    {
        foreach (string queue in Queues)
        {
            List<string> arrived = Bodies(queue);
            IEnumerable<string> expected = _expected[queue].Select(static message => message.Body);
            Assert.Equal((isDone ? expected : expected.Take(arrived.Count)).Select(Number), arrived.Select(Number));
        }
    }

    private List<string> Bodies(string queue) => Messages(Account.Find(queue).Key).ConvertAll(static message => Encoding.ASCII.GetString(message.Body.Span));

    private List<StoredMessage> Messages(long queue)
    {
        List<StoredMessage> messages = [];
        _engine.Store.Read(queue, MessageState.Active, SequenceRange.All, int.MaxValue, withBodies: true, messages);
        return messages;
    }

    private static string Number(string body) => body[..body.IndexOf(' ', StringComparison.Ordinal)];
}
