using System.CommandLine;

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

    [Fact]
    public async Task The_help_has_every_command_and_each_is_what_its_name_creates()
    {
        CmqRun run = await CmqRun.OfAsync(new Dictionary<string, string>(), null, "--help");
        Assert.All(ToolCommands.All, command =>
        {
            Assert.Contains($"  {command.Name} ", run.Out, StringComparison.Ordinal);
            Assert.Contains($" {command.Description}\n", run.Out, StringComparison.Ordinal);
            Assert.Equal((command.Name, command.Description), (command.Create().Name, command.Create().Description));
        });
    }

    [Fact]
    public async Task Suggestions_know_the_options_of_all_commands()
    {
        CmqRun run = await CmqRun.OfAsync(new Dictionary<string, string>(), null, "[suggest:15]", "queue create --");
        Assert.Contains("--visibility-timeout", run.Out.Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public async Task The_help_is_the_one_that_the_command_line_would_print(string option)
    {
        await using StringWriter expected = new();
        await ToolCommands.Root([option]).Parse(option).InvokeAsync(new InvocationConfiguration { Output = expected });
        CmqRun run = await CmqRun.OfAsync(new Dictionary<string, string>(), null, option);
        Assert.Equal((0, expected.ToString().Replace("testhost", "cmq", StringComparison.Ordinal)), (run.ExitCode, run.Out));
    }

    [Fact]
    public void Long_texts_are_broken_between_words()
    {
        string narrow = ToolHelp.Of(60), wide = ToolHelp.Of(int.MaxValue);
        Assert.All(narrow.Split('\n'), static line => Assert.InRange(line.Length, 0, 59));
        Assert.Equal(Words(wide), Words(narrow));

        static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
