namespace CmqContracts.Benchmarks;

/// <summary>The durable store: against the disk itself, bare Kestrel and Azurite.</summary>
internal static class DurableFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await printer.TryAsync(["durable.singles", "durable.batches", "durable.consume", "durable.one"], () => EngineFigures.MeasureAsync(printer));
    }
}
