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

    private TestDatabase Sqlite => new("sqlite", $"Data Source={Path.Combine(_directory, "shop.db")}");

    [Fact]
    public Task With_SQLite_each_effect_happens_once() => KillAsync(Sqlite);

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

    [Fact]
    public async Task A_message_that_was_sent_again_and_not_deleted_has_its_effect_once()
    {
        const int kills = 20;
        const int messagesBetween = 12;
        TestDatabase database = Sqlite;
        await database.CreateEffectsAsync();
        await using ProgramUnderTest server = await StartServerAsync();
        await using CmqClient client = Connect();
        IQueueClient<RetriedEffect> effects = client.Queue<RetriedEffect>();
        await effects.EnsureCreatedAsync();
        for (int kill = 0; kill < kills; kill++)
        {
            (await effects.SendManyAsync(Enumerable.Range(kill * messagesBetween, messagesBetween).Select(static number => new RetriedEffect(number)))).ThrowIfAnyFailed();
            await using ProgramUnderTest worker = Start(database, effects.QueueName, "sent again");
            await worker.WaitForLineAsync("sent again");
            worker.Kill();
            await worker.WaitForExitAsync();
        }

        await HandleTheRestAsync(database, effects.QueueName, kills * messagesBetween);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task KillAsync(TestDatabase database)
    {
        await database.CreateEffectsAsync();
        await using ProgramUnderTest server = await StartServerAsync();
        await using CmqClient client = Connect();
        IQueueClient<Effect> effects = client.Queue<Effect>();
        await effects.EnsureCreatedAsync();
        for (int round = 0; round < Rounds; round++)
        {
            (await effects.SendManyAsync(Enumerable.Range(round * MessagesInRound, MessagesInRound).Select(static number => new Effect(number)))).ThrowIfAnyFailed();
            await Task.WhenAll(Moments.Select(async moment =>
            {
                await using ProgramUnderTest worker = Start(database, effects.QueueName, moment);
                await worker.WaitForLineAsync(moment);
                worker.Kill();
                await worker.WaitForExitAsync();
            }));
        }

        await HandleTheRestAsync(database, effects.QueueName, Rounds * MessagesInRound);
    }

    /// <summary>Lets a worker that nobody kills handle what is left, and expects each effect once.</summary>
    private async Task HandleTheRestAsync(TestDatabase database, string queue, int effects)
    {
        await using ProgramUnderTest last = Start(database, queue, "never");
        // Those that were killed before a delete have left messages, so that there is a last one.
        await last.WaitForLineAsync("empty");

        Dictionary<long, long> happened = await database.CountEffectsAsync();
        Assert.Equal(Enumerable.Range(0, effects).Select(static number => (long)number), happened.Keys.Order());
        Assert.All(happened, static effect => Assert.True(effect.Value == 1, $"Effect {effect.Key} happened {effect.Value} times."));
    }

    private async Task<ProgramUnderTest> StartServerAsync()
    {
        ProgramUnderTest server = ProgramUnderTest.Start("Tool", Key, "serve", "--port", $"{_port}", "--store", "memory");
        await server.WaitForLineAsync($":{_port}");
        return server;
    }

    private CmqClient Connect() => CmqClient.Connect(new CmqOptions { Endpoint = Endpoint, SecretId = Key["CMQ_SECRET_ID"], SecretKey = Key["CMQ_SECRET_KEY"] });

    private ProgramUnderTest Start(TestDatabase database, string queue, string moment) => ProgramUnderTest.Start("DeduplicationWorker", Key, Endpoint, database.Kind, database.Connection, queue, moment);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
