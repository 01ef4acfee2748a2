using CmqContracts.Broker.Tests.Model;
using CmqContracts.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Sqlite.Tests;

/// <summary>The rest of a large publish is stored, and is delivered after reopening.</summary>
public sealed class FanoutModelTests
{
    [Fact]
    public void Publishes_of_all_sizes_arrive_once_and_in_order_across_failed_commits_reopening_and_clocks_that_are_set() =>
        Prop.ForAll(
                FanoutRun.Arbitrary(50),
                static commands =>
                {
                    using TemporaryDirectory directory = new();
                    CommitFailure failure = new();
                    FanoutRun.Execute(
                        commands,
                        () =>
                        {
                            AssertSound(directory);
                            return new FailingStore(SqliteStore.Open(directory.Path, new SqliteStoreOptions { SyncsCommits = false }), failure);
                        },
                        failure);
                    AssertSound(directory);
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static void AssertSound(TemporaryDirectory directory)
    {
        if (File.Exists(directory.File("cmq.db")))
            Assert.Empty(SqliteStore.CheckAsync(directory.Path).GetAwaiter().GetResult());
    }
}
