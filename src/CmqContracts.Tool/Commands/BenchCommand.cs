using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq bench</c>.</summary>
internal static class BenchCommand
{
    public const string Description = "Measures how fast the service takes signed sends, receives and deletes, over a queue that it creates and deletes again.";

    public static Command Create()
    {
        Option<int?> connections = NumberOption.Create("--connections", "Requests at a time, each over a connection of its own; 8 unless set.", minimum: 1);
        Option<int?> bodyBytes = NumberOption.Create("--body-bytes", "Bytes of each body; 1024 unless set.", minimum: 1);
        Option<int?> batch = NumberOption.Create("--batch-size", "Messages of each request; 1 unless set.", minimum: 1);
        Option<int?> duration = NumberOption.Create("--duration", "Seconds to measure for; 10 unless set.", minimum: 1);
        return ClientOptions.Command("bench", Description, [connections, bodyBytes, batch, duration], async run =>
        {
            QueueBench bench = new(run, new BenchLoad(run.Get(connections) ?? 8, run.Get(bodyBytes) ?? 1024, run.Get(batch) ?? 1, TimeSpan.FromSeconds(run.Get(duration) ?? 10)));
            (string? Because, int Code) end = (null, ExitCode.Done);
            try
            {
                await bench.RunAsync();
            }
            catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
            {
                end = ("Stopped.", ExitCode.Interrupted);
            }
            catch (CmqException e)
            {
                end = (e.Message, ClientRun.CodeOf(e));
            }

            if (end.Because is not null)
                run.Output.Say(end.Because);
            // What was measured before the end is valid.
            if (end.Code == ExitCode.Done || bench.Figures.Any(static figure => figure.Requests > 0))
                Print(run.Output, bench.Figures);
            return end.Code;
        });
    }

    private static void Print(CommandOutput output, IReadOnlyList<LatencyFigure> figures)
    {
        output.Rows(figures.Select(figure => output.IsJson ? [.. figure.Summary(), new("requests", figure.Requests), Buckets(figure)] : figure.Summary()), "");
        if (!output.IsJson)
            output.Rows(LatencyFigure.Histogram(figures), "");
    }

    private static Field Buckets(LatencyFigure figure) =>
        new("histogram", figure.Buckets().Select(static bucket => (Field[])[new("atMostMs", bucket.AtMost), new("requests", bucket.Requests)]).ToList());
}
