using CmqContracts.Brokers;
using CmqContracts.Brokers.Tests.Model;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Sqlite.Tests;

/// <summary>Random programs answer the same on a durable broker as on the model, across failed commits, reopening, and a clock that is set while the broker runs or is down.</summary>
public sealed class ModelTests
{
    private static int Programs => int.TryParse(Environment.GetEnvironmentVariable("CMQ_MODEL_PROGRAMS"), out int count) ? count : 800;

    [Fact]
    public void Durable_broker_answers_like_the_model_across_failed_commits_reopening_and_clocks_that_are_set() =>
        Prop.ForAll(
                Program.Arbitrary(100, Act.Reopen, Act.FailNext, Act.Step, Act.Step, Act.StepDown),
                static program =>
                {
                    using TemporaryDirectory directory = new();
                    CommitFailure failure = new();
                    ModelRun.Execute(
                        program,
                        clock => new Broker(new BrokerOptions { TimeProvider = clock, Store = new FailingStore(Open(directory), failure) }),
                        failure);
                    AssertSound(directory);
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs / 8));

    private static SqliteStore Open(TemporaryDirectory directory)
    {
        AssertSound(directory);
        return SqliteStore.Open(directory.Path, new SqliteStoreOptions { SyncsCommits = false });
    }

    private static void AssertSound(TemporaryDirectory directory)
    {
        if (File.Exists(directory.File("cmq.db")))
            Assert.Empty(SqliteStore.CheckAsync(directory.Path).GetAwaiter().GetResult());
    }
}
