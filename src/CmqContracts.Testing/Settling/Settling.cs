using System.Diagnostics;
using CmqContracts.Broker;

namespace CmqContracts.Testing;

/// <summary>Waits until nothing is left to do before time passes.</summary>
internal sealed class Settling(ActivityMonitor monitor, Func<CmqBroker?> broker, TimeSpan timeout)
{
    /// <summary>How often at least work that is queued in the thread pool, and counted nowhere, gets the chance to begin, and how often at once.</summary>
    private const int LeastPoolRounds = 3, RoundsWithoutPause = 100;

    /// <summary>For how long it gets that chance, where others keep the pool busy.</summary>
    private static readonly TimeSpan LongestPoolTime = TimeSpan.FromSeconds(2);

    /// <exception cref="CmqTestException">Something else than waiting goes on for too long.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (bool isWaiting, long stamp, Task changed) = monitor.Look();
            if (isWaiting && await IsBrokerWaitingAsync().ConfigureAwait(false))
            {
                await RunPoolAsync().ConfigureAwait(false);
                if (monitor.Look().Stamp == stamp && await IsBrokerWaitingAsync().ConfigureAwait(false) && monitor.Look().Stamp == stamp)
                    return;
                continue;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(began);
            try
            {
                // Real time, and only as a limit for tests that would hang.
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new CmqTestException(Describe(monitor.DescribeBusy()));
            }
        }
    }

    /// <summary>Whether the broker has done what is due, and every call to it waits for a message.</summary>
    private async ValueTask<bool> IsBrokerWaitingAsync()
    {
        if (broker() is not { } running)
            return true;
        (int waits, bool isBehind) = await running.CatchUpAsync().ConfigureAwait(false);
        while (isBehind)
            (waits, isBehind) = await running.CatchUpAsync().ConfigureAwait(false);
        return waits == monitor.Calls;
    }

    /// <summary>
    /// Lets begin what is queued in the thread pool. What a thread has queued for itself comes last, after all that is queued for any, so the
    /// queues must have been empty; where others keep the pool busy, this is given up in the end.
    /// </summary>
    private static async Task RunPoolAsync()
    {
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastPoolRounds || (ThreadPool.PendingWorkItemCount > 0 && Stopwatch.GetElapsedTime(began) < LongestPoolTime); round++)
        {
            // The machine may not run the thread whose queue it is.
            if (round > RoundsWithoutPause)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System).ConfigureAwait(false);
            Task[] items = new Task[Environment.ProcessorCount];
            for (int i = 0; i < items.Length; i++)
            {
                TaskCompletionSource ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
                ThreadPool.UnsafeQueueUserWorkItem(static ran => ran.TrySetResult(), ran, preferLocal: false);
                items[i] = ran.Task;
            }

            await Task.WhenAll(items).ConfigureAwait(false);
        }
    }

    private string Describe(IReadOnlyList<string> busy) =>
        $"The host did not settle within {timeout.TotalSeconds:0.#} s: {(busy.Count == 0 ? "calls to the broker go on" : string.Join("; ", busy))}. "
        + "A test host waits for no real time, network or file: wait for its clock instead, put a fake in place of what the code asks, or, if it only takes long, set CmqTestOptions.SettleTimeout.";
}
