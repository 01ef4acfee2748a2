using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>Finds out whether a backend works. One check serves all who ask within a second, so that asking costs the backend nothing.</summary>
internal sealed class Readiness(ICmqBackend backend, TimeProvider time)
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    /// <summary>How long the backend may take to show that it works; the answer is there within a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    private readonly object _gate = new();
    private Task<string?>? _check;
    private Task<string?>? _query;
    private long _checkedAt;

    /// <returns>What is wrong, a sentence that names no file; <see langword="null"/>: nothing.</returns>
    public Task<string?> FindProblemAsync()
    {
        lock (_gate)
        {
            if (_check is null || (_check.IsCompleted && time.GetElapsedTime(_checkedAt) >= Shared))
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
            // A backend may do its work on the thread that asks, which then waits for its disk. One that hangs is not asked again.
            if (_query is null or { IsCompleted: true })
                _query = Task.Run(QueryAsync);
            return await _query.WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (CmqServiceException e)
        {
            return $"The backend refuses to work: {e.Error}.";
        }
        catch (Exception e)
        {
            // Whatever it is, it must not pass for a backend that works.
            return $"The backend does not answer: {e.GetType().Name}.";
        }
    }

    private async Task<string?> QueryAsync()
    {
        if (await backend.FindWriteProblemAsync().ConfigureAwait(false) is { } problem)
            return problem;
        await backend.GetService(CmqKey.DefaultAccount).ListQueuesAsync(new ListQueuesRequest(Limit: 1)).ConfigureAwait(false);
        return null;
    }
}
