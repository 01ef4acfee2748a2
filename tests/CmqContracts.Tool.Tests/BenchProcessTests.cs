using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq bench</c> as a process.</summary>
public sealed class BenchProcessTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _busy = new();
    private readonly ServedBroker _served;
    private int _sends;

    public BenchProcessTests() => _served = new ServedBroker(TimeProvider.System, broker => new SteeredBroker(broker) { Service = service => new WatchedSends(service, Sent) });

    public Task InitializeAsync() => _served.InitializeAsync();

    public Task DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task It_prints_an_object_for_each_action_or_tables_and_leaves_no_queue()
    {
        CmqRun json = await _served.RunAsync("bench", "--duration", "1", "--connections", "2", "--body-bytes", "100", "--batch-size", "2", "--json");
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        Assert.Equal(["send", "receive", "delete"], json.Lines.Select(static line => line.GetProperty("action").GetString()));
        Assert.All(json.Lines, static line =>
        {
            Assert.True(line.GetProperty("rate").GetDouble() > 0);
            Assert.Equal(line.GetProperty("requests").GetInt64(), line.GetProperty("histogram").EnumerateArray().Sum(static bucket => bucket.GetProperty("requests").GetInt64()));
        });
        CmqRun plain = await _served.RunAsync("bench", "--duration", "1");
        Assert.Equal((0, ""), (plain.ExitCode, plain.Error));
        Assert.StartsWith("action ", plain.Out, StringComparison.Ordinal);
        Assert.Contains("\natMostMs ", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', plain.Out);
        Assert.Empty((await _served.Client.Service.ListQueuesAsync(new ListQueuesRequest())).Queues);
    }

    [Fact]
    public async Task On_a_terminal_there_are_progress_and_tables()
    {
        CmqRun run = await _served.OnTerminalAsync(null, "bench", "--duration", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("sent, received and deleted, [0-9]+ a second, [0-9]+ %, [0-9]+ s left", run.Out);
        Assert.Contains("╭", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_and_deletes_its_queue()
    {
        await using ProgramUnderTest tool = _served.Start("bench", "--duration", "600");
        await _busy.Task;
        tool.Signal("INT");

        Assert.Equal(130, await tool.WaitForExitAsync());
        await tool.WaitForLineAsync("Stopped.");
        Assert.Empty((await _served.Client.Service.ListQueuesAsync(new ListQueuesRequest())).Queues);
    }

    private void Sent()
    {
        if (Interlocked.Increment(ref _sends) == 100)
            _busy.SetResult();
    }

    private sealed class WatchedSends(ICmqService inner, Action sent) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            sent();
            return base.SendMessagesAsync(request, cancellationToken);
        }
    }
}
