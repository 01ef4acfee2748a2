using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A server with little memory, and clients that try to use more than it has.</summary>
public sealed class CrowdedToolTests
{
    private const int Slow = 300;
    private const int Hostile = 1200;
    private const long Megabyte = 1024 * 1024;

    private static readonly Dictionary<string, string> SmallHeap = Heap(512);

    /// <summary>The larger heap shrinks only by a garbage collection.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(2048)]
    public async Task Three_hundred_slow_bodies_of_4_MB_do_not_affect_other_clients_and_their_memory_is_returned(int heapMegabytes)
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", Heap(heapMegabytes), "serve", "--port", "0");
        Uri endpoint = new((await tool.WaitForLineAsync("CMQ_ENDPOINT=")).Split('=')[1]);
        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = endpoint.ToString(), SecretId = "AKIDmine", SecretKey = "my own key" });
        await cmq.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        using CancellationTokenSource end = new();
        Task<int> usual = WorkAsync(cmq.Service, end.Token);

        byte[] head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {4 * Megabyte}\r\n\r\n");
        byte[] piece = new byte[Megabyte];
        TcpClient[] slow = [.. Enumerable.Range(0, Slow).Select(_ => new TcpClient { LingerState = new LingerOption(true, 0) })];
        await Parallel.ForEachAsync(slow, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (client, token) =>
        {
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, endpoint.Port, token);
                NetworkStream stream = client.GetStream();
                await stream.WriteAsync(head, token);
                for (int i = 0; i < 4; i++)
                    await stream.WriteAsync(i < 3 ? piece : piece.AsMemory(1), token);
            }
            catch (IOException)
            {
                // The server has aborted the connection.
            }
        });
        Assert.True(tool.IsRunning, tool.Output);
        foreach (TcpClient client in slow)
            client.Dispose();
        await end.CancelAsync();
        Assert.InRange(await usual, 10, int.MaxValue);

        await AssertMemoryReturnsAsync(tool);
    }

    [Fact]
    public async Task More_than_a_thousand_hostile_connections_on_a_heap_of_512_MB_do_not_affect_other_clients_and_their_memory_is_returned()
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", SmallHeap, "serve", "--port", "0");
        await tool.WaitForLineAsync("at most 1365 connections are accepted: this process may use 512 MB");
        Uri endpoint = new((await tool.WaitForLineAsync("CMQ_ENDPOINT=")).Split('=')[1]);
        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = endpoint.ToString(), SecretId = "AKIDmine", SecretKey = "my own key" });
        await cmq.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        for (int i = 0; i < 100; i++)
            await cmq.Service.CreateQueueAsync(new CreateQueueRequest($"queue-with-a-rather-long-name-{i}", new QueueSettings()));
        using CancellationTokenSource end = new();
        Task<int> usual = WorkAsync(cmq.Service, end.Token);

        string line = $"/?{new string('x', 127 * 1024)} HTTP/1.1\r\nHost: x\r\n", headers = string.Concat(Enumerable.Range(0, 30).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"));
        byte[][] requests =
        [
            Encoding.ASCII.GetBytes($"GET {line}{headers}"),
            Encoding.ASCII.GetBytes($"POST {line}{headers}Content-Length: {4 * Megabyte}\r\n\r\n{new string('x', 100_000)}"),
            Encoding.ASCII.GetBytes($"GET {line}{headers}\r\n"),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 50))),
        ];
        TcpClient[] hostile = [.. Enumerable.Range(0, Hostile).Select(_ => new TcpClient { LingerState = new LingerOption(true, 0), ReceiveBufferSize = 4096 })];
        await Parallel.ForAsync(0, Hostile, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            try
            {
                await hostile[i].ConnectAsync(IPAddress.Loopback, endpoint.Port, token);
                await hostile[i].GetStream().WriteAsync(requests[i % requests.Length], token);
            }
            catch (IOException)
            {
                // The server has aborted the connection.
            }
        });
        Assert.True(tool.IsRunning, tool.Output);
        await end.CancelAsync();
        Assert.InRange(await usual, 1, int.MaxValue);
        for (int i = 0; i < 10; i++)
            await WorkOnceAsync(cmq.Service);
        foreach (TcpClient client in hostile)
            client.Dispose();

        await AssertMemoryReturnsAsync(tool);
    }

    [Fact]
    public async Task A_start_with_fewer_file_handles_than_connections_may_need_warns()
    {
        await using ProgramUnderTest tool = ProgramUnderTest.StartWithFiles(400, "Tool", SmallHeap, "serve", "--port", "0");
        Assert.Contains("ulimit -n", await tool.WaitForLineAsync("MaxConnections is 10000, and at most 240 connections are accepted: this process may open 400 files."), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Heap(int megabytes) => new()
    {
        ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key", ["DOTNET_GCHeapHardLimit"] = (megabytes * Megabyte).ToString("x", CultureInfo.InvariantCulture),
    };

    private static async Task AssertMemoryReturnsAsync(ProgramUnderTest tool)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(1));
        while (ResidentBytes(tool.Id) > 200 * Megabyte)
        {
            Assert.False(timeout.IsCancellationRequested, $"{ResidentBytes(tool.Id) / Megabyte} MB are in use.");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task<int> WorkAsync(ICmqService service, CancellationToken end)
    {
        int done = 0;
        for (; !end.IsCancellationRequested; done++)
            await WorkOnceAsync(service);
        return done;
    }

    private static async Task WorkOnceAsync(ICmqService service)
    {
        await service.SendMessagesAsync(new SendMessagesRequest("orders", ["hello"u8.ToArray()]), CancellationToken.None);
        CmqMessage message = Assert.Single(await service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 }, CancellationToken.None));
        Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle]), CancellationToken.None));
    }

    private static long ResidentBytes(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").Single(static line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
