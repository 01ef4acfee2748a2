using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>Bytes on the disk for a message of 1 KiB, all files of the open store counted.</summary>
internal static class BytesFigure
{
    private const int Sent = 500_000;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await using DurableQueue queue = await DurableQueue.CreateAsync();
        await queue.FillAsync(Sent, EngineFigures.Body());
        double messages = (await queue.Service.GetQueueAttributesAsync(DurableQueue.Name)).ActiveMessages;
        StoreFiles files = new(queue.Directory);
        using (Database database = Database.Open(files.Database, create: false))
        {
            _ = database.ReadNumber("PRAGMA page_count"); // A connection that has read nothing has no WAL yet.
            if (database.Checkpoint() != 0)
                throw new MeasurementException("The checkpoint is not complete.");
        }

        double stored = new FileInfo(files.Database).Length;
        double wal = new FileInfo(files.Wal).Length;
        printer.Absolute(
            "durable.bytes",
            (stored + wal) / messages,
            "bytes",
            $"{FigurePrinter.Baseline("messages", messages, "")},{FigurePrinter.Baseline("database", stored / 1e6, "MB")},{FigurePrinter.Baseline("wal", wal / 1e6, "MB")}");
    }
}
