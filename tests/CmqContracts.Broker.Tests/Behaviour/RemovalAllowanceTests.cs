namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>How many expired messages a step removes beyond its own bound: the more, the more were added and the longer the broker is behind, as far as that stays short.</summary>
public sealed class RemovalAllowanceTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(9);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(21);

    private readonly RemovalAllowance _allowance = new();

    [Fact]
    public void It_is_twice_what_the_batch_before_has_added()
    {
        for (int i = 0; i < 300; i++)
            _allowance.NoteAdded();
        Assert.Equal(600, Begin(0));
        Assert.Equal(0, Begin(1));
    }

    [Fact]
    public void It_covers_what_is_removed_until_it_is_used_up()
    {
        for (int i = 0; i < 50; i++)
            _allowance.NoteAdded();
        Begin(0);
        Assert.Equal((0, 40), (_allowance.Cover(60), _allowance.Left));
        Assert.Equal((7, 0), (_allowance.Cover(47), _allowance.Left));
    }

    [Fact]
    public void It_is_16_for_each_millisecond_behind_and_twice_as_many_at_most_after_each_short_step()
    {
        Assert.Equal(0, Begin(1000));
        _allowance.EndBehind(1000, Short);
        Assert.Equal(0, _allowance.Left);
        Assert.Equal(160, Begin(1010));
        _allowance.EndBehind(1010, Short);
        Assert.Equal(320, Begin(1020));
        _allowance.EndBehind(1020, Short);
        long now = 100_000;
        foreach (int most in (int[])[2048, 4096, 8192, 8192])
        {
            Assert.Equal(most, Begin(now));
            _allowance.EndBehind(now++, Short);
        }
    }

    [Fact]
    public void It_is_what_was_added_when_that_is_more()
    {
        _allowance.EndBehind(0, Short);
        for (int i = 0; i < 100; i++)
            _allowance.NoteAdded();
        Assert.Equal(200, Begin(5));
        Assert.Equal(160, Begin(10));
    }

    [Fact]
    public void A_step_of_20_milliseconds_halves_it_and_one_of_10_does_not_double_it()
    {
        long now = 0;
        for (int i = 0; i < 5; i++)
            _allowance.EndBehind(now, Short);
        now = 100_000;
        Assert.Equal(8192, Begin(now));
        _allowance.EndBehind(now, TimeSpan.FromMilliseconds(20));
        Assert.Equal(8192, Begin(now));
        foreach (int most in (int[])[4096, 2048, 1024, 512, 256, 256])
        {
            _allowance.EndBehind(now, Long);
            Assert.Equal(most, Begin(now));
        }

        _allowance.EndBehind(now, TimeSpan.FromMilliseconds(10));
        Assert.Equal(256, Begin(now));
    }

    [Fact]
    public void A_step_that_does_all_that_is_due_begins_anew()
    {
        for (int i = 0; i < 3; i++)
            _allowance.EndBehind(0, Short);
        _allowance.NoteAdded();
        _allowance.Reset();
        Assert.Equal(0, Begin(100_000));
        _allowance.EndBehind(100_000, TimeSpan.FromMilliseconds(15));
        Assert.Equal(256, Begin(200_000));
    }

    private int Begin(long now)
    {
        _allowance.Begin(now);
        return _allowance.Left;
    }
}
