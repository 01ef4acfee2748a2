namespace CmqContracts.Brokers;

/// <summary>
/// A thread for groups whose commits wait for a disk: the thread pool has few threads, and none is kept from requests by it.
/// </summary>
internal sealed class GroupThread : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly Action _run;
    private volatile bool _disposed;

    public GroupThread(Action run)
    {
        _run = run;
        new Thread(Work) { IsBackground = true, Name = "CMQ broker" }.UnsafeStart();
    }

    /// <summary>Runs the work once more.</summary>
    public void Post() => _work.Release();

    /// <summary>Ends the thread after the work that is under way.</summary>
    public void Dispose()
    {
        _disposed = true;
        _work.Release();
    }

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            if (_disposed)
                return;
            _run();
        }
    }
}
