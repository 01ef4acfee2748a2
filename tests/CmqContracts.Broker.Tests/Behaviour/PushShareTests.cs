using System.Globalization;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>What one take hands out, slot by slot: shares and turns of accounts, halves of endpoints that have not answered, leases that end, endpoints that are forgotten.</summary>
public sealed class PushShareTests : PushSlotTest
{
    private readonly SnapshotStore _store;

    public PushShareTests()
        : this(new SnapshotStore())
    {
    }

    private PushShareTests(SnapshotStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task An_account_with_nothing_left_to_deliver_leaves_its_slots_to_others()
    {
        await SubscribeAsync("a", 1, _ => Good);
        await PublishManyAsync("a", Parallelism / 8);
        Assert.Equal(Parallelism / 8, (await TakeAsync()).Count);
        await SettleAllAsync(delivered: true, takeMore: false);

        await SubscribeAsync("b", 40, Host);
        await PublishAsync("b");
        Assert.Equal(Parallelism / 2, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task An_account_with_nothing_to_deliver_leaves_its_slots_to_others_also_after_a_failed_commit()
    {
        await SubscribeAsync("a", 1, _ => Good);
        await SubscribeAsync("b", 40, Host);
        await PublishAsync("b");
        await FailCommitAsync("b");
        Assert.Equal(Parallelism / 2, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task An_account_keeps_its_share_while_its_deliveries_take()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishAsync("a");
        Assert.Single(await TakeAsync());

        await SubscribeAsync("b", 40, Host);
        await PublishAsync("b");
        Assert.Equal(Parallelism / 4, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task Accounts_that_publish_at_the_same_time_get_as_many_slots_each()
    {
        foreach (string account in (string[])["a", "b"])
        {
            await SubscribeAsync(account, 40, Host);
            await PublishAsync(account);
        }

        Assert.Equal([("a", Parallelism / 4), ("b", Parallelism / 4)], (await TakeAsync()).GroupBy(push => push.TopicOwner).Select(group => (group.Key, group.Count())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Accounts_take_turns_for_a_single_slot_however_many_endpoints_they_have_and_commits_have_failed(int failures)
    {
        await SubscribeAsync("a", 5, Host);
        await PublishAsync("a");
        for (int i = 0; i < failures; i++)
            await FailCommitAsync("a");
        await SubscribeAsync("b", 5, Host);
        await PublishAsync("b");

        List<string> turns = [];
        for (int i = 0; i < 6; i++)
        {
            turns.Add(Assert.Single(await TakeAsync(parallelism: 1)).TopicOwner);
            await SettleAllAsync(delivered: true, takeMore: false);
        }

        Assert.Equal(["a", "b", "a", "b", "a", "b"], turns);
    }

    [Fact]
    public async Task Subscriptions_of_an_endpoint_take_turns_however_often_one_is_published_to()
    {
        await SubscribeAsync("a", 1, _ => Hanging, "busy");
        await SubscribeAsync("a", 1, _ => Hanging, "quiet");
        await PublishAsync("a", "busy");
        for (int i = 0; i < 5; i++)
        {
            await PublishAsync("a", "busy");
            Assert.Single(await TakeAsync(parallelism: 1));
            await SettleAllAsync(delivered: true, takeMore: false);
        }

        await PublishAsync("a", "busy");
        await PublishAsync("a", "quiet");
        List<string> turns = [];
        for (int i = 0; i < 2; i++)
        {
            turns.Add(Assert.Single(await TakeAsync(parallelism: 1)).TopicName);
            await SettleAllAsync(delivered: true, takeMore: false);
        }

        Assert.Equal(["busy", "quiet"], turns);
    }

    [Fact]
    public async Task The_last_endpoint_that_has_not_answered_gets_what_is_left_of_their_half()
    {
        await SubscribeAsync("a", 14, Host);
        await SubscribeAsync("a", 1, _ => Hanging, "last");
        await PublishAsync("a");
        await PublishManyAsync("a", 10, "last");
        Assert.Equal(2, (await TakeAsync()).Count(push => push.TopicName == "last"));
    }

    [Fact]
    public async Task An_endpoint_that_answers_quickly_gets_what_is_left_of_its_accounts_share()
    {
        await ProveAsync(Parallelism);
        await SubscribeAsync("b", 1, _ => Hanging);
        await PublishAsync("b");
        Assert.Single(await TakeAsync());

        await SubscribeAsync("a", 10, Host, "others");
        await PublishAsync("a", "others");
        await PublishManyAsync("a", 40);
        await TakeAllAsync();
        Assert.Equal(Parallelism / 2, UnderWay.Count(p => p.Push.TopicOwner == "a"));
    }

    [Fact]
    public async Task An_endpoint_that_has_not_answered_gets_no_more_than_what_is_left_of_its_accounts_share()
    {
        await ProveAsync(Parallelism);
        await PublishManyAsync("a", Parallelism - 2);
        await TakeAllAsync();
        Assert.Equal(Parallelism - 2, UnderWay.Count);

        await SubscribeAsync("a", 1, _ => Hanging, "other");
        await PublishManyAsync("a", 10, "other");
        Assert.Equal(2, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task What_is_under_way_for_an_endpoint_takes_no_slot_of_those_that_have_not_answered_once_it_has()
    {
        await SubscribeAsync("a", 1, _ => Good);
        await PublishManyAsync("a", 4);
        await TakeAsync();
        await Broker.Pushes.SettleAsync(UnderWay[0].Push, delivered: true);

        await SubscribeAsync("a", 40, Host, "others");
        await PublishAsync("a", "others");
        Assert.Equal(Parallelism / 2, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task What_is_under_way_for_an_endpoint_counts_with_those_that_have_not_answered_once_it_fails()
    {
        await ProveAsync(Parallelism);
        await PublishManyAsync("a", 10);
        Assert.Equal(10, (await TakeAsync()).Count);
        await Broker.Pushes.SettleAsync(UnderWay[0].Push, delivered: false);

        await SubscribeAsync("a", 40, Host, "others");
        await PublishAsync("a", "others");
        Assert.Equal((Parallelism / 2) - 9, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task An_endpoint_that_fails_while_it_waits_for_a_slot_gets_its_next_delivery_when_it_may_have_one_again()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 3);
        IReadOnlyList<TopicPush> taken = await TakeAsync();
        await SubscribeAsync("a", 13, Host, "others");
        await PublishAsync("a", "others");
        Assert.Equal(13, (await TakeAsync()).Count);
        await PublishAsync("a");
        Assert.Empty(await TakeAsync());

        await Broker.Pushes.SettleAsync(taken[0], delivered: false);
        Assert.Empty(await TakeAsync());
        await Broker.Pushes.SettleAsync(taken[1], delivered: false);
        await Broker.Pushes.SettleAsync(taken[2], delivered: false);
        Assert.Equal(1, Assert.Single(await TakeAsync()).Attempt);
    }

    [Fact]
    public async Task A_lease_that_ends_frees_its_own_slot_and_no_other()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 2);
        Assert.Equal(2, (await TakeAsync()).Count);
        Clock.AdvanceSeconds(10);
        await PublishManyAsync("a", 6);
        Assert.Equal(2, (await TakeAsync()).Count);

        // Two have failed, so the endpoint may have one; two are still under way.
        Clock.AdvanceSeconds(20);
        Assert.Empty(await TakeAsync());
        Clock.AdvanceSeconds(10);
        Assert.Single(await TakeAsync());
    }

    [Fact]
    public async Task A_lease_ends_also_when_the_clock_leaps_over_its_end()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 4);
        Assert.Equal(4, (await TakeAsync()).Count);
        Clock.StepWall(Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(2, Assert.Single(await TakeAsync()).Attempt);
    }

    [Fact]
    public async Task An_answer_after_the_end_of_the_lease_frees_no_slot_again()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 10);
        IReadOnlyList<TopicPush> late = await TakeAsync();
        Clock.Advance(Lease);
        Assert.Single(await TakeAsync());
        foreach (TopicPush push in late)
            await Broker.Pushes.SettleAsync(push, delivered: true);
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task Slots_of_a_take_whose_commit_failed_are_freed_once()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 4);
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, () => Broker.Pushes.TakeAsync(Parallelism, Lease).AsTask());
        await Broker.GetService("a").UnsubscribeAsync("t", "t0");
        Assert.Empty(await TakeAsync());
        Clock.Advance(Lease);

        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 20);
        Assert.Equal(Parallelism / 8, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task A_delivery_that_is_settled_wakes_a_take_that_waits_for_its_slot()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 10);
        await TakeAsync();
        Task<IReadOnlyList<TopicPush>> waiting = Broker.Pushes.TakeAsync(Parallelism, Lease).AsTask();
        Assert.False(waiting.IsCompleted);
        await Broker.Pushes.SettleAsync(UnderWay[0].Push, delivered: true);
        Assert.Equal(2, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Count);
    }

    [Theory]
    [InlineData(0, 600_000, Parallelism / 8)]
    [InlineData(0, 599_999, Parallelism / 4)]
    [InlineData(1, 599_999, Parallelism / 4)]
    public async Task What_is_known_of_an_endpoint_is_forgotten_after_ten_minutes_without_a_delivery(int before, int idle, int expected)
    {
        await TakeAsync();
        Clock.Advance(TimeSpan.FromMilliseconds(before));
        await SubscribeAsync("a", 1, _ => Good);
        await PublishManyAsync("a", 4);
        await TakeAsync();
        await SettleAllAsync(delivered: true, takeMore: false);

        Clock.Advance(TimeSpan.FromMilliseconds(idle));
        Assert.Empty(await TakeAsync());
        await PublishManyAsync("a", 20);
        Assert.Equal(expected, (await TakeAsync()).Count);
    }

    [Fact]
    public async Task An_endpoint_is_not_forgotten_while_a_delivery_is_under_way()
    {
        await SubscribeAsync("a", 1, _ => Hanging);
        await PublishManyAsync("a", 4);
        Assert.Equal(4, (await TakeAsync(TimeSpan.FromMinutes(20))).Count);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await TakeAsync());
        await PublishManyAsync("a", 10);
        Assert.Empty(await TakeAsync());
    }

    private static string Host(int i) => string.Create(CultureInfo.InvariantCulture, $"http://host{i}.example/");

    /// <summary>Makes an endpoint of account a answer quickly until it may have a number of deliveries under way.</summary>
    private async Task ProveAsync(int limit)
    {
        await SubscribeAsync("a", 1, _ => Good);
        await PublishManyAsync("a", limit - (Parallelism / 8));
        await TakeAsync();
        while (UnderWay.Count > 0)
            await SettleAllAsync(delivered: true);
    }

    private async Task TakeAllAsync()
    {
        while ((await TakeAsync()).Count > 0)
        {
        }
    }

    private async Task FailCommitAsync(string account)
    {
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, () => PublishAsync(account));
    }
}
