using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>What a console that nobody visits costs a server: its start and its sends, compared with <c>--no-console</c>.</summary>
internal static class ConsoleCostFigures
{
    private const int RoundCount = 15;
    private const int Connections = 64;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        List<double> starts = [], sends = [];
        for (int round = -1; round < RoundCount; round++)
        {
            // Taken in turns, with the order changed each time, as the second of two runs is faster or slower by itself.
            string[][] orders = round % 2 == 0 ? [[], ["--no-console"]] : [["--no-console"], []];
            (double with, double without, double withRate, double withoutRate) = (0, 0, 0, 0);
            foreach (string[] options in orders)
            {
                (double start, double rate) = await RunAsync(options);
                if (options.Length == 0)
                    (with, withRate) = (start, rate);
                else
                    (without, withoutRate) = (start, rate);
            }

            // The first round warms up the machine.
            if (round < 0)
                continue;
            starts.Add(with / without);
            sends.Add(withRate / withoutRate);
        }

        printer.Ratio("console.start", Rounds.Median(starts), $"no-console,{Spread(starts)} bar<=1.10");
        printer.Ratio("console.send", Rounds.Median(sends), $"no-console,{Spread(sends)} bar>=0.95");
    }

    private static async Task<(double Start, double Rate)> RunAsync(string[] options)
    {
        long start = Stopwatch.GetTimestamp();
        using ServerProcess server = await ServerProcess.StartToolAsync(options);
        using SignedRequests requests = new(server.Address);
        await requests.AskAsync("ListQueue");
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        string file = await SendFigures.PrepareAsync(requests);
        await SendFigures.SendAsync(server, requests, file, Connections);
        return (time, await SendFigures.SendAsync(server, requests, file, Connections));
    }

    /// <summary>The smallest and the largest of the rounds' ratios.</summary>
    private static string Spread(List<double> ratios) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"spread={ratios.Min():0.00}..{ratios.Max():0.00}");
}
