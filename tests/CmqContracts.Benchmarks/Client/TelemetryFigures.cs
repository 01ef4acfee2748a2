using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CmqContracts.Benchmarks;

/// <summary>What spans and metrics cost a send.</summary>
internal static class TelemetryFigures
{
    private const int Sends = 5_000;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<FigureMessage> queue = client.Queue<FigureMessage>();
        await queue.EnsureCreatedAsync();
        double[] medians = await Rounds.MediansAsync(
            () => CpuAsync(queue),
            async () =>
            {
                using ActivityListener spans = new() { ShouldListenTo = static _ => true, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
                ActivitySource.AddActivityListener(spans);
                using MeterListener metrics = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
                metrics.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
                metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
                metrics.Start();
                return await CpuAsync(queue);
            });
        printer.Ratio("client.telemetry", medians[1] / medians[0], FigurePrinter.Baseline("no-listeners", medians[0], "us") + " bar<=1.15");
    }

    /// <summary>Microseconds of this process's CPU for a send of about 1 KiB.</summary>
    private static async Task<double> CpuAsync(IQueueClient<FigureMessage> queue)
    {
        FigureMessage message = new(1, new string('x', 1_000));
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        for (int i = 0; i < Sends; i++)
            await queue.SendAsync(message);
        self.Refresh();
        double cpu = (self.TotalProcessorTime - before).TotalMicroseconds / Sends;
        await queue.ClearAsync();
        return cpu;
    }
}
