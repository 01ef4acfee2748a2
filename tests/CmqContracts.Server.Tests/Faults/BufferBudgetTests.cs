using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests.Faults;

public sealed class BufferBudgetTests
{
    private const int Kilobyte = 1024;
    private const int Request = 1000 * Kilobyte;

    private readonly List<string> _cut = [];
    private readonly ManualTimeProvider _clock = new();
    private int _collections;
    private bool _isGivenBack = true;

    [Fact]
    public void Large_requests_leave_small_ones_a_share()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        Assert.True(New(budget).TryHold(3000 * Kilobyte));
        Assert.False(New(budget).TryHold(100 * Kilobyte));
        for (int i = 0; i < 15; i++)
            Assert.True(New(budget).TryHold(64 * Kilobyte));
        Assert.False(New(budget).TryHold(64 * Kilobyte));
        Assert.Empty(_cut);
    }

    [Fact]
    public void The_largest_request_fits_into_the_smallest_budget()
    {
        using BufferBudget budget = Budget(Request);
        BufferBudget.Holding large = Unfinished(budget, "large");
        Assert.True(large.TryHold(Request));
        Assert.True(New(budget).TryHold(1));
        Assert.Equal(["large"], _cut);
        Assert.False(large.TryHold(1));
        large.Release();
        Assert.True(large.TryHold(Request - 1));
    }

    [Fact]
    public void Who_made_no_progress_for_longest_is_cut_first_and_a_request_before_an_answer()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding answer = New(budget);
        answer.Expose(unread: true, () => _cut.Add("answer"));
        Assert.True(answer.TryHold(1000 * Kilobyte));
        BufferBudget.Holding first = Unfinished(budget, "first"), second = Unfinished(budget, "second");
        Assert.True(first.TryHold(1000 * Kilobyte));
        Assert.True(second.TryHold(1000 * Kilobyte));
        first.Progress();

        BufferBudget.Holding third = Unfinished(budget, "third"), fourth = Unfinished(budget, "fourth"), fifth = Unfinished(budget, "fifth");
        Assert.True(third.TryHold(900 * Kilobyte));
        Assert.True(fourth.TryHold(900 * Kilobyte));
        Assert.Equal(["second", "first"], _cut);
        Assert.False(third.Protect());
        Assert.False(fourth.Protect());
        Assert.True(fifth.TryHold(900 * Kilobyte));
        Assert.Equal(["second", "first", "answer"], _cut);
    }

    [Fact]
    public void The_slowest_of_all_is_refused_instead_of_a_faster_one()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding slow = Unfinished(budget, "slow"), fast = Unfinished(budget, "fast");
        Assert.True(slow.TryHold(1000 * Kilobyte));
        Assert.True(fast.TryHold(1900 * Kilobyte));
        Assert.False(slow.TryHold(1200 * Kilobyte));
        Assert.Empty(_cut);
    }

    [Fact]
    public void Whatever_is_held_cut_and_given_back_in_any_order_the_sum_is_right_and_within_the_limit()
    {
        Random random = new(3);
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding[] holdings = [.. Enumerable.Range(0, 20).Select(_ => New(budget))];
        for (int round = 0; round < 20_000; round++)
        {
            BufferBudget.Holding holding = holdings[random.Next(holdings.Length)];
            switch (random.Next(6))
            {
                case 0: holding.Release(); break;
                case 1: holding.Expose(random.Next(2) == 0, () => { }); break;
                case 2: holding.Protect(); break;
                case 3: holding.Progress(); break;
                default: holding.TryHold(random.Next(2) == 0 ? random.Next(64 * Kilobyte) : random.Next(Request)); break;
            }

            Assert.Equal(holdings.Sum(each => each.Bytes), budget.Used);
            Assert.InRange(budget.Used, 0, 4000 * Kilobyte);
            Assert.InRange(holdings.Where(each => each.Bytes > 64 * Kilobyte).Sum(each => each.Bytes), 0, 3000 * Kilobyte);
        }

        foreach (BufferBudget.Holding holding in holdings)
            holding.Release();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Who_sends_in_bursts_is_slower_than_who_sends_evenly()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding even = Unfinished(budget, "even"), burst = Unfinished(budget, "burst");
        for (int bytes = 64 * Kilobyte; bytes <= 768 * Kilobyte; bytes += 64 * Kilobyte)
        {
            _clock.AdvanceSeconds(0.5);
            Assert.True(even.TryHold(bytes));
            even.Progress();
        }

        _clock.AdvanceSeconds(0.4);
        Assert.True(burst.TryHold(Request));
        burst.Progress();
        Assert.True(New(budget).TryHold(1200 * Kilobyte));
        Assert.Empty(_cut);

        Assert.True(Unfinished(budget, "last").TryHold(1000 * Kilobyte));
        Assert.Equal(["burst"], _cut);
    }

    [Fact]
    public void Who_has_stopped_after_much_is_slower_than_who_sends_little_by_little()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding stopped = Unfinished(budget, "stopped");
        for (int bytes = 64 * Kilobyte; bytes <= 960 * Kilobyte; bytes += 64 * Kilobyte)
        {
            Assert.True(stopped.TryHold(bytes));
            stopped.Progress();
        }

        BufferBudget.Holding steady = Unfinished(budget, "steady");
        for (int bytes = 64 * Kilobyte; bytes <= 320 * Kilobyte; bytes += 64 * Kilobyte)
        {
            _clock.AdvanceSeconds(2);
            Assert.True(steady.TryHold(bytes));
            steady.Progress();
        }

        _clock.AdvanceSeconds(1.9);
        Assert.True(New(budget).TryHold(1700 * Kilobyte));
        Assert.True(Unfinished(budget, "last").TryHold(900 * Kilobyte));
        Assert.Equal(["stopped"], _cut);
    }

    [Fact]
    public void A_head_stays_held_until_its_request_is_answered()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Holding holding = New(budget);
        Assert.True(holding.TryHoldHead(100 * Kilobyte));
        Assert.True(holding.TryHold(50 * Kilobyte));
        Assert.Equal(150 * Kilobyte, budget.Used);
        holding.Release();
        Assert.Equal(100 * Kilobyte, budget.Used);
        holding.ReleaseHead();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void The_heap_is_collected_once_when_large_buffers_were_given_back_and_it_has_become_quiet()
    {
        using BufferBudget budget = Budget(100_000 * Kilobyte);
        BufferBudget.Holding holding = New(budget);
        for (int i = 0; i < 1000; i++)
            HoldAndRelease(64 * Kilobyte);
        HoldAndRelease((16 * 1024 * Kilobyte) - 1);
        _clock.AdvanceSeconds(60);
        Assert.Equal(0, _collections);

        for (int i = 0; i < 10; i++)
        {
            HoldAndRelease(100 * Kilobyte);
            _clock.AdvanceSeconds(2);
            Assert.Equal(0, _collections);
        }

        _clock.AdvanceSeconds(1);
        Assert.Equal(1, _collections);
        HoldAndRelease(100 * Kilobyte);
        _clock.AdvanceSeconds(60);
        Assert.Equal(1, _collections);

        _isGivenBack = false;
        HoldAndRelease(16 * 1024 * Kilobyte);
        _clock.AdvanceSeconds(4);
        Assert.Equal(2, _collections);
        _clock.AdvanceSeconds(60);
        Assert.Equal(6, _collections);

        void HoldAndRelease(long bytes)
        {
            Assert.True(holding.TryHold(bytes));
            holding.Release();
        }
    }

    [Fact]
    public void The_heap_of_a_process_that_has_a_server_among_other_things_is_left_alone() => Assert.Null(MemoryReturn.OfProcess(_clock));

    /// <summary>Against a search through all who may be cut.</summary>
    [Fact]
    public void Whatever_came_before_the_slowest_are_cut_and_no_more_than_needed()
    {
        Random random = new(5);
        const int limit = 4000 * Kilobyte;
        using BufferBudget budget = Budget(limit);
        Modelled[] all = [.. Enumerable.Range(0, 30).Select(i => new Modelled(i, New(budget)))];
        int cuts = 0;
        for (int round = 0, turn = 0; round < 50_000; round++)
        {
            _clock.AdvanceSeconds(random.Next(3));
            long now = _clock.GetTimestamp();
            Modelled one = all[random.Next(all.Length)];
            switch (random.Next(8))
            {
                case 0:
                    one.Holding.Release();
                    (one.Kind, one.Bytes, one.IsCut) = (0, 0, false);
                    break;
                case 1:
                case 2:
                    bool unread = random.Next(2) == 0;
                    one.Holding.Expose(unread, () => _cut.Add(one.Name));
                    (one.Since, one.LastStep, one.Turn, one.Kind) = (now, 0, ++turn, one.IsCut ? 0 : unread ? 2 : 1);
                    break;
                case 3:
                    Assert.Equal(one.IsCut, one.Holding.Protect());
                    one.Kind = 0;
                    break;
                case 4:
                case 5:
                    one.Holding.Progress();
                    if (one.Kind != 0)
                        (one.Since, one.LastStep, one.Turn) = (one.LastStep == 0 ? one.Since : one.LastStep, now, ++turn);
                    break;
                default:
                    long bytes = random.Next(2) == 0 ? random.Next(64 * Kilobyte) : random.Next(Request);
                    _cut.Clear();
                    bool fits = one.Holding.TryHold(bytes);
                    List<string> expected = [];
                    Assert.Equal(fits, TryHold(one, bytes, now, expected));
                    Assert.Equal(expected, _cut);
                    cuts += expected.Count;
                    break;
            }

            Assert.Equal(all.Select(each => each.Bytes), all.Select(each => each.Holding.Bytes));
        }

        Assert.InRange(cuts, 1000, int.MaxValue);

        bool TryHold(Modelled holding, long bytes, long now, List<string> cut)
        {
            if (holding.IsCut)
                return false;
            while (true)
            {
                bool isWhole = all.Sum(each => each.Bytes) - holding.Bytes + bytes > limit;
                bool isLarge = bytes > 64 * Kilobyte && all.Where(each => each != holding && each.Bytes > 64 * Kilobyte).Sum(each => each.Bytes) + bytes > limit * 3 / 4;
                if (!isWhole && !isLarge)
                    break;
                Modelled? slowest = all.Where(each => each.Kind != 0 && (isWhole || each.Bytes > 64 * Kilobyte))
                    .OrderBy(each => each.Kind).ThenByDescending(each => (now - each.Since) / (each.LastStep == 0 ? 1 : 2)).ThenBy(each => each.Turn).FirstOrDefault();
                if (slowest is null || slowest == holding)
                    return false;
                (slowest.Kind, slowest.Bytes, slowest.IsCut) = (0, 0, true);
                cut.Add(slowest.Name);
            }

            holding.Bytes = bytes;
            return true;
        }
    }

    [Fact]
    public void Who_needs_room_does_not_wait_for_the_end_of_who_is_cut_and_who_is_cut_does()
    {
        using BufferBudget budget = Budget(Request, PipeScheduler.ThreadPool);
        using ManualResetEventSlim running = new(), end = new();
        List<string> events = [];
        BufferBudget.Holding slow = New(budget);
        slow.Expose(unread: false, () =>
        {
            running.Set();
            end.Wait();
            events.Add("ended");
        });
        Assert.True(slow.TryHold(Request));
        Assert.True(New(budget).TryHold(Request));
        running.Wait();
        Assert.True(New(budget).TryHold(0));
        bool wasCut = false;
        Thread protecting = new(() =>
        {
            wasCut = slow.Protect();
            events.Add("protected");
        });
        protecting.Start();
        Assert.True(SpinWait.SpinUntil(() => !protecting.IsAlive || protecting.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(60)));
        end.Set();
        protecting.Join();
        Assert.True(wasCut);
        Assert.Equal(["ended", "protected"], events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_is_cut_is_ended_once_and_nothing_that_comes_later_is(bool released)
    {
        LateScheduler late = new();
        using BufferBudget budget = Budget(Request, late);
        BufferBudget.Holding slow = Unfinished(budget, "slow");
        Assert.True(slow.TryHold(Request));
        Assert.True(New(budget).TryHold(1));
        Assert.Empty(_cut);
        if (!released)
            Assert.True(slow.Protect());
        else
            slow.Release();
        Assert.Equal(["slow"], _cut);

        slow.Release();
        slow.Expose(unread: false, () => _cut.Add("next"));
        late.Run();
        Assert.Equal(["slow"], _cut);
        Assert.True(slow.TryHold(1));
    }

    [Fact]
    public void An_end_that_fails_because_its_connection_is_gone_hurts_nobody()
    {
        using BufferBudget budget = Budget(Request);
        BufferBudget.Holding gone = New(budget);
        gone.Expose(unread: false, () => throw new IOException("gone"));
        Assert.True(gone.TryHold(Request));
        Assert.True(New(budget).TryHold(Request));
        Assert.True(gone.Protect());
    }

    [Theory]
    [InlineData(null, 64_000, false, 10_000, null)]
    [InlineData(1_000_000L, 64_000, false, 10_000, null)]
    [InlineData(1024L, 64_000, false, 1024 - 128 - 32, "1024 files")]
    [InlineData(50L, 64_000, false, 1, "50 files")]
    [InlineData(1_000_000L, 512, false, 1365, "512 MB")]
    [InlineData(null, 512, true, 819, "512 MB")]
    [InlineData(1000L, 512, false, 1000 - 128 - 32, "1000 files")]
    [InlineData(null, 0, false, 1, "0 MB")]
    public void As_many_connections_are_taken_as_file_handles_and_memory_allow(long? handles, long megabytes, bool tls, int expected, string? reason)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        CmqServerOptions options = new() { Certificate = tls ? certificate : null };
        ConnectionLimit limit = ConnectionLimit.Of(options, handles, megabytes * 1024 * Kilobyte);
        Assert.Equal(expected, limit.Most);
        Assert.Equal(reason is not null, limit.Reason?.Contains(reason!, StringComparison.Ordinal) ?? false);
    }

    private BufferBudget Budget(long limit, PipeScheduler? scheduler = null) => new(limit, Request, _clock, new MemoryReturn(_clock, () =>
    {
        _collections++;
        return _isGivenBack;
    }), scheduler ?? PipeScheduler.Inline);

    private static BufferBudget.Holding New(BufferBudget budget) => new(budget);

    private BufferBudget.Holding Unfinished(BufferBudget budget, string name)
    {
        BufferBudget.Holding holding = new(budget);
        holding.Expose(unread: false, () => _cut.Add(name));
        return holding;
    }

    private sealed class Modelled(int number, BufferBudget.Holding holding)
    {
        public string Name { get; } = number.ToString(CultureInfo.InvariantCulture);

        public BufferBudget.Holding Holding => holding;

        public long Bytes { get; set; }

        /// <summary>0: cannot be cut; 1: an unfinished request; 2: an unread answer.</summary>
        public int Kind { get; set; }

        public bool IsCut { get; set; }

        public long Since { get; set; }

        public long LastStep { get; set; }

        public int Turn { get; set; }
    }

    /// <summary>Does what it was asked to when told.</summary>
    private sealed class LateScheduler : PipeScheduler
    {
        private readonly List<(Action<object?> Action, object? State)> _asked = [];

        public override void Schedule(Action<object?> action, object? state) => _asked.Add((action, state));

        public void Run() => _asked.ForEach(static asked => asked.Action(asked.State));
    }
}
