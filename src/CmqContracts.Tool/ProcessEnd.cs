namespace CmqContracts.Tool;

/// <summary>Ends the process even if something blocks an orderly stop.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends the process with code 1 after a time, whatever is still running. A durable store has committed everything that was answered.</summary>
    public static void Within(TimeSpan time) =>
        Task.Delay(time, TimeProvider.System, CancellationToken.None).ContinueWith(static _ => Environment.Exit(1), TaskScheduler.Default);
}
