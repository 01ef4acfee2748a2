using System.Collections.Frozen;
using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Collections that System.Text.Json writes but cannot read are compared with what it does for mutable counterparts.</summary>
public partial class CounterpartTests
{
    private const int Rounds = 200;

    [CmqQueue("counterparts-read-only")]
    public partial record ReadOnlyOnes(ReadOnlyCollection<string> A, ReadOnlySet<int> B, ReadOnlyDictionary<string, Money> C, IReadOnlySet<Guid>? D);

    public record ReadOnlyCounterparts(List<string> A, HashSet<int> B, Dictionary<string, Money> C, HashSet<Guid>? D);

    [CmqQueue("counterparts-frozen")]
    public partial record FrozenOnes(FrozenSet<int> A, FrozenSet<string> B, FrozenDictionary<string, FrozenSet<Level>?> C, FrozenDictionary<int, int?>? D, FrozenDictionary<DayOfWeek, Tree> E);

    public record FrozenCounterparts(HashSet<int> A, HashSet<string> B, Dictionary<string, HashSet<Level>?> C, Dictionary<int, int?>? D, Dictionary<DayOfWeek, Tree> E);

    [Fact]
    public void Read_only_collections_agree_with_their_counterparts() => Compare<ReadOnlyCounterparts, ReadOnlyOnes>(text => text);

    [Fact]
    public void Frozen_collections_agree_with_their_counterparts() => Compare<FrozenCounterparts, FrozenOnes>(Oracle.InOrder);

    private static void Compare<TCounterpart, T>(Func<string, string> normal)
        where T : IQueueMessage<T> =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Rounds), Prop.ForAll(Corpus.Seeds, seed =>
        {
            Random chance = new(seed);
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(new Values(chance).Of<TCounterpart>(), Oracle.Options);
            Oracle.CompareDecode<TCounterpart, T, T>(body, normal);
            string written = Encoding.UTF8.GetString(Oracle.Encode(Oracle.Codec<T>().Decode(body)));
            Assert.Equal(Oracle.InOrder(Encoding.UTF8.GetString(body)), Oracle.InOrder(written));
            Mutation mutation = new(chance);
            for (int i = 0; i < 8; i++)
                Oracle.CompareDecode<TCounterpart, T, T>(mutation.Apply(body), normal);
        }));
}
