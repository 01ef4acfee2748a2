using CmqContracts.Protocol;

namespace CmqContracts.Broker.Tests.Memory;

/// <summary>The ordered set against a sorted dictionary, with patterns that split, drain and merge chunks.</summary>
public sealed class SequenceSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Set_agrees_with_a_sorted_dictionary(int seed)
    {
        Random random = new(seed);
        SequenceSet set = new();
        SortedDictionary<long, MemoryMessage> expected = [];
        List<long> keys = [];
        for (int step = 0; step < 40_000; step++)
        {
            bool grow = (step / 5_000) % 2 == 0 ? random.Next(10) < 7 : random.Next(10) < 3;
            if (grow || expected.Count == 0)
            {
                long sequence = random.Next(3) == 0 ? random.Next(1, 1_000_000) : 1_000_000L + step;
                if (expected.ContainsKey(sequence))
                    continue;
                MemoryMessage message = Message(sequence);
                expected.Add(sequence, message);
                keys.Add(sequence);
                set.Add(message);
            }
            else
            {
                int index = random.Next(2) == 0 ? random.Next(keys.Count) : 0;
                long sequence = keys[index];
                keys.RemoveAt(index);
                Assert.Same(expected[sequence], set.Remove(sequence));
                expected.Remove(sequence);
                Assert.Null(set.Find(sequence));
            }

            Assert.Equal(expected.Count, set.Count);
            if (step % 100 == 0)
                Compare(set, expected, random);
        }
    }

    [Fact]
    public void Removing_what_is_not_there_says_so()
    {
        SequenceSet set = new();
        Assert.Throws<InvalidOperationException>(() => set.Remove(1));
        set.Add(Message(2));
        Assert.Throws<InvalidOperationException>(() => set.Remove(1));
        Assert.Throws<InvalidOperationException>(() => set.Remove(3));
    }

    private static void Compare(SequenceSet set, SortedDictionary<long, MemoryMessage> expected, Random random)
    {
        List<StoredMessage> all = [];
        set.CopyTo(SequenceRange.All, int.MaxValue, all);
        Assert.Equal(expected.Keys, all.Select(static m => m.Header.Sequence));
        SequenceRange range = new(random.Next(0, 1_050_000), random.Next(0, 10_500));
        long[] inRange = [.. expected.Values.Where(m => m.Header.Sequence > range.AfterSequence && m.Header.ProducedAt > range.ProducedAfter).Select(static m => m.Header.Sequence)];
        List<StoredMessage> some = [];
        set.CopyTo(range, 10, some);
        Assert.Equal(inRange.Take(10), some.Select(static m => m.Header.Sequence));
        long before = random.Next(0, 1_050_000);
        int most = random.Next(1, 50);
        long[] between = [.. expected.Keys.Where(sequence => sequence > range.AfterSequence && sequence < before)];
        Assert.Equal(Math.Min(most, between.Length), set.CountUpTo(range.AfterSequence, before, most, out long last));
        Assert.Equal(between.Take(most).LastOrDefault(), last);
        foreach (bool newestFirst in (bool[])[false, true])
        {
            IEnumerable<long> wanted = inRange.Where(sequence => sequence < before);
            LookRange look = new() { AfterSequence = range.AfterSequence, ProducedAfter = range.ProducedAfter, BeforeSequence = before, NewestFirst = newestFirst, MaxMessages = most, MaxBytes = random.Next(1, 100) };
            CompareLook(set, newestFirst ? [.. wanted.Reverse()] : [.. wanted], look);
            CompareLook(set, newestFirst ? [.. wanted.Reverse()] : [.. wanted], look with { WithBodies = true });
        }

        foreach (long sequence in expected.Keys.Take(3))
            Assert.Equal(sequence, set.Find(sequence)!.Header.Sequence);
    }

    private static void CompareLook(SequenceSet set, long[] wanted, LookRange look)
    {
        int fitting = 0;
        long bytes = 0;
        while (fitting < wanted.Length && fitting < look.MaxMessages)
        {
            bytes += look.WithBodies ? LengthOf(wanted[fitting]) : 0;
            if (fitting > 0 && bytes > look.MaxBytes)
                break;
            fitting++;
        }

        List<LookedMessage> looked = [];
        Assert.Equal(fitting < wanted.Length, set.Look(look, looked));
        Assert.Equal(wanted.Take(fitting), looked.Select(static m => m.Header.Sequence));
        Assert.All(looked, message => Assert.Equal((LengthOf(message.Header.Sequence), look.WithBodies ? LengthOf(message.Header.Sequence) : 0), (message.BodyLength, message.Body.Length)));
    }

    private static int LengthOf(long sequence) => (int)(sequence % 23);

    private static MemoryMessage Message(long sequence) =>
        new(new MessageHeader { Sequence = sequence, State = MessageState.Active, ProducedAt = sequence / 100 }, new byte[LengthOf(sequence)]);
}
