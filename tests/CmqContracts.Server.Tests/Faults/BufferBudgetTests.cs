using CmqContracts.Testing;

namespace CmqContracts.Server.Tests.Faults;

public sealed class BufferBudgetTests
{
    private const int Kilobyte = 1024;
    private const int Request = 1000 * Kilobyte;

    private readonly List<string> _cut = [];

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

    [Theory]
    [InlineData(null, 10_000)]
    [InlineData(1_000_000L, 10_000)]
    [InlineData(1024L, 1024 - 128 - 32)]
    [InlineData(50L, 1)]
    public void As_many_connections_are_taken_as_file_handles_allow(long? handles, int expected) =>
        Assert.Equal(expected, FileHandles.MostConnections(new CmqServerOptions(), handles));

    private static BufferBudget Budget(long limit) => new(limit, Request, new ManualTimeProvider());

    private static BufferBudget.Holding New(BufferBudget budget) => new(budget);

    private BufferBudget.Holding Unfinished(BufferBudget budget, string name)
    {
        BufferBudget.Holding holding = new(budget);
        holding.Expose(unread: false, () => _cut.Add(name));
        return holding;
    }
}
