using System.Globalization;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>The time from a send to the answer of a waiting receive, and for comparison a round trip of the same send. The driver is a program in C.</summary>
internal static class WakeFigures
{
    private const string Queue = "figures";
    private const string Count = "300";

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        string driver = await Command.CompileAsync("latency");
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using ServerProcess bare = await ServerProcess.StartBareAsync();
        using SignedRequests requests = new(server.Address), bareRequests = new(bare.Address);
        await requests.CreateQueueAsync(Queue);
        int answer = (await requests.AskAsync(V2Actions.SendMessage, SignedRequests.Send(Queue))).Length;
        await requests.ClearAsync(Queue);
        string send = Write("wake.send", requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
        string receive = Write("wake.receive", requests.Request(V2Actions.ReceiveMessage, ("queueName", Queue), ("pollingWaitSeconds", "30")));
        string trip = Write("wake.trip", bareRequests.RequestForBare(answer, V2Actions.SendMessage, SignedRequests.Send(Queue)));

        List<double> p99 = [];
        double[] medians = await Rounds.MediansAsync(
            async () =>
            {
                double[] latencies = await RunAsync(driver, server, send, receive);
                p99.Add(Rounds.Percentile(latencies, 0.99));
                return Rounds.Percentile(latencies, 0.5);
            },
            async () => Rounds.Percentile(await RunAsync(driver, bare, trip), 0.5));
        printer.Ratio("server.wake.p50", medians[0] / medians[1], FigurePrinter.Baseline("http-round-trip", medians[1] / 1000, "us"));
        printer.Absolute("server.wake.p99", Rounds.Median(p99.Skip(1)) / 1e6, "ms");
    }

    private static string Write(string name, byte[] request)
    {
        string path = FigureDirectory.File(name);
        File.WriteAllBytes(path, request);
        return path;
    }

    private static async Task<double[]> RunAsync(string driver, ServerProcess server, params string[] requests)
    {
        string output = await Command.RunAsync(driver, [server.Address.Port.ToString(CultureInfo.InvariantCulture), Count, .. requests]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).Order()];
    }
}
