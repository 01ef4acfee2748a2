using CmqContracts.Broker;
using CmqContracts.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Conformance.Model;

/// <summary>Random programs answer the same on every backend as on the model. A failure prints the seed and the shortest program found.</summary>
public sealed class ModelTests
{
    /// <summary>The time of the documents' examples, and a part of a second.</summary>
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_488_719_262_345);

    public static TheoryData<string> Backends => [.. Backend.All.Where(static backend => backend.Differs.Length == 0).Select(static backend => backend.Name)];

    private static int Programs => int.TryParse(Environment.GetEnvironmentVariable("CMQ_MODEL_PROGRAMS"), out int count) ? count : 800;

    [Theory]
    [MemberData(nameof(Backends))]
    public void Backend_answers_like_the_model(string name)
    {
        Backend backend = Backend.All.Single(backend => backend.Name == name);
        int share = name == "memory" ? 1 : name.EndsWith("HTTP", StringComparison.Ordinal) ? 40 : 8;
        Check(Programs / share, Program.Arbitrary(150), () => backend.OpenAsync(CmqLimits.Classic, Start));
    }

    [Fact]
    public void Broker_in_memory_answers_like_the_model_whatever_is_done_to_the_clock() =>
        Check(Programs, Program.Arbitrary(150, Act.Step, Act.Step, Act.Step, Act.StepDown), static () =>
        {
            MemoryStore store = new();
            return new(new BrokerBackend(CmqLimits.Classic, () => store, start: Start));
        });

    [Fact]
    public void Broker_on_a_store_answers_like_the_model_across_failed_commits_and_reopening() =>
        Check(Programs / 4, Program.Arbitrary(100, Act.Reopen, Act.FailNext, Act.Step, Act.StepDown), static () =>
        {
            SnapshotStore store = new();
            return new(new BrokerBackend(CmqLimits.Classic, () => store, store.Failure, Start));
        });

    [Fact]
    public void Durable_broker_answers_like_the_model_across_failed_commits_reopening_and_clocks_that_are_set() =>
        Check(Programs / 8, Program.Arbitrary(100, Act.Reopen, Act.FailNext, Act.Step, Act.Step, Act.StepDown), static () => new(new SqliteBackend(CmqLimits.Classic, Start)));

    private static void Check(int programs, Arbitrary<Program> arbitrary, Func<ValueTask<BackendUnderTest>> open) =>
        Prop.ForAll(arbitrary, program => RunAsync(program, open)).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, programs)));

    private static async Task RunAsync(Program program, Func<ValueTask<BackendUnderTest>> open)
    {
        await using BackendUnderTest backend = await open();
        await ModelRun.ExecuteAsync(program, backend);
    }
}
