using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>The processor time of 1,000 receives that wait for 30 seconds without a message.</summary>
internal static class IdleFigure
{
    private const string Queue = "figures";
    private const int Receives = 1000;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using SignedRequests requests = new(server.Address);
        await requests.CreateQueueAsync(Queue);
        byte[] receive = requests.Request(V2Actions.ReceiveMessage, ("queueName", Queue), ("pollingWaitSeconds", "30"));
        List<Socket> connections = [];
        try
        {
            for (int i = 0; i < Receives; i++)
            {
                Socket connection = new(SocketType.Stream, ProtocolType.Tcp);
                connections.Add(connection);
                await connection.ConnectAsync(IPAddress.Loopback, server.Address.Port);
                await connection.SendAsync(receive);
            }

            // All receives wait now; the first is answered shortly before its 30 seconds are over.
            await Task.Delay(TimeSpan.FromSeconds(1));
            long start = Stopwatch.GetTimestamp();
            TimeSpan before = server.ProcessorTime;
            await Task.Delay(TimeSpan.FromSeconds(27));
            double share = (server.ProcessorTime - before) / Stopwatch.GetElapsedTime(start);
            if (connections.Any(connection => connection.Available > 0))
                throw new MeasurementException("A receive was answered before its wait was over.");
            printer.Absolute("server.idle", 100 * share, "%");
        }
        finally
        {
            foreach (Socket connection in connections)
                connection.Dispose();
        }
    }
}
