namespace CmqContracts.Tool;

/// <summary>
/// Reads again and again what may hang, as a network disk does whose server has gone. A reading that hangs is left to its thread,
/// and the next one waits the longer the more of them have hung in a row, so that few threads hang however long it takes.
/// </summary>
/// <typeparam name="T">What a reading finds.</typeparam>
/// <param name="read">Reads, on a thread of its own.</param>
/// <param name="time">Source of time.</param>
internal sealed class PatientReads<T>(Func<T> read, TimeProvider time)
    where T : class
{
    /// <summary>A reading that takes longer hangs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly List<Task> _hanging = [];
    private int _inARow;
    private long _began;

    /// <summary>How many readings hang.</summary>
    public int Hanging => _hanging.Count;

    /// <summary>Reads once more.</summary>
    /// <returns>What was found; <see langword="null"/>: readings hang.</returns>
    public async Task<T?> NextAsync(CancellationToken cancellationToken)
    {
        // Where one ends after all, another will end. What the late one has found is too old to be taken.
        bool oneEnded = _hanging.RemoveAll(static reading => reading.IsCompleted) > 0;
        if (!oneEnded && _inARow > 0 && time.GetElapsedTime(_began) < Longest * Math.Pow(2, _inARow))
            return null;
        _began = time.GetTimestamp();
        Task<T> reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            T found = await reading.WaitAsync(Longest, time, cancellationToken);
            _inARow = 0;
            return found;
        }
        catch (TimeoutException)
        {
            _hanging.Add(reading);
            _inARow++;
            return null;
        }
    }
}
