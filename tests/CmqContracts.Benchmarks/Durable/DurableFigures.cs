namespace CmqContracts.Benchmarks;

/// <summary>The durable store, compared with the disk itself, bare Kestrel and Azurite.</summary>
internal static class DurableFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await printer.TryAsync(["durable.singles", "durable.batches", "durable.consume", "durable.one"], () => EngineFigures.MeasureAsync(printer));
        await printer.TryAsync(["durable.disturbed"], () => DisturbedFigure.MeasureAsync(printer));
        await printer.TryAsync(["durable.bytes"], () => BytesFigure.MeasureAsync(printer));
        await printer.TryAsync(["durable.backlog.cost", "durable.backlog.memory", "durable.reopen"], () => BacklogFigures.MeasureAsync(printer));
        await printer.TryAsync(["durable.http.64", "durable.http.1"], () => DurableSendFigures.MeasureAsync(printer));
        await printer.TryAsync(["durable.azurite"], () => AzuriteFigure.MeasureOnDiskAsync(printer));
        DurableQueue.NewDirectory();
    }
}
