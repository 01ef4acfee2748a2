using System.Security.Cryptography;

namespace CmqContracts.Benchmarks;

/// <summary>The speed of the machine, to compare the other figures with.</summary>
internal static class MachineFigures
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        printer.Absolute("machine.cores", Environment.ProcessorCount, "cores");
        printer.Absolute("machine.hmac-sha1.1k", MeasureHmac(), "/s");
        printer.Absolute("machine.fdatasync", MeasureSync(), "/s");
        printer.Absolute("machine.kestrel", await MeasureKestrelAsync(), "requests/s");
    }

    private static double MeasureHmac()
    {
        byte[] key = new byte[32], data = new byte[1024], hash = new byte[20];
#pragma warning disable CA5350 // What the protocol uses.
        (double nanoseconds, _) = Rounds.NanosecondsPerCall(() => HMACSHA1.HashData(key, data, hash), () => { });
#pragma warning restore CA5350
        return 1e9 / nanoseconds;
    }

    private static double MeasureSync()
    {
        using RawSync sync = new(FigureDirectory.Folder);
        return Rounds.Median(Enumerable.Range(0, 5).Select(_ => sync.Rate(TimeSpan.FromMilliseconds(300))));
    }

    private static async Task<double> MeasureKestrelAsync()
    {
        await using BareKestrel kestrel = await BareKestrel.StartAsync();
        using BareClient client = new();
        Uri address = kestrel.Answering(100);
        byte[] body = new byte[1024];
        (double rate, _) = await Rounds.OperationsPerSecondAsync(
            cancellation => Workers.RunAsync(4, async _ => await client.PostAsync(address, body), cancellation),
            _ => Task.FromResult(1L),
            TimeSpan.FromMilliseconds(400));
        return rate;
    }
}
