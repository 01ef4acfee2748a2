using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CmqContracts.Server;

/// <summary>The socket that takes connections. It can be closed before anything else of the server, which Kestrel itself offers no way to.</summary>
internal sealed class ListenSocket
{
    private volatile Socket? _socket;

    public void Configure(SocketTransportOptions transport) =>
        transport.CreateBoundListenSocket = endpoint => _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    /// <summary>Frees the port. Whoever connects from now on is refused.</summary>
    public void Close() => _socket?.Dispose();
}
