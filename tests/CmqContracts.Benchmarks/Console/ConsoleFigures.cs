namespace CmqContracts.Benchmarks;

/// <summary>What looking into queues takes, what the web console costs, and the tool.</summary>
internal static class ConsoleFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await SearchFigure.MeasureAsync(printer);
        await ServerProcess.PublishToolAsync();
        await printer.TryAsync(["console.first", "console.overview", "console.weight", "console.messages"], () => PageFigures.MeasureAsync(printer));
        await printer.TryAsync(["console.live"], () => LiveFigure.MeasureAsync(printer));
        await printer.TryAsync(["console.start", "console.send"], () => ConsoleCostFigures.MeasureAsync(printer));
        await printer.TryAsync(["console.disturb"], () => ConsoleDisturbFigure.MeasureAsync(printer));
        await printer.TryAsync(["tool.help", "tool.send", "tool.drain"], () => ToolFigures.MeasureAsync(printer));
    }
}
