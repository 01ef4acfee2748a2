using System.Net;
using System.Net.Sockets;
using CmqContracts.EndToEnd.Worker;
using CmqContracts.Testing;

namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>Processes that are killed while they handle messages, and after that before they delete them: each effect happens once.</summary>
public sealed class KilledWorkerTests : IDisposable
{
    private const int Rounds = 5;
    private const int MessagesInRound = 60;

    private static readonly string[] Moments = ["deleting", "handling", "deleting", "deleting"];

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-killed-").FullName;
    private readonly int _port = FreePort();

    private string Endpoint => $"http://127.0.0.1:{_port}";

    private static Dictionary<string, string> Key => new() { ["CMQ_SECRET_ID"] = "AKIDkilled", ["CMQ_SECRET_KEY"] = "the key" };

    [Fact]
    public Task With_SQLite_each_effect_happens_once() => KillAsync(new TestDatabase("sqlite", $"Data Source={Path.Combine(_directory, "shop.db")}"));

    [PostgresFact]
    public async Task With_PostgreSQL_each_effect_happens_once()
    {
        PostgresServer server = new();
        await server.InitializeAsync();
        try
        {
            await KillAsync(new TestDatabase("postgres", server.Connection));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task KillAsync(TestDatabase database)
    {
        await database.CreateEffectsAsync();
        await using ProgramUnderTest server = ProgramUnderTest.Start("Tool", Key, "serve", "--port", $"{_port}", "--store", "memory");
        await server.WaitForLineAsync($":{_port}");
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = Endpoint, SecretId = Key["CMQ_SECRET_ID"], SecretKey = Key["CMQ_SECRET_KEY"] });
        IQueueClient<Effect> effects = client.Queue<Effect>();
        await effects.EnsureCreatedAsync();
        for (int round = 0; round < Rounds; round++)
        {
            (await effects.SendManyAsync(Enumerable.Range(round * MessagesInRound, MessagesInRound).Select(static number => new Effect(number)))).ThrowIfAnyFailed();
            await Task.WhenAll(Moments.Select(async moment =>
            {
                await using ProgramUnderTest worker = Start(database, moment);
                await worker.WaitForLineAsync(moment);
                worker.Kill();
                await worker.WaitForExitAsync();
            }));
        }

        await using ProgramUnderTest last = Start(database, "never");
        // Those that were killed before a delete have left messages, so that there is a last one.
        await last.WaitForLineAsync("empty");

        Dictionary<long, long> happened = await database.CountEffectsAsync();
        Assert.Equal(Enumerable.Range(0, Rounds * MessagesInRound).Select(static number => (long)number), happened.Keys.Order());
        Assert.All(happened, static effect => Assert.True(effect.Value == 1, $"Effect {effect.Key} happened {effect.Value} times."));
    }

    private ProgramUnderTest Start(TestDatabase database, string moment) => ProgramUnderTest.Start("DeduplicationWorker", Key, Endpoint, database.Kind, database.Connection, moment);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
