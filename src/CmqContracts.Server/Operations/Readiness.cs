namespace CmqContracts.Server;

/// <summary>Checks whether a backend works. One check serves all readers within a second, so that they cause no load.</summary>
internal sealed class Readiness(ICmqBackend backend, TimeProvider time)
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(1);

    /// <summary>How long the backend may take for a check, so that the page answers within a second.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromMilliseconds(900);

    private readonly object _gate = new();
    private Task<string?>? _check;
    private Task<string?>? _query;
    private long _checkedAt;

    /// <returns>What is wrong, in a sentence that names no file; <see langword="null"/>: nothing.</returns>
    public Task<string?> FindProblemAsync()
    {
        lock (_gate)
        {
            if (_check is null || (_check.IsCompleted && time.GetElapsedTime(_checkedAt) >= CacheTime))
            {
                _checkedAt = time.GetTimestamp();
                _check = CheckAsync();
            }

            return _check;
        }
    }

    private async Task<string?> CheckAsync()
    {
        try
        {
            // A backend may work, and wait for its disk, on the calling thread. While one hangs, no other one is started.
            if (_query is null or { IsCompleted: true })
                _query = Task.Run(async () => await backend.PingAsync().ConfigureAwait(false));
            return await _query.WaitAsync(CheckTimeout, time).ConfigureAwait(false);
        }
        catch (CmqServiceException e)
        {
            return $"The backend refuses to work: {e.Error}.";
        }
        catch (Exception e)
        {
            // Whatever the failure is, the backend must not appear ready.
            return $"The backend does not answer: {e.GetType().Name}.";
        }
    }
}
