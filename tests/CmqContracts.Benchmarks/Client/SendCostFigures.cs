namespace CmqContracts.Benchmarks;

/// <summary>What a send costs against a bare POST, and what spans and metrics add to it.</summary>
internal static class SendCostFigures
{
    public static async Task MeasureSendAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        (SendCosts ours, SendCosts bare) = await SendCosts.MeasureAsync(SendCosts.AgainstPost, server.Address);
        printer.Ratio("client.send.cpu", ours.Microseconds / bare.Microseconds, FigurePrinter.Baseline("bare-post", bare.Microseconds, "us") + " bar<=1.25");
        printer.Difference("client.send.alloc", ours.Bytes - bare.Bytes, "bytes", FigurePrinter.Baseline("bare-post", bare.Bytes, "bytes") + " bar<=512");
    }

    public static async Task MeasureTelemetryAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        (SendCosts heard, SendCosts silent) = await SendCosts.MeasureAsync(SendCosts.AgainstSilence, server.Address);
        printer.Ratio("client.telemetry", heard.Microseconds / silent.Microseconds, FigurePrinter.Baseline("no-listeners", silent.Microseconds, "us") + " bar<=1.15");
    }
}
