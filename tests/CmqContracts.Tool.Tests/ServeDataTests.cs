using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq serve --data</c>: everything that was answered survives any end of the process.</summary>
public sealed class ServeDataTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_that_was_answered_survives_a_stop_and_a_kill(bool killed)
    {
        await using (ProgramUnderTest first = _directory.Serve())
        {
            await using CmqClient cmq = await DataDirectory.ConnectAsync(first);
            IQueueClient<ReadOnlyMemory<byte>> queue = cmq.Queue("orders");
            await queue.EnsureCreatedAsync();
            for (int i = 0; i < 20; i++)
                await queue.SendAsync(Encoding.UTF8.GetBytes($"{i}"));
            await (await queue.ReceiveAsync())!.DeleteAsync();
            if (killed)
                first.Kill();
            else
                first.Terminate();
            int exitCode = await first.WaitForExitAsync();
            Assert.Equal(killed, exitCode != 0);
        }

        await using ProgramUnderTest second = _directory.Serve();
        await second.WaitForLineAsync("durable, in " + _directory.Data);
        await using CmqClient again = await DataDirectory.ConnectAsync(second);
        IQueueClient<ReadOnlyMemory<byte>> found = again.Queue("orders");
        Assert.False((await found.EnsureCreatedAsync()).Created);
        List<string> bodies = [];
        while (await found.ReceiveAsync(TimeSpan.FromSeconds(0)) is { } message)
        {
            bodies.Add(Encoding.UTF8.GetString(message.Body.Span));
            await message.DeleteAsync();
        }

        Assert.Equal(Enumerable.Range(1, 19).Select(i => $"{i}"), bodies);
    }

    [Fact]
    public async Task A_directory_in_use_is_named_and_the_server_that_uses_it_continues()
    {
        await using ProgramUnderTest first = _directory.Serve();
        await using CmqClient cmq = await DataDirectory.ConnectAsync(first);
        await using ProgramUnderTest second = _directory.Serve();

        Assert.Equal(1, await second.WaitForExitAsync());
        await second.WaitForLineAsync(_directory.Data);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
        Assert.True((await cmq.Queue("orders").EnsureCreatedAsync()).Created);
    }

    [Fact]
    public async Task The_file_names_the_directory_too()
    {
        await File.WriteAllTextAsync(_directory.PathOf("cmq.json"), """{ "Data": "data", "Store": "Sqlite" }""");
        await using ProgramUnderTest tool = _directory.Serve("--config", _directory.PathOf("cmq.json"));

        await tool.WaitForLineAsync("durable, in " + _directory.Data);
        Assert.True(Directory.Exists(_directory.Data));
    }

    [Theory]
    [InlineData(1, "The store sqlite needs a directory, and none is named.", "--store", "sqlite")]
    [InlineData(1, "--data names a directory, and --store memory stores nothing in a directory", "--store", "memory", "--data", "somewhere")]
    [InlineData(2, "--store is disk; it must be memory or sqlite.", "--store", "disk")]
    [InlineData(2, "--data is empty; it must be a directory.", "--data", "")]
    public async Task A_store_that_cannot_be_opened_is_refused_with_the_reason(int exitCode, string reason, params string[] arguments)
    {
        await using ProgramUnderTest tool = _directory.Serve(arguments);
        await tool.WaitForLineAsync(reason);
        Assert.Equal(exitCode, await tool.WaitForExitAsync());
    }
}
