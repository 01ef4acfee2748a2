namespace CmqContracts.Tool;

internal static class ProcessEnd
{
    /// <summary>Ends the process with code 1 after a time, whatever still runs. What was answered is on the disk already.</summary>
    public static void Within(TimeSpan time) =>
        Task.Delay(time, TimeProvider.System, CancellationToken.None).ContinueWith(static _ => Environment.Exit(1), TaskScheduler.Default);
}
