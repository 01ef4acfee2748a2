using System.Reflection;
using Xunit.Abstractions;

namespace CmqContracts.Conformance;

/// <summary>A scenario and the backend that it is run on.</summary>
public sealed class ScenarioOnBackend : IXunitSerializable
{
    private static readonly MethodInfo[] Scenarios =
    [
        .. typeof(ScenarioContext).Assembly.GetTypes()
            .Where(static type => type.Namespace == "CmqContracts.Conformance.Scenarios")
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)),
    ];

    /// <summary>How long a scenario may take by the machine's clock; the clock of the backend moves only when the scenario advances it.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private string _scenario = "";
    private string _backend = "";

    /// <summary>All scenarios on all backends.</summary>
    public static TheoryData<ScenarioOnBackend> All =>
    [
        .. from backend in Backend.All
           from scenario in Scenarios
           where !backend.Differs.Contains(NameOf(scenario))
           select new ScenarioOnBackend { _scenario = NameOf(scenario), _backend = backend.Name },
    ];

    /// <summary>Runs the scenario.</summary>
    public async Task RunAsync()
    {
        await using ScenarioContext context = await ScenarioContext.OpenAsync(Backend.All.Single(backend => backend.Name == _backend));
        await Scenarios.Single(scenario => NameOf(scenario) == _scenario).CreateDelegate<Func<ScenarioContext, Task>>()(context).WaitAsync(Timeout);
    }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        _scenario = info.GetValue<string>(nameof(_scenario));
        _backend = info.GetValue<string>(nameof(_backend));
    }

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(_scenario), _scenario);
        info.AddValue(nameof(_backend), _backend);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_backend}: {_scenario}";

    private static string NameOf(MethodInfo scenario) => $"{scenario.DeclaringType!.Name}.{scenario.Name}";
}
