namespace CmqContracts.Benchmarks;

/// <summary>What the client costs, and how well handlers use requests. The service is the published tool, in a process of its own.</summary>
internal static class ClientFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await ServerProcess.PublishToolAsync();
        await SignFigure.MeasureAsync(printer);
        await printer.TryAsync(["client.send.cpu", "client.send.alloc"], () => SendCostFigures.MeasureSendAsync(printer));
        await printer.TryAsync(["client.telemetry"], () => SendCostFigures.MeasureTelemetryAsync(printer));
        await printer.TryAsync(["client.npm"], () => NpmFigure.MeasureAsync(printer));
        await printer.TryAsync(["client.coalesce", "client.coalesce.1k"], () => CoalesceFigures.MeasureAsync(printer));
        await printer.TryAsync(["client.handler.requests", "client.handler.mixed", "client.handler.rate", "client.handler.idle"], () => HandlerFigures.MeasureAsync(printer));
        await printer.TryAsync(["client.dedup"], () => DedupFigure.MeasureAsync(printer));
    }
}
