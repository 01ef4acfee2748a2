namespace CmqContracts.Benchmarks;

/// <summary>The published tool in memory, compared with bare Kestrel and Azurite. Each server runs in a process of its own, and wrk drives them.</summary>
internal static class ServerFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await printer.TryAsync(["server.start"], () => StartFigure.MeasureAsync(printer));
        await printer.TryAsync(["server.send.64", "server.send.1", "server.slow"], () => SendFigures.MeasureAsync(printer));
        await printer.TryAsync(["server.consume"], () => ConsumeFigure.MeasureAsync(printer));
        await printer.TryAsync(["server.send.alloc"], () => AllocationFigure.MeasureAsync(printer));
        await printer.TryAsync(["server.wake.p50", "server.wake.p99"], () => WakeFigures.MeasureAsync(printer));
        await printer.TryAsync(["server.azurite"], () => AzuriteFigure.MeasureInMemoryAsync(printer));
        await printer.TryAsync(["server.idle"], () => IdleFigure.MeasureAsync(printer));
    }
}
