using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A server with little memory among clients that want more of it than there is.</summary>
public sealed class CrowdedToolTests
{
    private const int Slow = 300;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Three_hundred_slow_bodies_of_4_MB_on_a_heap_of_512_MB_hinder_nobody_and_the_memory_returns()
    {
        Dictionary<string, string> environment = new()
        {
            ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key", ["DOTNET_GCHeapHardLimit"] = (512 * Megabyte).ToString("x", CultureInfo.InvariantCulture),
        };
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", environment, "serve", "--port", "0");
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
                // Cut by the server.
            }
        });
        Assert.True(tool.IsRunning, tool.Output);
        foreach (TcpClient client in slow)
            client.Dispose();
        await end.CancelAsync();
        Assert.InRange(await usual, 10, int.MaxValue);

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while (ResidentBytes(tool.Id) > 200 * Megabyte)
        {
            Assert.False(patience.IsCancellationRequested, $"{ResidentBytes(tool.Id) / Megabyte} MB are in use.");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task<int> WorkAsync(ICmqService service, CancellationToken end)
    {
        int done = 0;
        for (; !end.IsCancellationRequested; done++)
        {
            await service.SendMessagesAsync(new SendMessagesRequest("orders", ["hello"u8.ToArray()]), CancellationToken.None);
            CmqMessage message = Assert.Single(await service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders", 16), CancellationToken.None));
            Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle]), CancellationToken.None));
        }

        return done;
    }

    private static long ResidentBytes(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").Single(static line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
