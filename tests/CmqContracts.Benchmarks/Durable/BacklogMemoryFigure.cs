namespace CmqContracts.Benchmarks;

/// <summary>The memory of a process that works on a long backlog, less that of one that has just opened an empty store.</summary>
internal static class BacklogMemoryFigure
{
    public static async Task MeasureAsync(FigurePrinter printer, string many)
    {
        string empty;
        await using (DurableQueue queue = await DurableQueue.CreateAsync())
            empty = queue.Directory;
        double[] bytes = await Rounds.MediansAsync(
            async () =>
            {
                using WorkerProcess worker = WorkerProcess.Start(many);
                await worker.ReadMemoryAsync();
                return await worker.ReadMemoryAsync();
            },
            async () =>
            {
                using WorkerProcess worker = WorkerProcess.Start(empty);
                return await worker.ReadMemoryAsync();
            });
        printer.Difference("durable.backlog.memory", (bytes[0] - bytes[1]) / 1e6, "MB", FigurePrinter.Baseline("empty-store", bytes[1] / 1e6, "MB"));
    }
}
