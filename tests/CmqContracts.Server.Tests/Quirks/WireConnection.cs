using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>A TCP connection that writes exactly what it is told and reads replies one by one.</summary>
internal sealed class WireConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly Stream _stream;

    private WireConnection(Uri endpoint)
    {
        _client.Connect(endpoint.Host, endpoint.Port);
        _stream = new BufferedStream(_client.GetStream());
    }

    public static WireConnection Open(ServerUnderTest server) => new(server.Server.Endpoint);

    /// <summary>Sends one request on a connection of its own.</summary>
    public static async Task<WireReply> AskAsync(WireRequest request)
    {
        using WireConnection connection = Open(request.Server);
        await connection.WriteAsync(request.Bytes);
        return await connection.ReadAsync();
    }

    public async Task WriteAsync(byte[] bytes)
    {
        using CancellationTokenSource timeout = new(Patience);
        await _client.GetStream().WriteAsync(bytes, timeout.Token);
    }

    /// <summary>The next reply, an interim one included.</summary>
    public async Task<WireReply> ReadAsync()
    {
        using CancellationTokenSource timeout = new(Patience);
        string[] status = (await ReadLineAsync(timeout.Token)).Split(' ', 3);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        for (string line = await ReadLineAsync(timeout.Token); line.Length > 0; line = await ReadLineAsync(timeout.Token))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        byte[] body = new byte[headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await _stream.ReadExactlyAsync(body, timeout.Token);
        return new WireReply(int.Parse(status[1], CultureInfo.InvariantCulture), headers, body);
    }

    /// <summary>Whether the server has closed the connection and nothing more comes.</summary>
    public async Task<bool> IsClosedAsync()
    {
        using CancellationTokenSource timeout = new(Patience);
        return await _stream.ReadAsync(new byte[1], timeout.Token) == 0;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }
}

internal sealed record WireReply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The envelope of a reply that any client reads: status 200, a length, UTF-8 JSON without a byte order mark.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.Equal(200, Status);
            Assert.True(Headers.ContainsKey("Content-Length"));
            Assert.Equal((byte)'{', Body[0]);
            using JsonDocument document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }
}
