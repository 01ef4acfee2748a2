using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Signed sends per second to the published tool with a durable store: over many connections compared with bare Kestrel, over one with a loop of synced writes.</summary>
internal static class DurableSendFigures
{
    private const string Queue = "figures";
    private const int Connections = 64;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        await ServerProcess.PublishToolAsync();
        using ServerProcess server = await ServerProcess.StartToolAsync("--data", DurableQueue.NewDirectory());
        using ServerProcess bare = await ServerProcess.StartBareAsync();
        using SignedRequests requests = new(server.Address), bareRequests = new(bare.Address);
        using RawSync sync = new(FigureDirectory.Folder);
        await requests.CreateQueueAsync(Queue);
        int answer = (await requests.AskAsync(V2Actions.SendMessage, SignedRequests.Send(Queue))).Length;
        string file = SignedRequests.Write("send", 64, () => requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
        string bareFile = SignedRequests.Write("send.bare", 64, () => bareRequests.RequestForBare(answer, V2Actions.SendMessage, SignedRequests.Send(Queue)));

        double[] rates = await Rounds.MediansAsync(
            () => SendFigures.SendAsync(server, requests, file, Connections),
            async () => (await Wrk.SendAsync(bare.Address, Connections, Round, bareFile)).PerSecond);
        printer.Ratio($"durable.http.{Connections}", rates[0] / rates[1], Baselines("bare-kestrel", rates));
        rates = await Rounds.MediansAsync(
            () => SendFigures.SendAsync(server, requests, file, 1),
            () => Task.FromResult(sync.Rate(Round)));
        printer.Ratio("durable.http.1", rates[0] / rates[1], Baselines("raw-sync", rates));
    }

    private static string Baselines(string name, double[] rates) => $"{FigurePrinter.Baseline(name, rates[1], "/s")},{FigurePrinter.Baseline("ours", rates[0], "/s")}";
}
