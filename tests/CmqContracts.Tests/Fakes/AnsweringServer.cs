using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Tests;

/// <summary>A server on a loopback port that answers every request with given bytes.</summary>
public sealed class AnsweringServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _requests;

    public AnsweringServer()
    {
        _listener.Start();
        Endpoint = $"http://{_listener.LocalEndpoint}";
        _accepting = AcceptAsync();
    }

    public string Endpoint { get; }

    public int Requests => _requests;

    /// <summary>The bytes to answer a form with, and whether the connection is closed after them.</summary>
    public Func<string, (byte[] Bytes, bool Closes)> Answer { get; set; } = static _ => (Ok("{}"), false);

    /// <summary>Called when an answer has been sent.</summary>
    public Action Answered { get; set; } = static () => { };

    /// <summary>A valid HTTP answer with this body.</summary>
    public static byte[] Ok(string body) => Ok(Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Ok(string)"/>
    public static byte[] Ok(byte[] body) => [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using TcpClient owned = connection;
        try
        {
            NetworkStream stream = connection.GetStream();
            while (await ReadFormAsync(stream) is { } form)
            {
                Interlocked.Increment(ref _requests);
                (byte[] bytes, bool closes) = Answer(form);
                await stream.WriteAsync(bytes, _stop.Token);
                Answered();
                if (closes)
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }

    private async Task<string?> ReadFormAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            string read = text.ToString();
            int end = read.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                int at = read.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + 16;
                int length = int.Parse(read[at..read.IndexOf('\r', at)], CultureInfo.InvariantCulture);
                if (read.Length >= end + 4 + length)
                    return read[(end + 4)..];
            }

            int count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
                return null;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }
}
