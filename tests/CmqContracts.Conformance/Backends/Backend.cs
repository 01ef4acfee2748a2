using CmqContracts.Protocol;

namespace CmqContracts.Conformance;

/// <summary>Something that has the CMQ actions and is held to their semantics, by itself and behind a server.</summary>
/// <param name="Name">What test names call it.</param>
/// <param name="OpenAsync">Opens an empty one with these limits; the clock of its users shows the given time first.</param>
internal sealed record Backend(string Name, Func<CmqLimits, DateTimeOffset, ValueTask<BackendUnderTest>> OpenAsync)
{
    /// <summary>Every backend has its line here.</summary>
    private static readonly Backend[] Own =
    [
        new("memory", static (limits, start) => new(new BrokerBackend(limits, static () => null, start: start))),
        new("durable", static (limits, start) => new(new SqliteBackend(limits, start))),
    ];

    public static IReadOnlyList<Backend> All { get; } = [.. Own, .. Own.Select(static backend => backend.OverHttp())];

    /// <summary>This backend, reached over signed HTTP. Waits are answered at their end, as the semantics have it, and not early.</summary>
    private Backend OverHttp() => new($"{Name} over HTTP", async (limits, start) => await HttpBackend.StartAsync(await OpenAsync(limits, start), answerEarly: TimeSpan.Zero));
}
