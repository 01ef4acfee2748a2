using System.Text;
using System.Text.Json;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq receive</c> and <c>cmq drain</c>.</summary>
public sealed class DrainCommandTests(ServedBroker served) : IClassFixture<ServedBroker>, IDisposable
{
    private const string Hostile = "[red]x[/] \u001b[2J\u202e \"1.0\" 12345678901234567890 \U0001F600";

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-drain-").FullName;

    private string FilePath => Path.Combine(_directory, "messages.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_receive_leaves_messages_and_one_with_delete_does_not()
    {
        string queue = await FilledAsync(3);
        CmqRun left = await served.RunAsync("receive", queue, "--count", "2", "--json");
        Assert.Equal((0, 2), (left.ExitCode, left.Lines.Count));
        Assert.Equal((1, 2), await CountsAsync(queue));
        Assert.Equal(0, (await served.RunAsync("receive", queue, "--count", "2", "--wait", "0", "--delete")).ExitCode);
        Assert.Equal((0, 2), await CountsAsync(queue));
        CmqRun none = await served.RunAsync("receive", queue, "--wait", "0");
        Assert.Equal((0, "", $"Queue '{queue}' had no message to receive.\n"), (none.ExitCode, none.Out, none.Error));
    }

    [Fact]
    public async Task Bodies_are_exact_in_JSON_and_escaped_for_people()
    {
        string queue = await served.QueueAsync();
        for (int i = 0; i < 3; i++)
            await served.Client.Queue(queue).SendAsync(Encoding.UTF8.GetBytes(Hostile));

        CmqRun json = await served.RunAsync("receive", queue, "--json");
        Assert.Equal(Hostile, json.Lines[0].GetProperty("body").GetString());
        Assert.DoesNotContain("\u001b", json.Out, StringComparison.Ordinal);
        foreach (CmqRun shown in (CmqRun[])[await served.RunAsync("receive", queue), await served.OnTerminalAsync(null, "receive", queue)])
        {
            Assert.Equal(0, shown.ExitCode);
            string text = shown.Out.Replace("\r", "", StringComparison.Ordinal);
            Assert.Contains("[red]x[/]", text, StringComparison.Ordinal);
            Assert.Contains("\\u001b", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b[2J", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_drained_file_can_be_sent_again_byte_for_byte()
    {
        string queue = await FilledAsync(600), second = await served.QueueAsync();
        await served.Client.Queue(queue).SendAsync(Encoding.UTF8.GetBytes(Hostile));

        CmqRun drained = await served.RunAsync("drain", queue, "--to", FilePath);
        Assert.Equal((0, "", "601 messages were written, and 601 of them deleted.\n"), (drained.ExitCode, drained.Out, drained.Error));
        Assert.Equal((0, 0), await CountsAsync(queue));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));

        Assert.Equal(0, (await served.RunWithInputAsync(await File.ReadAllTextAsync(FilePath), "send", second, "--batch")).ExitCode);
        CmqRun again = await served.RunAsync("drain", second);
        Assert.Equal((0, "601 messages were written, and 601 of them deleted.\n"), (again.ExitCode, again.Error));
        Assert.Equal([.. Enumerable.Range(0, 600).Select(static i => $"m{i}"), Hostile], again.Lines.Select(static line => line.GetProperty("body").GetString()));
    }

    [Fact]
    public async Task A_file_that_is_there_is_written_only_with_append_and_only_as_many_as_asked_for()
    {
        string queue = await FilledAsync(5);
        await File.WriteAllTextAsync(FilePath, "before\n");

        CmqRun refused = await served.RunAsync("drain", queue, "--to", FilePath);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--append", refused.Error, StringComparison.Ordinal);
        Assert.Equal((5, 0), await CountsAsync(queue));
        Assert.Equal(0, (await served.RunAsync("drain", queue, "--to", FilePath, "--append", "--count", "2")).ExitCode);
        Assert.Equal((3, 0), await CountsAsync(queue));
        Assert.Equal(3, (await File.ReadAllLinesAsync(FilePath)).Length);
    }

    [Fact]
    public async Task Behind_a_line_that_was_cut_off_messages_begin_on_a_new_one()
    {
        string queue = await FilledAsync(3);
        await File.WriteAllTextAsync(FilePath, "{\"body\":\"whole\"}\n{\"body\":\"to");

        CmqRun torn = await served.RunAsync("drain", queue, "--to", FilePath, "--append", "--count", "1");
        Assert.Equal(0, torn.ExitCode);
        Assert.Contains("does not end with a line", torn.Error, StringComparison.Ordinal);
        CmqRun whole = await served.RunAsync("drain", queue, "--to", FilePath, "--append");
        Assert.DoesNotContain("does not end with a line", whole.Error, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(FilePath);
        Assert.Equal("{\"body\":\"to", lines[1]);
        Assert.Equal(["m0", "m1", "m2"], lines[2..].Select(static line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("body").GetString()));
    }

    [Fact]
    public async Task A_line_that_was_cut_off_stays_as_it_is_while_nothing_is_drained()
    {
        string queue = await served.QueueAsync();
        await File.WriteAllTextAsync(FilePath, "to");
        Assert.Equal(0, (await served.RunAsync("drain", queue, "--to", FilePath, "--append")).ExitCode);
        Assert.Equal("to", await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public void The_name_of_a_new_file_is_flushed_with_its_directory()
    {
        DirectoryFlush.Of(FilePath);
        Assert.Throws<IOException>(() => DirectoryFlush.Of(Path.Combine(_directory, "none", "messages.jsonl")));
    }

    [Theory]
    [InlineData("cmq drain QUEUE > /dev/full")]
    [InlineData("cmq drain QUEUE --to /dev/full --append")]
    [InlineData("cmq receive QUEUE --count 5 --delete > /dev/full")]
    // The reader is gone before the tool has started.
    [InlineData("cmq drain QUEUE | exec 0<&-")]
    public async Task Nothing_is_deleted_that_could_not_be_written(string line)
    {
        string queue = await FilledAsync(5);

        CmqRun run = await CmqRun.OfShellAsync(served.Environment, null, "set -o pipefail; " + line.Replace("QUEUE", queue, StringComparison.Ordinal));
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal((0, 5), await CountsAsync(queue));
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_message_whose_visibility_has_ended_is_reported_and_not_deleted()
    {
        ManualTimeProvider time = new(TimeProvider.System.GetUtcNow());
        ServedBroker other = new(time);
        await other.InitializeAsync();
        try
        {
            // More than a pipe holds, so that the write waits for the reader.
            string queue = await other.QueueAsync(new QueueSettings { VisibilityTimeout = 60, MaxMsgSize = 1_048_576 }), go = Path.Combine(_directory, "go");
            await other.Client.Queue(queue).SendAsync(Enumerable.Repeat((byte)'x', 300_000).ToArray());
            Task<CmqRun> draining = CmqRun.OfShellAsync(other.Environment, null, $"set -o pipefail; mkfifo '{go}'; cmq drain {queue} --count 1 | {{ read -r go < '{go}'; cat > /dev/null; }}");
            while ((await other.Client.Service.GetQueueAttributesAsync(queue)).InactiveMessages < 1)
                await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(61));
            await File.WriteAllTextAsync(go, "go\n");

            CmqRun run = await draining;
            Assert.Equal(5, run.ExitCode);
            Assert.Contains("1 messages were written, and 0 of them deleted.", run.Error, StringComparison.Ordinal);
            Assert.Contains("they come again", run.Error, StringComparison.Ordinal);
            Assert.Equal(1, (await other.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_a_wait_for_more_and_says_what_was_done()
    {
        string queue = await FilledAsync(3);
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", served.Environment, "drain", queue, "--to", FilePath, "--wait", "30");
        while (await CountsAsync(queue) != (0, 0))
            await Task.Yield();
        tool.Signal("INT");

        Assert.Equal(130, await tool.WaitForExitAsync());
        await tool.WaitForLineAsync("Stopped; to go on, run it again. 3 messages were written, and 3 of them deleted.");
        Assert.Equal(3, (await File.ReadAllLinesAsync(FilePath)).Select(static line => JsonSerializer.Deserialize<JsonElement>(line)).Count());
    }

    private async Task<string> FilledAsync(int count)
    {
        string queue = await served.QueueAsync();
        foreach (int[] batch in Enumerable.Range(0, count).Chunk(16))
            await served.Client.Service.SendMessagesAsync(new SendMessagesRequest(queue, [.. batch.Select(static i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"m{i}"))]));
        return queue;
    }

    private async Task<(long Active, long Inactive)> CountsAsync(string queue)
    {
        QueueAttributes attributes = await served.Client.Service.GetQueueAttributesAsync(queue);
        return (attributes.ActiveMessages, attributes.InactiveMessages);
    }
}
