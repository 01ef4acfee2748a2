using System.Globalization;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Messages received and deleted per second in batches of 16, compared with single sends per second, both over 16 connections. The consumer is a program in C.</summary>
internal static class ConsumeFigure
{
    private const string Queue = "figures";
    private const int Connections = 16;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        string driver = await Command.CompileAsync("consume");
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using SignedRequests requests = new(server.Address);
        await requests.CreateQueueAsync(Queue);
        string send = SignedRequests.Write("send", 64, () => requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
        string sendBatch = SignedRequests.Write("send.batch", 16, () => requests.Request(V2Actions.BatchSendMessage, SignedRequests.SendBatch(Queue)));
        string receive = SignedRequests.Write("receive", 1, () => requests.Request(V2Actions.BatchReceiveMessage, ("queueName", Queue), ("numOfMsg", "16"), ("pollingWaitSeconds", "0")));

        double[] medians = await Rounds.MediansAsync(
            async () =>
            {
                await requests.ClearAsync(Queue);
                await Wrk.SendAsync(server.Address, Connections, Round, sendBatch);
                return await ConsumeAsync(driver, requests.Authority, receive);
            },
            () => SendFigures.SendAsync(server, requests, send, Connections));
        printer.Ratio("server.consume", medians[0] / medians[1], FigurePrinter.Baseline("single-sends", medians[1], "/s"));
    }

    private static async Task<double> ConsumeAsync(string driver, string authority, string receive)
    {
        string output = await Command.RunAsync(driver, authority, Text(Connections), Text(Round.TotalSeconds), receive, SignedRequests.SecretId, SignedRequests.SecretKey, Text(SignedRequests.Timestamp), Queue);
        double[] result = [.. output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return result[0] / result[1];
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
