using System.Collections.Concurrent;

namespace CmqContracts.Server;

/// <summary>Refuses requests beyond the rate limits, which hold per account and action. While both limits are off it costs nothing.</summary>
internal sealed class RequestRates(CmqLimits limits, TimeProvider time)
{
    private readonly long _requests = limits.RequestsPerSecond.Maximum;
    private readonly long _controlRequests = limits.ControlRequestsPerSecond.Maximum;
    private readonly ConcurrentDictionary<(string Account, ActionInfo Action), Bucket> _buckets = new();

    /// <summary>Counts a request, and refuses it when there are too many.</summary>
    /// <param name="account">The account.</param>
    /// <param name="action">Its action.</param>
    /// <exception cref="CmqServiceException">There were too many in the last second.</exception>
    public void Admit(string account, ActionInfo action)
    {
        if (_requests == long.MaxValue && _controlRequests == long.MaxValue)
            return;
        bool control = action.Plane == ActionPlane.Control;
        long perSecond = control ? Math.Min(_controlRequests, _requests) : _requests;
        if (perSecond == long.MaxValue)
            return;
        Bucket bucket = _buckets.GetOrAdd((account, action), static _ => new Bucket());
        if (!bucket.TryTake(time.GetTimestamp(), time.TimestampFrequency, perSecond))
            throw new CmqServiceException(control ? CmqErrors.InterfaceFrequencyLimitExceeded : CmqErrors.QpsThrottling);
    }

    /// <summary>
    /// A token bucket with the requests of one second, stored as the time at which it would be full again. .NET's rate limiters do not take a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    private sealed class Bucket
    {
        private long _fullAt = long.MinValue;

        public bool TryTake(long now, long second, long perSecond)
        {
            long share = second / perSecond;
            while (true)
            {
                long fullAt = Volatile.Read(ref _fullAt);
                long next = Math.Max(fullAt, now) + share;
                if (next - now > second)
                    return false;
                if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                    return true;
            }
        }
    }
}
