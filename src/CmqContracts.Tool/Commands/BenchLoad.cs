namespace CmqContracts.Tool;

/// <summary>The load of <c>cmq bench</c>.</summary>
/// <param name="Connections">How many requests are under way at a time, each over a connection of its own.</param>
/// <param name="BodyBytes">The length of each body.</param>
/// <param name="BatchSize">How many messages a request has.</param>
/// <param name="Duration">How long it goes on at least.</param>
internal sealed record BenchLoad(int Connections, int BodyBytes, int BatchSize, TimeSpan Duration);
