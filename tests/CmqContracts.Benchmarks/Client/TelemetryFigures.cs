using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CmqContracts.Benchmarks;

/// <summary>What spans and metrics cost a send.</summary>
internal static class TelemetryFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<FigureOrder> queue = client.Queue<FigureOrder>();
        await queue.EnsureCreatedAsync();
        OperationCost silent = new(Send), heard = new(Send) { During = Listen };
        await OperationCost.MeasureAsync(() => queue.ClearAsync(), silent, heard);
        printer.Ratio("client.telemetry", heard.Microseconds / silent.Microseconds, FigurePrinter.Baseline("no-listeners", silent.Microseconds, "us") + " bar<=1.15");

        Task Send() => queue.SendAsync(FigureOrder.OfOneKibibyte);
    }

    /// <summary>Listens to all spans and all metrics of the process.</summary>
    private static Listeners Listen()
    {
        ActivityListener spans = new() { ShouldListenTo = static _ => true, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(spans);
        MeterListener metrics = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        metrics.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        metrics.Start();
        return new Listeners(spans, metrics);
    }

    private sealed record Listeners(ActivityListener Spans, MeterListener Metrics) : IDisposable
    {
        public void Dispose()
        {
            Spans.Dispose();
            Metrics.Dispose();
        }
    }
}
