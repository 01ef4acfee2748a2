using System.Buffers;

namespace CmqContracts.Tests;

public sealed class PooledBufferTests
{
    [Fact]
    public void It_keeps_what_was_written_while_it_grows_shrinks_and_drops_its_start()
    {
        using PooledBuffer buffer = new(1);
        byte[] expected = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i % 251))];
        for (int i = 0; i < expected.Length; i += 1000)
            buffer.Write(expected.AsSpan(i, 1000));

        Assert.True(buffer.Written.Span.SequenceEqual(expected));
        buffer.Truncate(60_000);
        buffer.RemoveStart(25_000);
        Assert.True(buffer.Written.Span.SequenceEqual(expected.AsSpan(25_000, 35_000)));
    }

    [Fact]
    public void It_gives_at_least_what_is_asked_for_and_takes_no_more_than_it_gave()
    {
        using PooledBuffer buffer = new(16);

        Assert.True(buffer.GetMemory().Length >= 1);
        Assert.True(buffer.GetSpan(5000).Length >= 5000);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(buffer.GetSpan().Length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { buffer.GetSpan(-1); });
    }
}
