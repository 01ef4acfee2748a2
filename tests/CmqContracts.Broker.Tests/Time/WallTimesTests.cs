using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Time;

/// <summary>Which offsets are kept, and for which sequences each is.</summary>
public sealed class WallTimesTests
{
    private const long Day = 24 * 3600 * 1000L;

    private readonly WallTimes _times = new();
    private readonly MemoryStore _store = new();

    [Fact]
    public void Each_sequence_has_the_offset_that_was_in_force_when_it_was_given()
    {
        Assert.Equal((0, -1), (_times.InForce, _times.IndexOf(5)));
        Assert.Equal(1000, _times.MillisecondsOf(5, 1000));
        _times.Change(new WallOffset(10, 0, -100));
        _times.Change(new WallOffset(20, 0, -300));
        Assert.Equal([1000, 1000, 900, 900, 700, 700], ((long[])[1, 9, 10, 19, 20, 500]).Select(sequence => _times.MillisecondsOf(sequence, 1000)));
        Assert.Equal(-300, _times.InForce);
    }

    [Fact]
    public void An_offset_that_no_sequence_had_is_replaced()
    {
        _times.Change(new WallOffset(10, 0, -100));
        _times.Save(_store, now: 0);
        _times.Change(new WallOffset(10, 5, -200));
        Assert.True(_times.IsUnsaved);
        _times.Save(_store, now: 5);
        Assert.False(_times.IsUnsaved);
        Assert.Equal([default, new WallOffset(10, 5, -200)], Stored());
    }

    [Fact]
    public void Offsets_are_read_in_the_order_of_their_sequences_and_instead_of_those_before()
    {
        WallOffset[] offsets = [default, new(10, 0, -100), new(20, 0, -300)];
        for (int i = 0; i < 2; i++)
        {
            _times.Load(offsets.Reverse());
            Assert.Equal(offsets, _times.Offsets.ToArray());
            Assert.False(_times.IsUnsaved);
        }
    }

    [Fact]
    public void The_newest_4096_are_kept_and_a_commit_removes_16_of_the_others_at_most()
    {
        for (int i = 1; i <= 4112; i++)
            _times.Change(new WallOffset(i, 0, -i));
        _times.Save(_store, now: 0);
        Assert.Equal(4113 - 16, Stored().Length);
        for (int i = 4113; i <= 4115; i++)
        {
            _times.Change(new WallOffset(i, 0, -i));
            _times.Save(_store, now: 0);
            Assert.Equal(4096, Stored().Length);
            Assert.Equal(Stored(), _times.Offsets.ToArray());
            Assert.Equal(i, Stored()[^1].FromSequence);
        }
    }

    [Fact]
    public void An_offset_goes_when_the_next_one_is_older_than_any_message_and_the_newest_stays()
    {
        for (int i = 1; i <= 4; i++)
            _times.Change(new WallOffset(i, i * 1000, -i));
        _times.Save(_store, now: 16 * Day + 1999);
        Assert.Equal([1L, 2, 3, 4], Stored().Select(static offset => offset.FromSequence));
        _times.Change(new WallOffset(5, 5000, -5));
        _times.Save(_store, now: 16 * Day + 3000);
        Assert.Equal([3L, 4, 5], Stored().Select(static offset => offset.FromSequence));
        _times.Save(_store, now: 99 * Day);
        Assert.Equal(3, Stored().Length);
        _times.Change(new WallOffset(6, 6000, -6));
        _times.Save(_store, now: 99 * Day);
        Assert.Equal([6L], Stored().Select(static offset => offset.FromSequence));
    }

    private WallOffset[] Stored() => [.. _store.Load().Offsets.OrderBy(static offset => offset.FromSequence)];
}
