using System.Text;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Whatever a request's method, path and body are, the next request of its connection is read from where it ends.</summary>
public sealed class RequestBytesTests
{
    private static readonly string[] Paths = ["/", "/v2/index.php", "/x", "/health/live", "/health/ready", "/metrics", "/healthz", "http://localhost/x"];
    private static readonly byte[] Health = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

    public static TheoryData<string> Methods => ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Nothing_stays_reserved_after_a_request_and_the_next_one_on_its_connection_is_served(string method)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        foreach (string path in Paths)
        {
            bool isReadFirst = method == "POST" && !path.StartsWith("/health/", StringComparison.Ordinal) && path != "/metrics";
            foreach (string framed in Framings(new string('x', 100_000)))
            {
                // Small heads are not counted, and large ones stay reserved until the next one.
                foreach (string header in (string[])["", "Expect: 100-continue\r\n", $"X-Large: {new string('x', 20 * 1024)}\r\n"])
                {
                    byte[] request = Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}{framed}");
                    int body = framed.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                    int half = request.Length - ((framed.Length - body) / 2);
                    using WireConnection kept = WireConnection.Open(server);
                    foreach (int first in (int[])[request.Length, half])
                    {
                        await AskAsync(kept, request, first);
                        Assert.Equal(200, (await kept.AskAsync([Health]))[0].Status);
                        Assert.Equal(0, server.Server.Budget.Used);
                    }

                    await kept.WriteAsync([.. request, .. Health]);
                    await ReadAsync(kept);
                    Assert.Equal(200, (await kept.ReadAsync()).Status);
                    Assert.Equal(0, server.Server.Budget.Used);

                    byte[] last = Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}{framed}");
                    foreach (int first in (int[])[last.Length, last.Length - (request.Length - half)])
                    {
                        using WireConnection closed = WireConnection.Open(server);
                        await AskAsync(closed, last, first);
                        Assert.Null(await closed.TryReadAsync());
                        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
                    }
                }
            }

            async Task AskAsync(WireConnection connection, byte[] request, int first)
            {
                await connection.WriteAsync(request[..first]);
                if (isReadFirst)
                    await connection.WriteAsync(request[first..]);
                await ReadAsync(connection);
                if (!isReadFirst)
                    await connection.WriteAsync(request[first..]);
            }

            async Task ReadAsync(WireConnection connection)
            {
                while ((await connection.ReadAsync(hasBody: method != "HEAD")).Status == 100)
                {
                }
            }
        }
    }

    /// <summary>A body in each framing, with the headers that announce it.</summary>
    private static IEnumerable<string> Framings(string body)
    {
        string chunk = $"{body.Length:x}\r\n{body}\r\n";
        yield return "\r\n";
        yield return $"Content-Length: {body.Length}\r\n\r\n{body}";
        yield return $"Transfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n";
        yield return $"Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\nTrailer: x\r\n\r\n";
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
    }
}
