using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Benchmarks;

/// <summary>The baseline of durable figures: a loop that writes a kilobyte into preallocated space, and waits until it is on disk.</summary>
internal sealed partial class RawSync : IDisposable
{
    private const int Blocks = 16 * 1024;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _block = new byte[1024];
    private int _writes;

    /// <param name="directory">The directory of the file, which decides the disk that is measured.</param>
    public RawSync(string directory)
    {
        Random.Shared.NextBytes(_block);
        _path = Path.Combine(directory, $"cmq-sync-{Environment.ProcessId}");
        _file = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite);
        for (int i = 0; i < Blocks; i++)
            RandomAccess.Write(_file, _block, i * 1024L);
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>The number of writes per second.</summary>
    public double Rate(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        int writes = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; writes++)
            Write();
        return writes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The median time of a write, in microseconds.</summary>
    public double Median(int writes) => Rounds.Median(Enumerable.Range(0, writes).Select(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        Write();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }));

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private void Write()
    {
        RandomAccess.Write(_file, _block, _writes++ % Blocks * 1024L);
        if (SyncData(_file) != 0)
            throw new MeasurementException("fdatasync failed.");
    }

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    private static partial int SyncData(SafeFileHandle file);
}
