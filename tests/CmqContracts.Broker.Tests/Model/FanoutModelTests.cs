using CmqContracts.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Broker.Tests.Model;

/// <summary>Every subscription gets each message that it wanted when it was published, once and in order, whatever its size and whatever happens meanwhile.</summary>
public sealed class FanoutModelTests
{
    [Fact]
    public void Publishes_of_all_sizes_arrive_once_and_in_order_across_failed_commits_crashes_and_clocks_that_are_set() =>
        Prop.ForAll(
                FanoutRun.Arbitrary(60),
                static commands =>
                {
                    SnapshotStore store = new();
                    FanoutRun.Execute(commands, () => store, store.Failure);
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
