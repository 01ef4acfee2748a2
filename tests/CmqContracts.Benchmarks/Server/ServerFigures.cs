namespace CmqContracts.Benchmarks;

/// <summary>The server against bare Kestrel and Azurite: our tool as it is published, in memory, each server in a process of its own, driven by wrk.</summary>
internal static class ServerFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Try(printer, ["server.start"], () => StartFigure.MeasureAsync(printer));
        await Try(printer, ["server.send.64", "server.send.1", "server.slow"], () => SendFigures.MeasureAsync(printer));
        await Try(printer, ["server.consume"], () => ConsumeFigure.MeasureAsync(printer));
        await Try(printer, ["server.send.alloc"], () => AllocationFigure.MeasureAsync(printer));
        await Try(printer, ["server.wake.p50", "server.wake.p99"], () => WakeFigures.MeasureAsync(printer));
        await Try(printer, ["server.azurite"], () => AzuriteFigure.MeasureAsync(printer));
        await Try(printer, ["server.idle"], () => IdleFigure.MeasureAsync(printer));
    }

    private static async Task Try(FigurePrinter printer, string[] names, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (MeasurementException e)
        {
            foreach (string name in names)
                printer.Missing(name, e.Message);
        }
    }
}
