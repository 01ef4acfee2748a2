using CmqContracts.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Brokers.Tests.Model;

/// <summary>Random programs answer the same on the broker as on the model. A failure prints the seed and the shortest program found.</summary>
public sealed class ModelTests
{
    private static int Programs => int.TryParse(Environment.GetEnvironmentVariable("CMQ_MODEL_PROGRAMS"), out int count) ? count : 300;

    [Fact]
    public void Broker_in_memory_answers_like_the_model() =>
        Prop.ForAll(Program.Arbitrary(150), static program => ModelRun.Execute(program, static clock => new Broker(new BrokerOptions { TimeProvider = clock })))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs));
}
