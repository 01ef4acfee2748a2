using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Conformance;

/// <summary>Something that has the CMQ actions and is held to their semantics, by itself and behind a server.</summary>
/// <param name="Name">What test names call it.</param>
/// <param name="OpenAsync">Opens an empty one whose time is the given clock's.</param>
internal sealed record Backend(string Name, Func<TimeProvider, CmqLimits, ValueTask<ICmqBackend>> OpenAsync)
{
    /// <summary>Every backend has its line here.</summary>
    private static readonly Backend[] Own =
    [
        new("memory", static (clock, limits) => new(new Broker(new BrokerOptions { TimeProvider = clock, Limits = limits }))),
        new("durable", static (clock, limits) => new(new DurableBackend(clock, limits))),
    ];

    public static IReadOnlyList<Backend> All { get; } = [.. Own, .. Own.Select(static backend => backend.OverHttp())];

    /// <summary>This backend, reached over signed HTTP.</summary>
    private Backend OverHttp() =>
        new($"{Name} over HTTP", async (clock, limits) => await HttpBackend.StartAsync(await OpenAsync(clock, limits), clock));
}
