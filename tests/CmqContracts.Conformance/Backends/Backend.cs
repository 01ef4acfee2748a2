namespace CmqContracts.Conformance;

/// <summary>A kind of backend that scenarios and the model are run on, directly and behind a server.</summary>
/// <param name="Name">Its name in the names of tests.</param>
/// <param name="OpenAsync">Opens an empty backend with the given limits, on a clock that begins at the given time.</param>
internal sealed record Backend(string Name, Func<CmqLimits, DateTimeOffset, ValueTask<BackendUnderTest>> OpenAsync)
{
    /// <summary>Every kind of backend has a line here.</summary>
    private static readonly Backend[] Own =
    [
        new("memory", static (limits, start) => new(new BrokerBackend(limits, static () => null, start: start))),
        new("durable", static (limits, start) => new(new SqliteBackend(limits, start))),
    ];

    public static IReadOnlyList<Backend> All { get; } = [.. Own, .. Own.Select(static backend => backend.OverHttp())];

    /// <summary>This backend, reached over signed HTTP. Waits are answered at their end, as the semantics have it, and not early.</summary>
    private Backend OverHttp() => new($"{Name} over HTTP", async (limits, start) => await HttpBackend.StartAsync(await OpenAsync(limits, start), answerEarly: TimeSpan.Zero));
}
