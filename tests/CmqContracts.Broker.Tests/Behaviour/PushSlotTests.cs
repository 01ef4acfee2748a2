using CmqContracts.Broker.Tests.Stores;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>How many concurrent deliveries each account and each endpoint gets: accounts their share, endpoints as many as they answer quickly.</summary>
public sealed class PushSlotTests : PushSlotTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly List<TopicPush> _delivered = [];

    [Fact]
    public async Task Forty_subscriptions_to_an_endpoint_that_never_answers_keep_nobody_else_waiting()
    {
        await SubscribeAsync("a", 40, _ => Hanging);
        await SubscribeAsync("b", 1, _ => Good);
        for (int round = 0; round < 20; round++)
        {
            await PublishAsync("a");
            await PublishAsync("b");
            await ServeAsync();
            Assert.Equal(round + 1, _delivered.Count(push => push.TopicOwner == "b"));
            await PassAsync(3);
        }
    }

    [Fact]
    public async Task An_account_that_publishes_while_another_has_every_slot_is_served_at_once()
    {
        await SubscribeAsync("a", 64, i => $"http://hangs{i}.example/");
        await PublishAsync("a");
        await ServeAsync();
        Assert.NotEmpty(UnderWay);
        await SubscribeAsync("b", 20, _ => Good);
        await PublishAsync("b");
        await ServeAsync();
        Assert.Equal(20, _delivered.Count);
        Assert.InRange(UnderWay.Count, 1, Parallelism);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(100)]
    public async Task Any_number_of_accounts_whose_endpoints_hang_delay_nobody(int accounts)
    {
        for (int i = 0; i < accounts; i++)
        {
            string account = $"a{i}";
            await SubscribeAsync(account, 5, n => $"http://{account}-{n}.example/hangs");
            await PublishAsync(account);
        }

        await SubscribeAsync("b", 1, _ => Good);
        for (int round = 0; round < 20; round++)
        {
            await PublishAsync("b");
            await ServeAsync();
            Assert.Equal(round + 1, _delivered.Count);
            Assert.All(UnderWay.GroupBy(p => p.Push.TopicOwner), group => Assert.InRange(group.Count(), 1, Parallelism));
            await PassAsync(1);
        }
    }

    [Fact]
    public async Task Within_an_account_endpoints_that_do_not_answer_leave_half_of_its_slots_to_those_that_do()
    {
        await SubscribeAsync("a", 1, _ => Good, "good");
        await PublishAsync("a", "good");
        await ServeAsync();
        await SubscribeAsync("a", 100, i => $"http://hangs{i}.example/");
        for (int round = 0; round < 20; round++)
        {
            await PublishAsync("a");
            await PublishAsync("a", "good");
            await ServeAsync();
            Assert.Equal(round + 2, _delivered.Count);
            Assert.Equal(Parallelism / 2, UnderWay.Count);
            await PassAsync(4);
        }
    }

    [Fact]
    public async Task An_endpoint_that_stops_answering_loses_its_slots_and_gets_them_back_when_it_answers()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 2000);
        Assert.Equal(Parallelism / 8, (await TakeAsync()).Count);
        for (int i = 0; i < Parallelism; i++)
            await SettleAllAsync(delivered: true);
        Assert.Equal(Parallelism, UnderWay.Count);

        Clock.Advance(Timeout);
        await SettleAllAsync(delivered: false);
        Assert.Single(UnderWay);
        Clock.Advance(Timeout);
        await SettleAllAsync(delivered: false);
        Assert.Single(UnderWay);

        await SettleAllAsync(delivered: true);
        Assert.Equal(2, UnderWay.Count);
        for (int i = 0; i < 5; i++)
            await SettleAllAsync(delivered: true);
        Assert.Equal(Parallelism, UnderWay.Count);
    }

    [Fact]
    public async Task An_endpoint_that_answers_late_loses_slots_as_one_that_fails_does()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 500);
        await TakeAsync();
        for (int i = 0; i < 8; i++)
            await SettleAllAsync(delivered: true);
        Assert.Equal(Parallelism, UnderWay.Count);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await SettleAllAsync(delivered: true);
        Assert.Single(UnderWay);
    }

    [Fact]
    public async Task What_has_no_slot_is_not_leased_and_loses_no_attempt()
    {
        await SubscribeAsync("a", 1, _ => Hanging, strategy: NotifyStrategy.BackoffRetry);
        await PublishManyAsync("a", 100);
        int attempts = 0;
        for (int second = 0; second < 600; second++)
        {
            attempts += (await TakeAsync()).Count;
            await PassAsync(1);
        }

        // A message has an attempt when it is asked for, and no other: after the first ones that is one in 15 s.
        Assert.InRange(attempts, 600 / 15, (600 / 15) + (Parallelism / 8));
    }

    [Fact]
    public async Task An_endpoint_that_has_answered_quickly_goes_before_those_that_have_not()
    {
        await SubscribeAsync("a", 60, i => i < 4 ? Good : $"http://hangs{i:00}.example/");
        await PublishAsync("a");
        await ServeAsync();
        Assert.Equal(4, _delivered.Count);
        Assert.Equal(Parallelism / 2, UnderWay.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_take_that_waits_completes_when_leases_end_that_nobody_has_settled(bool haveEnded)
    {
        await SubscribeAsync("a", haveEnded ? 5 : 1, _ => Hanging);
        await PublishManyAsync("a", haveEnded ? 1 : 10);
        while ((await TakeAsync()).Count > 0)
        {
        }

        Assert.Equal(Parallelism / 8, UnderWay.Count);
        for (int i = 0; haveEnded && i < UnderWay.Count; i++)
            await Broker.GetService("a").UnsubscribeAsync("t", UnderWay[i].Push.SubscriptionName);
        Task<IReadOnlyList<TopicPush>> waiting = Broker.Pushes.TakeAsync(Parallelism, Lease).AsTask();
        Assert.False(waiting.IsCompleted);
        Clock.Advance(Lease);
        Assert.NotEmpty(await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_slots_of_a_server_that_has_ended_are_free_when_its_leases_end()
    {
        await SubscribeAsync("a", 40, i => $"http://hangs{i}.example/");
        await PublishAsync("a");
        int first = (await TakeAsync()).Count;
        UnderWay.Clear();
        Clock.Advance(Lease);
        Assert.Equal(first, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task Ended_subscriptions_and_new_addresses_leave_no_slot_taken()
    {
        for (int round = 0; round < 50; round++)
        {
            string url = $"http://hangs{round}.example/";
            await SubscribeAsync("a", 2, _ => url);
            await PublishAsync("a");
            Assert.Equal(2, (await TakeAsync()).Count);
            await Broker.GetService("a").UnsubscribeAsync("t", "t0");
            await Broker.GetService("a").UnsubscribeAsync("t", "t1");
            await SettleAllAsync(delivered: false, takeMore: false);
        }
    }

    [Fact]
    public async Task A_take_whose_commit_failed_has_taken_no_slot()
    {
        SnapshotStore store = new();
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = store });
        ICmqService service = broker.GetService("a");
        await service.CreateTopicAsync(new CreateTopicRequest("t", new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest("t", "s", SubscriptionProtocol.Http, Good));
        await service.PublishMessagesAsync(new PublishMessagesRequest("t", ["one"u8.ToArray(), "two"u8.ToArray()]));
        for (int i = 0; i < 5; i++)
        {
            store.Failure.IsNext = true;
            await FailsAsync(CmqErrors.ServerInternalError, () => broker.Pushes.TakeAsync(8, Lease).AsTask());
        }

        TopicPush push = Assert.Single(await broker.Pushes.TakeAsync(8, Lease));
        Assert.Equal(1, push.Attempt);

        // A slot is free when the server is done with it, whether or not that could be written.
        store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, () => broker.Pushes.SettleAsync(push, delivered: true).AsTask());
        Assert.Single(await broker.Pushes.TakeAsync(8, Lease));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_endpoints_do_quick_ones_get_everything_and_the_number_under_way_stays_bounded(int seed)
    {
        Random random = new(seed);
        int accounts = random.Next(1, 12);
        for (int a = 0; a < accounts; a++)
        {
            string account = $"a{a}";
            await SubscribeAsync(account, random.Next(1, 30), n => $"http://{account}-{random.Next(8)}.example/hangs");
            await SubscribeAsync(account, 1, _ => Good, "good");
        }

        double bound = Parallelism + accounts + (Enumerable.Range(1, accounts).Sum(n => 1.0 / n) * Parallelism);
        int published = 0;
        for (int step = 0; step < 400; step++)
        {
            string account = $"a{random.Next(accounts)}";
            if (random.Next(3) == 0)
                published += await PublishAsync(account, "good");
            else
                await PublishAsync(account);
            if (random.Next(10) == 0)
                await PassAsync(random.Next(1, 8));
            await ServeAsync();
            Assert.InRange(UnderWay.Count, 0, bound);
        }

        // A first delivery may have to wait its turn among an account's own endpoints that hang.
        for (int second = 0; second < 300 && _delivered.Count < published; second++)
        {
            await PassAsync(1);
            await ServeAsync();
        }

        Assert.Equal(published, _delivered.Count);
    }

    /// <summary>Delivers, as a server does, until nothing more can be taken: good endpoints answer at once, others never.</summary>
    private async Task ServeAsync()
    {
        while ((await TakeAsync()).Count > 0)
        {
            foreach ((TopicPush push, _) in UnderWay.Where(p => p.Push.Endpoint == Good).ToList())
            {
                await Broker.Pushes.SettleAsync(push, delivered: true);
                _delivered.Add(push);
            }

            UnderWay.RemoveAll(p => p.Push.Endpoint == Good);
        }
    }

    /// <summary>Lets seconds pass; a delivery without an answer fails after the timeout.</summary>
    private async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            foreach ((TopicPush push, DateTimeOffset since) in UnderWay.ToList())
            {
                if (Clock.GetUtcNow() - since < Timeout)
                    continue;
                UnderWay.Remove((push, since));
                await Broker.Pushes.SettleAsync(push, delivered: false);
            }
        }
    }
}
