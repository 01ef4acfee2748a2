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

    private readonly List<string> _evicted = [];
    private readonly ManualTimeProvider _clock = new();
    private int _collections;
    private bool _isReturned = true;

    [Fact]
    public void Large_requests_leave_small_ones_a_share()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        Assert.True(New(budget).TryReserve(3000 * Kilobyte));
        Assert.False(New(budget).TryReserve(100 * Kilobyte));
        for (int i = 0; i < 15; i++)
            Assert.True(New(budget).TryReserve(64 * Kilobyte));
        Assert.False(New(budget).TryReserve(64 * Kilobyte));
        Assert.Empty(_evicted);
    }

    [Fact]
    public void The_largest_request_fits_into_the_smallest_budget()
    {
        using BufferBudget budget = Budget(Request);
        BufferBudget.Reservation large = Unfinished(budget, "large");
        Assert.True(large.TryReserve(Request));
        Assert.True(New(budget).TryReserve(1));
        Assert.Equal(["large"], _evicted);
        Assert.False(large.TryReserve(1));
        large.Release();
        Assert.True(large.TryReserve(Request - 1));
    }

    [Fact]
    public void The_client_without_progress_for_the_longest_time_is_evicted_first_and_requests_before_answers()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation answer = New(budget);
        answer.Unpin(unread: true, () => _evicted.Add("answer"));
        Assert.True(answer.TryReserve(1000 * Kilobyte));
        BufferBudget.Reservation first = Unfinished(budget, "first"), second = Unfinished(budget, "second");
        Assert.True(first.TryReserve(1000 * Kilobyte));
        Assert.True(second.TryReserve(1000 * Kilobyte));
        first.Progress();

        BufferBudget.Reservation third = Unfinished(budget, "third"), fourth = Unfinished(budget, "fourth"), fifth = Unfinished(budget, "fifth");
        Assert.True(third.TryReserve(900 * Kilobyte));
        Assert.True(fourth.TryReserve(900 * Kilobyte));
        Assert.Equal(["second", "first"], _evicted);
        Assert.False(third.Pin());
        Assert.False(fourth.Pin());
        Assert.True(fifth.TryReserve(900 * Kilobyte));
        Assert.Equal(["second", "first", "answer"], _evicted);
    }

    [Fact]
    public void The_slowest_of_all_is_refused_instead_of_a_faster_one()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation slow = Unfinished(budget, "slow"), fast = Unfinished(budget, "fast");
        Assert.True(slow.TryReserve(1000 * Kilobyte));
        Assert.True(fast.TryReserve(1900 * Kilobyte));
        Assert.False(slow.TryReserve(1200 * Kilobyte));
        Assert.Empty(_evicted);
    }

    [Fact]
    public void After_random_reservations_evictions_and_releases_the_sum_is_correct_and_within_the_limit()
    {
        Random random = new(3);
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation[] reservations = [.. Enumerable.Range(0, 20).Select(_ => New(budget))];
        for (int round = 0; round < 20_000; round++)
        {
            BufferBudget.Reservation reservation = reservations[random.Next(reservations.Length)];
            switch (random.Next(6))
            {
                case 0: reservation.Release(); break;
                case 1: reservation.Unpin(random.Next(2) == 0, () => { }); break;
                case 2: reservation.Pin(); break;
                case 3: reservation.Progress(); break;
                default: reservation.TryReserve(random.Next(2) == 0 ? random.Next(64 * Kilobyte) : random.Next(Request)); break;
            }

            Assert.Equal(reservations.Sum(each => each.Bytes), budget.Used);
            Assert.InRange(budget.Used, 0, 4000 * Kilobyte);
            Assert.InRange(reservations.Where(each => each.Bytes > 64 * Kilobyte).Sum(each => each.Bytes), 0, 3000 * Kilobyte);
        }

        foreach (BufferBudget.Reservation reservation in reservations)
            reservation.Release();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_client_that_sends_in_bursts_is_slower_than_one_that_sends_evenly()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation even = Unfinished(budget, "even"), burst = Unfinished(budget, "burst");
        for (int bytes = 64 * Kilobyte; bytes <= 768 * Kilobyte; bytes += 64 * Kilobyte)
        {
            _clock.AdvanceSeconds(0.5);
            Assert.True(even.TryReserve(bytes));
            even.Progress();
        }

        _clock.AdvanceSeconds(0.4);
        Assert.True(burst.TryReserve(Request));
        burst.Progress();
        Assert.True(New(budget).TryReserve(1200 * Kilobyte));
        Assert.Empty(_evicted);

        Assert.True(Unfinished(budget, "last").TryReserve(1000 * Kilobyte));
        Assert.Equal(["burst"], _evicted);
    }

    [Fact]
    public void A_client_that_stopped_after_much_data_is_slower_than_one_that_sends_steadily()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation stopped = Unfinished(budget, "stopped");
        for (int bytes = 64 * Kilobyte; bytes <= 960 * Kilobyte; bytes += 64 * Kilobyte)
        {
            Assert.True(stopped.TryReserve(bytes));
            stopped.Progress();
        }

        BufferBudget.Reservation steady = Unfinished(budget, "steady");
        for (int bytes = 64 * Kilobyte; bytes <= 320 * Kilobyte; bytes += 64 * Kilobyte)
        {
            _clock.AdvanceSeconds(2);
            Assert.True(steady.TryReserve(bytes));
            steady.Progress();
        }

        _clock.AdvanceSeconds(1.9);
        Assert.True(New(budget).TryReserve(1700 * Kilobyte));
        Assert.True(Unfinished(budget, "last").TryReserve(900 * Kilobyte));
        Assert.Equal(["stopped"], _evicted);
    }

    [Fact]
    public void A_head_stays_reserved_until_its_request_is_answered()
    {
        using BufferBudget budget = Budget(4000 * Kilobyte);
        BufferBudget.Reservation reservation = New(budget);
        Assert.True(reservation.TryReserveHead(100 * Kilobyte));
        Assert.True(reservation.TryReserve(50 * Kilobyte));
        Assert.Equal(150 * Kilobyte, budget.Used);
        reservation.Release();
        Assert.Equal(100 * Kilobyte, budget.Used);
        reservation.ReleaseHead();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void The_heap_is_collected_once_when_no_large_buffer_has_been_released_for_some_time()
    {
        using BufferBudget budget = Budget(100_000 * Kilobyte);
        BufferBudget.Reservation reservation = New(budget);
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

        _isReturned = false;
        HoldAndRelease(16 * 1024 * Kilobyte);
        _clock.AdvanceSeconds(4);
        Assert.Equal(2, _collections);
        _clock.AdvanceSeconds(60);
        Assert.Equal(6, _collections);

        void HoldAndRelease(long bytes)
        {
            Assert.True(reservation.TryReserve(bytes));
            reservation.Release();
        }
    }

    [Fact]
    public void The_heap_of_a_host_process_is_not_collected() => Assert.Null(MemoryReturn.OfProcess(_clock));

    /// <summary>Compared with a linear search through all reservations that may be evicted.</summary>
    [Fact]
    public void After_random_operations_the_slowest_are_evicted_and_no_more_than_needed()
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
                    one.Reservation.Release();
                    (one.Kind, one.Bytes, one.IsEvicted) = (0, 0, false);
                    break;
                case 1:
                case 2:
                    bool unread = random.Next(2) == 0;
                    one.Reservation.Unpin(unread, () => _evicted.Add(one.Name));
                    (one.Since, one.LastChunk, one.Sequence, one.Kind) = (now, 0, ++turn, one.IsEvicted ? 0 : unread ? 2 : 1);
                    break;
                case 3:
                    Assert.Equal(one.IsEvicted, one.Reservation.Pin());
                    one.Kind = 0;
                    break;
                case 4:
                case 5:
                    one.Reservation.Progress();
                    if (one.Kind != 0)
                        (one.Since, one.LastChunk, one.Sequence) = (one.LastChunk == 0 ? one.Since : one.LastChunk, now, ++turn);
                    break;
                default:
                    long bytes = random.Next(2) == 0 ? random.Next(64 * Kilobyte) : random.Next(Request);
                    _evicted.Clear();
                    bool fits = one.Reservation.TryReserve(bytes);
                    List<string> expected = [];
                    Assert.Equal(fits, TryReserve(one, bytes, now, expected));
                    Assert.Equal(expected, _evicted);
                    cuts += expected.Count;
                    break;
            }

            Assert.Equal(all.Select(each => each.Bytes), all.Select(each => each.Reservation.Bytes));
        }

        Assert.InRange(cuts, 1000, int.MaxValue);

        bool TryReserve(Modelled reservation, long bytes, long now, List<string> cut)
        {
            if (reservation.IsEvicted)
                return false;
            while (true)
            {
                bool isWhole = all.Sum(each => each.Bytes) - reservation.Bytes + bytes > limit;
                bool isLarge = bytes > 64 * Kilobyte && all.Where(each => each != reservation && each.Bytes > 64 * Kilobyte).Sum(each => each.Bytes) + bytes > limit * 3 / 4;
                if (!isWhole && !isLarge)
                    break;
                Modelled? slowest = all.Where(each => each.Kind != 0 && (isWhole || each.Bytes > 64 * Kilobyte))
                    .OrderBy(each => each.Kind).ThenByDescending(each => (now - each.Since) / (each.LastChunk == 0 ? 1 : 2)).ThenBy(each => each.Sequence).FirstOrDefault();
                if (slowest is null || slowest == reservation)
                    return false;
                (slowest.Kind, slowest.Bytes, slowest.IsEvicted) = (0, 0, true);
                cut.Add(slowest.Name);
            }

            reservation.Bytes = bytes;
            return true;
        }
    }

    [Fact]
    public void A_reservation_does_not_wait_for_the_abort_of_evicted_clients_but_their_release_does()
    {
        using BufferBudget budget = Budget(Request, PipeScheduler.ThreadPool);
        using ManualResetEventSlim running = new(), end = new();
        List<string> events = [];
        BufferBudget.Reservation slow = New(budget);
        slow.Unpin(unread: false, () =>
        {
            running.Set();
            end.Wait();
            events.Add("ended");
        });
        Assert.True(slow.TryReserve(Request));
        Assert.True(New(budget).TryReserve(Request));
        running.Wait();
        Assert.True(New(budget).TryReserve(0));
        bool wasEvicted = false;
        Thread protecting = new(() =>
        {
            wasEvicted = slow.Pin();
            events.Add("protected");
        });
        protecting.Start();
        Assert.True(SpinWait.SpinUntil(() => !protecting.IsAlive || protecting.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(60)));
        end.Set();
        protecting.Join();
        Assert.True(wasEvicted);
        Assert.Equal(["ended", "protected"], events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_evicted_client_is_aborted_once_and_no_later_request_of_its_connection_is(bool released)
    {
        ManualScheduler late = new();
        using BufferBudget budget = Budget(Request, late);
        BufferBudget.Reservation slow = Unfinished(budget, "slow");
        Assert.True(slow.TryReserve(Request));
        Assert.True(New(budget).TryReserve(1));
        Assert.Empty(_evicted);
        if (!released)
            Assert.True(slow.Pin());
        else
            slow.Release();
        Assert.Equal(["slow"], _evicted);

        slow.Release();
        slow.Unpin(unread: false, () => _evicted.Add("next"));
        late.Run();
        Assert.Equal(["slow"], _evicted);
        Assert.True(slow.TryReserve(1));
    }

    [Fact]
    public void An_abort_that_fails_because_the_connection_has_ended_is_ignored()
    {
        using BufferBudget budget = Budget(Request);
        BufferBudget.Reservation gone = New(budget);
        gone.Unpin(unread: false, () => throw new IOException("gone"));
        Assert.True(gone.TryReserve(Request));
        Assert.True(New(budget).TryReserve(Request));
        Assert.True(gone.Pin());
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
    public void As_many_connections_are_accepted_as_file_handles_and_memory_allow(long? handles, long megabytes, bool tls, int expected, string? reason)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        CmqServerOptions options = new() { Certificate = tls ? certificate : null };
        ConnectionLimit limit = ConnectionLimit.Of(options, handles, megabytes * 1024 * Kilobyte);
        Assert.Equal(expected, limit.Maximum);
        Assert.Equal(reason is not null, limit.Reason?.Contains(reason!, StringComparison.Ordinal) ?? false);
    }

    private BufferBudget Budget(long limit, PipeScheduler? scheduler = null) => new(limit, Request, _clock, new MemoryReturn(_clock, () =>
    {
        _collections++;
        return _isReturned;
    }), scheduler ?? PipeScheduler.Inline);

    private static BufferBudget.Reservation New(BufferBudget budget) => new(budget);

    private BufferBudget.Reservation Unfinished(BufferBudget budget, string name)
    {
        BufferBudget.Reservation reservation = new(budget);
        reservation.Unpin(unread: false, () => _evicted.Add(name));
        return reservation;
    }

    private sealed class Modelled(int number, BufferBudget.Reservation reservation)
    {
        public string Name { get; } = number.ToString(CultureInfo.InvariantCulture);

        public BufferBudget.Reservation Reservation => reservation;

        public long Bytes { get; set; }

        /// <summary>0: cannot be evicted; 1: an unfinished request; 2: an unread answer.</summary>
        public int Kind { get; set; }

        public bool IsEvicted { get; set; }

        public long Since { get; set; }

        public long LastChunk { get; set; }

        public int Sequence { get; set; }
    }

    /// <summary>Runs what was scheduled only when the test says so.</summary>
    private sealed class ManualScheduler : PipeScheduler
    {
        private readonly List<(Action<object?> Action, object? State)> _scheduled = [];

        public override void Schedule(Action<object?> action, object? state) => _scheduled.Add((action, state));

        public void Run() => _scheduled.ForEach(static item => item.Action(item.State));
    }
}
