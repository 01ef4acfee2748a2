namespace CmqContracts.Tool;

/// <summary>When the process ends, whatever keeps it: with code 1, as after a kill. What was answered is on the disk already.</summary>
internal static class ProcessEnd
{
    // A timer that nobody holds is collected.
    private static readonly List<ITimer> Timers = [];

    /// <summary>Lets the process run this long, unless it was given less before.</summary>
    public static void Within(TimeSpan time)
    {
        lock (Timers)
            Timers.Add(TimeProvider.System.CreateTimer(static _ => Environment.Exit(1), null, time, Timeout.InfiniteTimeSpan));
    }
}
