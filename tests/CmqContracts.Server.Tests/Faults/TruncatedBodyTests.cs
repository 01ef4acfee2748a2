using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Bodies that do not match their announcement, from unknown clients: their connections are closed, and they write nothing to the log.</summary>
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

    /// <summary>The header that announces the body, and the bytes that are sent.</summary>
    private static readonly (string Header, string Body)[] Bodies =
    [
        ("Content-Length: 1000", ""), ("Content-Length: 1000", "a=1"), ("Content-Length: 200000", new string('a', 100_000)),
        ("Content-Length: 300000", new string('a', 270_000)), ("Content-Length: 300000", new string('a', 1_000)), ("Content-Length: 4000000000", new string('a', 1_000)),
        ("Transfer-Encoding: chunked", ""), ("Transfer-Encoding: chunked", "5\r\nab"), ("Transfer-Encoding: chunked", "x\r\nab\r\n"), ("Transfer-Encoding: chunked", "30d40\r\n" + new string('a', 100_000)),
        ("Transfer-Encoding: chunked", "41eb0\r\n" + new string('a', 270_000)), ("Transfer-Encoding: chunked", "2\r\nabcd\r\n0\r\n\r\n"), ("Transfer-Encoding: chunked", "ffffffffffffffffff\r\n"),
    ];

    /// <summary>Lines that are logged once, or on a busy machine.</summary>
    private static readonly string[] Expected = ["Authentication is off", "the header Origin was refused", "connections are accepted", "heartbeat"];

    private enum Ending
    {
        /// <summary>The client shuts down its sending direction.</summary>
        Finished,
        Reset,

        /// <summary>The client sends nothing more and waits, at most 15 seconds: a body of which much was sent at once keeps its average rate above the minimum for longer.</summary>
        Stalled,
    }

    [Theory]
    [InlineData(false, 64 * MaxRequestBytes)]
    [InlineData(true, 64 * MaxRequestBytes)]
    [InlineData(false, 2 * MaxRequestBytes)]
    [InlineData(true, 2 * MaxRequestBytes)]
    public async Task No_truncated_body_writes_to_the_log(bool anonymous, int maxBufferedBytes)
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
            // The time limit for the rest of a refused body uses this clock.
            server.Clock.AdvanceSeconds(1);
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None));
        }

        string[] open = [.. (await all).OfType<string>()];
        string[] reports = [.. log.Lines
            .Where(static line => line.Level is LogLevel.Warning or LogLevel.Error or LogLevel.Critical)
            .Select(static line => $"{line.Level} {line.Category} {line.Text}")
            .Where(static line => !Expected.Any(part => line.Contains(part, StringComparison.Ordinal)))];
        Assert.True(reports.Length == 0, $"{reports.Length}: {string.Join('\n', reports.DistinctBy(static line => line[..Math.Min(60, line.Length)]))}");
        Assert.True(open.Length == 0, $"Still open: {string.Join('\n', open)}");
        if (!anonymous)
            ServerUnderTest.AssertOk(await server.PostAsync("ListQueue"));
    }

    /// <returns>A description of a connection that is still open at the end; <see langword="null"/>: it is closed.</returns>
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
                // A part must have arrived, or there is nothing to reset.
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
