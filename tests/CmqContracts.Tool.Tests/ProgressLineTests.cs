namespace CmqContracts.Tool.Tests;

/// <summary>How far a command is.</summary>
public sealed class ProgressLineTests(ServedBroker served) : IClassFixture<ServedBroker>, IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(500, 0.25, 2, "500 sent, 250 a second, 25 %, 6 s left")]
    [InlineData(500, null, 2, "500 sent, 250 a second")]
    [InlineData(0, 0d, 0, "0 sent, 0 a second")]
    [InlineData(1000, 1d, 10, "1000 sent, 100 a second, 100 %, 0 s left")]
    public void It_has_the_rate_and_where_the_end_is_known_the_time_left(long messages, double? share, int seconds, string expected) =>
        Assert.Equal(expected, ProgressLine.Text("sent", messages, share, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task It_is_shown_on_a_terminal_only_and_not_with_NO_COLOR()
    {
        string queue = await served.QueueAsync();
        await File.WriteAllTextAsync(_file, "one\ntwo\n");

        string onTerminal = $"script -qec \"dotnet '{CmqRun.Tool}' send {queue} --lines < '{_file}'\" /dev/null";
        Assert.Contains(" a second", (await CmqRun.OfShellAsync(served.Environment, null, onTerminal)).Out, StringComparison.Ordinal);
        CmqRun plain = await CmqRun.OfShellAsync(new Dictionary<string, string>(served.Environment) { ["NO_COLOR"] = "1" }, null, onTerminal);
        Assert.Contains("2 messages were sent", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(" a second", plain.Out, StringComparison.Ordinal);
        CmqRun redirected = await CmqRun.OfShellAsync(served.Environment, null, $"cmq send {queue} --lines < '{_file}'");
        Assert.Equal((0, ""), (redirected.ExitCode, redirected.Error));
    }
}
