using System.Net;
using System.Net.Sockets;

namespace CmqContracts.Benchmarks;

/// <summary>Connections that send one byte of a request per second. One that the server closes is opened again.</summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;

    private SlowClients(IPEndPoint server, Socket[] connections, byte[] request) =>
        _sending = Task.Run(() => SendAsync(server, connections, request));

    public static async Task<SlowClients> ConnectAsync(Uri server, int count, byte[] request)
    {
        IPEndPoint address = new(IPAddress.Loopback, server.Port);
        Socket[] connections = new Socket[count];
        for (int i = 0; i < count; i++)
            connections[i] = await ConnectAsync(address);
        return new SlowClients(address, connections, request);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _sending;
        _end.Dispose();
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint address)
    {
        Socket connection = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await connection.ConnectAsync(address);
        return connection;
    }

    private async Task SendAsync(IPEndPoint server, Socket[] connections, byte[] request)
    {
        int[] sent = new int[connections.Length];
        while (!_end.IsCancellationRequested)
        {
            for (int i = 0; i < connections.Length; i++)
            {
                try
                {
                    connections[i].Send(request.AsSpan(sent[i]++ % request.Length, 1));
                }
                catch (SocketException)
                {
                    connections[i].Dispose();
                    connections[i] = await ConnectAsync(server);
                    sent[i] = 0;
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (Socket connection in connections)
            connection.Dispose();
    }
}
