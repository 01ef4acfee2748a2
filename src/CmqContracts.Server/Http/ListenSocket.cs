using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CmqContracts.Server;

/// <summary>The listening socket. A server that stops closes it before anything else; Kestrel closes it only when the host stops.</summary>
internal sealed class ListenSocket
{
    private volatile Socket? _socket;

    public void Configure(SocketTransportOptions transport) =>
        transport.CreateBoundListenSocket = endpoint => _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    /// <summary>Frees the port. New connections are refused from now on.</summary>
    public void Close() => _socket?.Dispose();
}
