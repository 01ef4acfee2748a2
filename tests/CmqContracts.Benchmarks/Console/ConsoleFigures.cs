namespace CmqContracts.Benchmarks;

/// <summary>What looking into queues takes.</summary>
internal static class ConsoleFigures
{
    public static Task MeasureAsync(FigurePrinter printer) => SearchFigure.MeasureAsync(printer);
}
