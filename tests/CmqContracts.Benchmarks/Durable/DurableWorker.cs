using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>A process that works on the queue of a store until it is killed. It prints its memory when the store is open, and again after some work.</summary>
internal static class DurableWorker
{
    /// <summary>Enough to fill all caches.</summary>
    private const int WarmUpMessages = 100_000;

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await using DurableQueue queue = DurableQueue.Open(directory);
        SayMemory();
        int isSaid = 0;
        await BacklogWork.RunAsync(queue, CancellationToken.None, consumed =>
        {
            if (consumed >= WarmUpMessages && Interlocked.Exchange(ref isSaid, 1) == 0)
                SayMemory();
        });

        void SayMemory()
        {
            output.WriteLine(PrivateBytes().ToString(CultureInfo.InvariantCulture));
            output.Flush();
        }
    }

    /// <summary>The private memory of this process: managed, native and compiled code. Mapped files, such as assemblies, belong to the page cache.</summary>
    private static long PrivateBytes() => File.ReadLines("/proc/self/status")
        .Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(static words => words is ["RssAnon:" or "RssShmem:", ..])
        .Sum(static words => 1024 * long.Parse(words[1], CultureInfo.InvariantCulture));
}
