namespace CmqContracts.Benchmarks;

/// <summary>What looking into queues takes, and the tool.</summary>
internal static class ConsoleFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await SearchFigure.MeasureAsync(printer);
        await printer.TryAsync(["tool.help", "tool.send", "tool.drain"], () => ToolFigures.MeasureAsync(printer));
    }
}
