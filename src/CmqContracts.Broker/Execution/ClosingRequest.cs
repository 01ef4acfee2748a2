namespace CmqContracts.Broker;

/// <summary>A request of the executor's own when it closes. A thread can wait for it without a task.</summary>
internal sealed class ClosingRequest(Action<QueueEngine> work) : Request<bool>
{
    private readonly object _gate = new();
    private bool _isReleased;

    public override void Run(QueueEngine engine) => work(engine);

    /// <remarks>It succeeds also where the store has failed: whoever waited knows that already, and closing is all that is left to do.</remarks>
    public override void Release()
    {
        Error = null;
        base.Release();
        lock (_gate)
        {
            _isReleased = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the request has been run.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (!_isReleased)
                Monitor.Wait(_gate);
        }
    }
}
