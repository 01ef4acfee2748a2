using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq store check</c>, <c>backup</c> and <c>restore</c>.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_of_a_store_in_use_has_the_state_of_that_time()
    {
        string file = _directory.PathOf("queues.backup"), restored = _directory.PathOf("restored");
        await using (ProgramUnderTest tool = _directory.Serve())
        {
            await using CmqClient cmq = await DataDirectory.ConnectAsync(tool);
            IQueueClient<ReadOnlyMemory<byte>> queue = cmq.Queue("orders");
            await queue.EnsureCreatedAsync();
            await queue.SendAsync("before"u8.ToArray());
            Assert.Equal((0, "sound"), Trimmed(await DataDirectory.RunAsync("store", "check", "--data", _directory.Data)));

            (int exitCode, string output) = await DataDirectory.RunAsync("store", "backup", "--data", _directory.Data, "--to", file);
            Assert.True(exitCode == 0, output);
            Assert.Contains(file, output, StringComparison.Ordinal);
            await queue.SendAsync("after"u8.ToArray());
        }

        (int restoreExit, string restoreOutput) = await DataDirectory.RunAsync("store", "restore", "--from", file, "--data", restored);
        Assert.True(restoreExit == 0, restoreOutput);
        Assert.Equal((0, "sound"), Trimmed(await DataDirectory.RunAsync("store", "check", "--data", restored)));
        await using ProgramUnderTest second = _directory.Serve("--data", restored);
        await using CmqClient again = await DataDirectory.ConnectAsync(second);
        Assert.Equal("before"u8.ToArray(), (await again.Queue("orders").ReceiveAsync(TimeSpan.FromSeconds(0)))!.Body.ToArray());
        Assert.Null(await again.Queue("orders").ReceiveAsync(TimeSpan.FromSeconds(0)));
    }

    [Fact]
    public async Task A_restore_does_not_overwrite_a_store()
    {
        string file = _directory.PathOf("queues.backup");
        await using (ProgramUnderTest tool = _directory.Serve())
        {
            await using CmqClient cmq = await DataDirectory.ConnectAsync(tool);
            await cmq.Queue("orders").EnsureCreatedAsync();
            Assert.Equal(0, (await DataDirectory.RunAsync("store", "backup", "--data", _directory.Data, "--to", file)).ExitCode);
        }

        (int exitCode, string output) = await DataDirectory.RunAsync("store", "restore", "--from", file, "--data", _directory.Data);

        Assert.Equal(1, exitCode);
        Assert.Contains(_directory.Data, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_store_is_not_sound()
    {
        await using (ProgramUnderTest tool = _directory.Serve())
        {
            await using CmqClient cmq = await DataDirectory.ConnectAsync(tool);
            IQueueClient<ReadOnlyMemory<byte>> queue = cmq.Queue("orders");
            await queue.EnsureCreatedAsync();
            for (int i = 0; i < 20; i++)
                await queue.SendAsync(Enumerable.Repeat((byte)'x', 50_000).ToArray());
            tool.Terminate();
            await tool.WaitForExitAsync();
        }

        await DamageAsync(new DirectoryInfo(_directory.Data).EnumerateFiles().MaxBy(file => file.Length)!.FullName);
        (int exitCode, string output) = await DataDirectory.RunAsync("store", "check", "--data", _directory.Data);

        Assert.Equal(1, exitCode);
        Assert.NotEmpty(output);
        Assert.DoesNotContain("sound", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "--data")]
    [InlineData("backup", "--data", "--to")]
    [InlineData("restore", "--from", "--data")]
    public async Task A_missing_file_or_directory_is_named_without_a_stack_trace(string command, params string[] options)
    {
        string[] arguments = ["store", command, .. options.SelectMany(option => (string[])[option, _directory.PathOf("nowhere" + option)])];
        (int exitCode, string output) = await DataDirectory.RunAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(_directory.PathOf("nowhere"), output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store", "check")]
    [InlineData("store", "backup", "--data", "data")]
    [InlineData("store", "restore", "--data", "data")]
    public async Task A_missing_option_is_named(params string[] arguments)
    {
        (int exitCode, string output) = await DataDirectory.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains("is required", output, StringComparison.Ordinal);
    }

    /// <summary>Overwrites the middle of a file.</summary>
    private static async Task DamageAsync(string file)
    {
        await using FileStream stream = File.OpenWrite(file);
        stream.Position = stream.Length / 2;
        await stream.WriteAsync(Enumerable.Repeat((byte)0xEE, 65_536).ToArray());
    }

    private static (int ExitCode, string Output) Trimmed((int ExitCode, string Output) run) => (run.ExitCode, run.Output.Trim());
}
