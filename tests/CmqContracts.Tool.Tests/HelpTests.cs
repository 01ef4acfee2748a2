namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq --help</c>.</summary>
public sealed class HelpTests
{
    private static readonly Dictionary<string, string> Hook = new() { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location };

    [Theory]
    [InlineData("--help")]
    [InlineData("queue", "create", "--help")]
    [InlineData("no-such-command")]
    public async Task Help_loads_neither_the_client_nor_the_tables_nor_a_server(params string[] arguments)
    {
        CmqRun run = await CmqRun.OfAsync(Hook, null, arguments);
        string[] loaded = run.Error.Split('\n').Single(static line => line.StartsWith("loaded: ", StringComparison.Ordinal)).Split(' ');
        Assert.Contains("cmq", loaded);
        Assert.Empty(loaded.Intersect(["CmqContracts", "CmqContracts.Broker", "CmqContracts.Server", "CmqContracts.Sqlite", "HdrHistogram", "Spectre.Console", "Microsoft.AspNetCore", "System.Net.Http"]));
    }

    [Fact]
    public async Task The_exit_codes_are_in_the_help()
    {
        CmqRun run = await CmqRun.OfAsync(new Dictionary<string, string>(), null, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 done, 1 failed, 2 wrong usage, 3 refused", run.Out, StringComparison.Ordinal);
    }
}
