using System.Diagnostics;
using System.Net;
using System.Text;
using CmqContracts.Testing;
using SQLitePCL;

namespace CmqContracts.Tool.Tests;

/// <summary>What <c>/health/ready</c> of <c>cmq serve --data</c> reports when its files cannot be used.</summary>
public sealed class ReadyTests : IDisposable
{
    private readonly DataDirectory _directory = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_lock_on_the_database_is_reported_within_a_second_until_it_is_released()
    {
        await using ProgramUnderTest tool = _directory.Serve();
        Uri ready = await ReadyPageAsync(tool);
        await WaitForAsync(ready, HttpStatusCode.OK);

        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(_directory.Data, "cmq.db"), out sqlite3 other));
        using (other)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "BEGIN IMMEDIATE"));
            string reason = await WaitForAsync(ready, HttpStatusCode.ServiceUnavailable);
            Assert.Contains("locked", reason, StringComparison.Ordinal);
            Assert.DoesNotContain(_directory.Data, reason, StringComparison.Ordinal);
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "ROLLBACK"));
        }

        await WaitForAsync(ready, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cmq.lock")]
    [InlineData("cmq.db")]
    [InlineData("cmq.db-wal")]
    [InlineData("")]
    public async Task A_server_whose_files_were_removed_exits_within_five_seconds(string lost)
    {
        await using ProgramUnderTest tool = _directory.Serve();
        await using CmqClient cmq = await DataDirectory.ConnectAsync(tool);
        IQueueClient<ReadOnlyMemory<byte>> queue = cmq.Queue("orders");
        await queue.EnsureCreatedAsync();
        await queue.SendAsync(Encoding.UTF8.GetBytes("a"));
        await queue.ReceiveAsync(TimeSpan.Zero);
        Task waiting = Task.Run(() => queue.ReceiveAsync(TimeSpan.FromSeconds(20)));

        Stopwatch sinceLoss = Stopwatch.StartNew();
        if (lost.Length == 0)
            Directory.Delete(_directory.Data, recursive: true);
        else
            File.Delete(Path.Combine(_directory.Data, lost));

        Assert.Equal(1, await tool.WaitForExitAsync());
        Assert.InRange(sinceLoss.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await tool.WaitForLineAsync("were removed or replaced");
        Assert.DoesNotContain("   at ", tool.Output, StringComparison.Ordinal);
        await Task.WhenAny(waiting);
    }

    private static async Task<Uri> ReadyPageAsync(ProgramUnderTest tool) =>
        new(new Uri((await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1]), "/health/ready");

    /// <summary>Requests the page until it has a status. Each answer takes at most a second.</summary>
    private async Task<string> WaitForAsync(Uri page, HttpStatusCode status)
    {
        for (int attempt = 0; ; attempt++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            using HttpResponseMessage response = await _http.GetAsync(page);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            string text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == status)
                return text;
            Assert.True(attempt < 60, $"The page still says {response.StatusCode}: {text}");
            await Task.Delay(100);
        }
    }
}
