using CmqContracts.Broker;
using CmqContracts.Protocol.Wire;
using CmqContracts.Server;

namespace CmqContracts.Benchmarks;

/// <summary>The bytes that a signed send allocates in the server, without those of bare Kestrel and the stored body. Both servers run in this process, whose allocations are counted; wrk runs in another one.</summary>
internal static class AllocationFigure
{
    private const string Queue = "figures";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        await using CmqBroker broker = new();
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = SignedRequests.SecretId, SecretKey = SignedRequests.SecretKey }] });
        await using BareKestrel bare = await BareKestrel.StartAsync();
        using SignedRequests requests = new(server.Endpoint), bareRequests = new(bare.Address);
        await requests.CreateQueueAsync(Queue);
        int answer = (await requests.AskAsync(V2Actions.SendMessage, SignedRequests.Send(Queue))).Length;
        string file = SignedRequests.Write("send", 64, () => requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
        string bareFile = SignedRequests.Write("send.bare", 64, () => bareRequests.RequestForBare(answer, V2Actions.SendMessage, SignedRequests.Send(Queue)));

        double[] medians = await Rounds.MediansAsync(
            async () =>
            {
                await requests.ClearAsync(Queue);
                return await BytesPerRequestAsync(server.Endpoint, file);
            },
            () => BytesPerRequestAsync(bare.Address, bareFile));
        double stored = SignedRequests.Body.Length;
        printer.Difference("server.send.alloc", medians[0] - medians[1] - stored, "bytes", FigurePrinter.Baseline("bare-kestrel", medians[1], "bytes"));
    }

    private static async Task<double> BytesPerRequestAsync(Uri server, string file)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        (long count, _) = await Wrk.SendAsync(server, 64, Round, file);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
    }
}
