namespace CmqContracts.Conformance;

/// <summary>Every backend keeps the semantics of CMQ.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [MemberData(nameof(ScenarioOnBackend.All), MemberType = typeof(ScenarioOnBackend))]
    public Task Conforms(ScenarioOnBackend scenario) => scenario.RunAsync();
}
