using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>A TCP connection that writes exactly the given bytes and reads replies one by one.</summary>
internal sealed class WireConnection : IDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client = new() { NoDelay = true, LingerState = new LingerOption(true, 0) };
    private readonly PipeReader _replies;

    private WireConnection(Uri endpoint)
    {
        _client.Connect(endpoint.Host, endpoint.Port);
        _replies = PipeReader.Create(_client.GetStream());
    }

    public static WireConnection Open(ServerUnderTest server) => Open(server.Server.Endpoint);

    public static WireConnection Open(Uri endpoint) => new(endpoint);

    /// <summary>Sends one request on a connection of its own.</summary>
    public static async Task<WireReply> AskAsync(WireRequest request)
    {
        using WireConnection connection = Open(request.Server);
        await connection.WriteAsync(request.Bytes);
        return await connection.ReadAsync();
    }

    /// <summary>Sends requests without waiting in between, and reads as many replies.</summary>
    public async Task<WireReply[]> AskAsync(IReadOnlyList<byte[]> requests)
    {
        Task writing = WriteAsync([.. requests.SelectMany(static request => request)]);
        WireReply[] replies = new WireReply[requests.Count];
        for (int i = 0; i < replies.Length; i++)
            replies[i] = await ReadAsync();
        await writing;
        return replies;
    }

    public async Task WriteAsync(byte[] bytes)
    {
        using CancellationTokenSource timeout = new(WaitTimeout);
        await _client.GetStream().WriteAsync(bytes, timeout.Token);
    }

    /// <summary>Shuts down the sending direction.</summary>
    public void EndWriting() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next reply, an interim one included.</summary>
    public async Task<WireReply> ReadAsync(bool hasBody = true) => await TryReadAsync(hasBody) ?? throw new IOException("The server closed the connection.");

    /// <summary>The next reply; <see langword="null"/> when the server has closed the connection and nothing more comes.</summary>
    public async Task<WireReply?> TryReadAsync(bool hasBody = true)
    {
        using CancellationTokenSource timeout = new(WaitTimeout);
        while (true)
        {
            ReadResult read = await _replies.ReadAsync(timeout.Token);
            (WireReply? reply, SequencePosition end) = Parse(read.Buffer, hasBody);
            _replies.AdvanceTo(end, reply is null ? read.Buffer.End : end);
            if (reply is not null)
                return reply;
            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : throw new IOException("The server closed the connection in the middle of a reply.");
        }
    }

    public void Dispose()
    {
        _replies.Complete();
        _client.Dispose();
    }

    private static (WireReply? Reply, SequencePosition End) Parse(ReadOnlySequence<byte> buffer, bool hasBody)
    {
        SequenceReader<byte> reader = new(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            return (null, buffer.Start);
        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        int length = hasBody && headers.TryGetValue("Content-Length", out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        if (reader.Remaining < length)
            return (null, buffer.Start);
        byte[] body = reader.UnreadSequence.Slice(0, length).ToArray();
        reader.Advance(length);
        return (new WireReply(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body), reader.Position);
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
