using CmqContracts.Brokers.Tests.Stores;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Brokers.Tests.Model;

/// <summary>Random programs answer the same on the broker as on the model. A failure prints the seed and the shortest program found.</summary>
public sealed class ModelTests
{
    private static int Programs => int.TryParse(Environment.GetEnvironmentVariable("CMQ_MODEL_PROGRAMS"), out int count) ? count : 800;

    [Fact]
    public void Broker_in_memory_answers_like_the_model() =>
        Prop.ForAll(Program.Arbitrary(150), static program => ModelRun.Execute(program, static clock => new Broker(new BrokerOptions { TimeProvider = clock })))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs));

    [Fact]
    public void Broker_in_memory_answers_like_the_model_whatever_is_done_to_the_clock() =>
        Prop.ForAll(
                Program.Arbitrary(150, Act.Step, Act.Step, Act.Step, Act.StepDown),
                static program =>
                {
                    MemoryStore store = new();
                    ModelRun.Execute(program, clock => new Broker(new BrokerOptions { TimeProvider = clock, Store = store }));
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs));

    [Fact]
    public void Broker_on_a_store_answers_like_the_model_across_failed_commits_and_reopening() =>
        Prop.ForAll(
                Program.Arbitrary(100, Act.Reopen, Act.FailNext, Act.Step, Act.StepDown),
                static program =>
                {
                    SnapshotStore store = new();
                    ModelRun.Execute(program, clock => new Broker(new BrokerOptions { TimeProvider = clock, Store = store }), store.Failure);
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs / 4));
}
