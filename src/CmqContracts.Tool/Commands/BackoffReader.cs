namespace CmqContracts.Tool;

/// <summary>
/// Reads repeatedly something that may hang, such as a file on a network disk whose server is gone. A read that times out is left to its
/// thread, and each further timeout in a row doubles the delay before the next read, so that only few threads hang at the same time.
/// </summary>
/// <typeparam name="T">The result of a read.</typeparam>
/// <param name="read">Reads once. It is called on a thread of its own.</param>
/// <param name="time">Source of time.</param>
internal sealed class BackoffReader<T>(Func<T> read, TimeProvider time)
    where T : class
{
    /// <summary>A read that takes longer counts as hanging.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    private readonly List<Task> _hanging = [];
    private int _consecutiveTimeouts;
    private long _lastStart;

    /// <summary>Reads once, unless the delay after a timeout has not passed yet.</summary>
    /// <returns>The result; <see langword="null"/>: the read timed out, or the delay has not passed.</returns>
    public async Task<T?> NextAsync(CancellationToken cancellationToken)
    {
        // When a hanging read has ended, a new one is likely to end too. The result of the late one is outdated.
        bool hasEnded = _hanging.RemoveAll(static read => read.IsCompleted) > 0;
        if (!hasEnded && _consecutiveTimeouts > 0 && time.GetElapsedTime(_lastStart) < ReadTimeout * Math.Pow(2, _consecutiveTimeouts))
            return null;
        _lastStart = time.GetTimestamp();
        Task<T> pending = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            T result = await pending.WaitAsync(ReadTimeout, time, cancellationToken);
            _consecutiveTimeouts = 0;
            return result;
        }
        catch (TimeoutException)
        {
            _hanging.Add(pending);
            _consecutiveTimeouts++;
            return null;
        }
    }
}
