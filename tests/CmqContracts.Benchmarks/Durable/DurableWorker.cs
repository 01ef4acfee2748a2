using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>A process that works on the queue of a store until it is killed. It says how much memory it has, once the store is open and once it has worked for a while.</summary>
internal static class DurableWorker
{
    /// <summary>Enough for all caches to fill.</summary>
    private const int WhileMessages = 100_000;

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await using DurableQueue queue = DurableQueue.Open(directory);
        SayMemory();
        int isSaid = 0;
        await BacklogWork.RunAsync(queue, CancellationToken.None, consumed =>
        {
            if (consumed >= WhileMessages && Interlocked.Exchange(ref isSaid, 1) == 0)
                SayMemory();
        });

        void SayMemory()
        {
            output.WriteLine(PrivateBytes().ToString(CultureInfo.InvariantCulture));
            output.Flush();
        }
    }

    /// <summary>What this process has in memory for itself: managed, native and compiled code. Mapped files, such as assemblies, are page cache.</summary>
    private static long PrivateBytes() => File.ReadLines("/proc/self/status")
        .Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(static words => words is ["RssAnon:" or "RssShmem:", ..])
        .Sum(static words => 1024 * long.Parse(words[1], CultureInfo.InvariantCulture));
}
