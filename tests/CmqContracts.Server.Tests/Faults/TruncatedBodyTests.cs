using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Bodies that are not what was announced, from clients that nobody knows: they end with their connections, and say nothing to the log.</summary>
public sealed class TruncatedBodyTests
{
    private const int MaxRequestBytes = 256 * 1024;

    private static readonly string[] Heads =
    [
        "POST /v2/index.php HTTP/1.1\r\n", "POST / HTTP/1.1\r\nX-TC-Action: DescribeCmqQueues\r\nX-TC-Version: 2020-02-17\r\n", "POST / HTTP/1.1\r\nAuthorization: TC3-HMAC-SHA256 x\r\n",
        "POST /healthz HTTP/1.1\r\n", "POST /health/ready HTTP/1.1\r\n", "POST /metrics HTTP/1.1\r\n", "PUT / HTTP/1.1\r\n", "GET /?Action=ListQueue HTTP/1.1\r\n", "GET /health/live HTTP/1.1\r\n",
        "CONNECT x:1 HTTP/1.1\r\n", "POST / HTTP/1.1\r\nOrigin: null\r\n", "POST / HTTP/1.1\r\nConnection: close\r\n", "POST / HTTP/1.1\r\nExpect: 100-continue\r\n", "POST / HTTP/1.0\r\n",
        $"POST /?{new string('x', 20_000)} HTTP/1.1\r\n",
    ];

    /// <summary>What announces the body, and what comes of it.</summary>
    private static readonly (string Header, string Body)[] Bodies =
    [
        ("Content-Length: 1000", ""), ("Content-Length: 1000", "a=1"), ("Content-Length: 200000", new string('a', 100_000)),
        ("Content-Length: 300000", new string('a', 270_000)), ("Content-Length: 300000", new string('a', 1_000)), ("Content-Length: 4000000000", new string('a', 1_000)),
        ("Transfer-Encoding: chunked", ""), ("Transfer-Encoding: chunked", "5\r\nab"), ("Transfer-Encoding: chunked", "x\r\nab\r\n"), ("Transfer-Encoding: chunked", "30d40\r\n" + new string('a', 100_000)),
        ("Transfer-Encoding: chunked", "41eb0\r\n" + new string('a', 270_000)), ("Transfer-Encoding: chunked", "2\r\nabcd\r\n0\r\n\r\n"), ("Transfer-Encoding: chunked", "ffffffffffffffffff\r\n"),
    ];

    /// <summary>What is said once, and of a machine that is busy.</summary>
    private static readonly string[] Expected = ["Authentication is off", "the header Origin was refused", "connections are accepted", "heartbeat"];

    private enum Ending
    {
        /// <summary>The client says that nothing more will come.</summary>
        Finished,
        Reset,

        /// <summary>Nothing more comes, and the client waits for the server, but not for long: what came at once counts for a while.</summary>
        Stalled,
    }

    [Theory]
    [InlineData(false, 64 * MaxRequestBytes)]
    [InlineData(true, 64 * MaxRequestBytes)]
    [InlineData(false, 2 * MaxRequestBytes)]
    [InlineData(true, 2 * MaxRequestBytes)]
    public async Task No_body_that_is_cut_makes_the_log_longer(bool anonymous, int maxBufferedBytes)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(
            options =>
            {
                (options.MaxRequestBytes, options.MaxBufferedBytes, options.AllowAnonymous, options.IdleTime) = (MaxRequestBytes, maxBufferedBytes, anonymous, TimeSpan.FromSeconds(2));
                if (anonymous)
                    options.Keys = [];
            },
            log);
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(40));
        List<Task<string?>> clients = [];
        foreach (string head in Heads)
        {
            foreach ((string header, string body) in Bodies)
            {
                foreach (Ending ending in Enum.GetValues<Ending>())
                    clients.Add(SendAsync(server, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}Host: localhost\r\n{header}\r\n\r\n{body}")), ending, end.Token));
            }
        }

        Task<string?[]> all = Task.WhenAll(clients);
        while (!all.IsCompleted)
        {
            // The time for which the rest of a refused body is read goes on with this clock.
            server.Clock.AdvanceSeconds(1);
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None));
        }

        string[] open = [.. (await all).OfType<string>()];
        string[] told = [.. log.Lines
            .Where(static line => line.Level is LogLevel.Warning or LogLevel.Error or LogLevel.Critical)
            .Select(static line => $"{line.Level} {line.Category} {line.Text}")
            .Where(static line => !Expected.Any(part => line.Contains(part, StringComparison.Ordinal)))];
        Assert.True(told.Length == 0, $"{told.Length}: {string.Join('\n', told.DistinctBy(static line => line[..Math.Min(60, line.Length)]))}");
        Assert.True(open.Length == 0, $"Still open: {string.Join('\n', open)}");
        if (!anonymous)
            ServerUnderTest.AssertOk(await server.PostAsync("ListQueue"));
    }

    /// <returns>What is still open at the end.</returns>
    private static async Task<string?> SendAsync(ServerUnderTest server, byte[] request, Ending ending, CancellationToken end)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(server.Server.Endpoint.Host, server.Server.Endpoint.Port, end);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(request, end);
            if (ending == Ending.Reset)
            {
                // Some of it has to have come, or there is nothing to reset.
                await Task.Delay(TimeSpan.FromMilliseconds(200), end);
                client.LingerState = new LingerOption(true, 0);
                return null;
            }

            if (ending == Ending.Finished)
                client.Client.Shutdown(SocketShutdown.Send);
            Task reading = stream.CopyToAsync(Stream.Null, end);
            if (ending == Ending.Stalled)
                await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(15), end));
            else
                await reading;
        }
        catch (OperationCanceledException)
        {
            return $"{ending}, {Encoding.ASCII.GetString(request.AsSpan(0, Math.Min(200, request.Length)))}";
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The server has aborted the connection.
        }

        return null;
    }
}
