using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Signed sends per second, compared with bare Kestrel that reads and answers as many bytes, and the same with slow clients connected.</summary>
internal static class SendFigures
{
    private const string Queue = "figures";
    private const int SlowClients = 1000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using ServerProcess bare = await ServerProcess.StartBareAsync();
        using SignedRequests requests = new(server.Address), bareRequests = new(bare.Address);
        string file = await PrepareAsync(requests);
        int answer = (await requests.AskAsync(V2Actions.SendMessage, SignedRequests.Send(Queue))).Length;
        string bareFile = SignedRequests.Write("send.bare", 64, () => bareRequests.RequestForBare(answer, V2Actions.SendMessage, SignedRequests.Send(Queue)));

        foreach (int connections in new[] { 64, 1 })
        {
            double[] medians = await Rounds.MediansAsync(
                () => SendAsync(server, requests, file, connections),
                async () => (await Wrk.SendAsync(bare.Address, connections, Round, bareFile)).PerSecond);
            printer.Ratio($"server.send.{connections}", medians[0] / medians[1], FigurePrinter.Baseline("bare-kestrel", medians[1], "/s"));
        }

        byte[] trickle = requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue));
        double[] slow = await Rounds.MediansAsync(
            async () =>
            {
                await using SlowClients clients = await Benchmarks.SlowClients.ConnectAsync(server.Address, SlowClients, trickle);
                return await SendAsync(server, requests, file, 64);
            },
            () => SendAsync(server, requests, file, 64));
        printer.Ratio("server.slow", slow[0] / slow[1], FigurePrinter.Baseline("without-slow-clients", slow[1], "/s"));
    }

    /// <summary>Creates the queue, and writes the requests that send to it.</summary>
    /// <returns>The file of requests.</returns>
    public static async Task<string> PrepareAsync(SignedRequests requests)
    {
        await requests.CreateQueueAsync(Queue);
        return SignedRequests.Write("send", 64, () => requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
    }

    /// <summary>Empties the queue, sends for a round, and checks that every answered message is stored.</summary>
    /// <param name="server">The server.</param>
    /// <param name="requests">Requests to it.</param>
    /// <param name="file">The requests that send.</param>
    /// <param name="connections">How many connections send.</param>
    /// <param name="isBusy">Whether the server has other work all the time, so that it is not waited for to be idle.</param>
    public static async Task<double> SendAsync(ServerProcess server, SignedRequests requests, string file, int connections, bool isBusy = false)
    {
        await requests.ClearAsync(Queue);
        if (!isBusy)
            await server.RestAsync();
        (long count, double perSecond) = await Wrk.SendAsync(server.Address, connections, Round, file);
        long stored = await requests.CountAsync(Queue);
        return stored >= count ? perSecond : throw new MeasurementException($"{count} messages were sent and {stored} are there.");
    }
}
