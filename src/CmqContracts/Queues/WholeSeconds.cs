namespace CmqContracts;

/// <summary>The one place where durations become the protocol's whole seconds.</summary>
internal static class WholeSeconds
{
    /// <summary>Rounds up, so that nothing happens earlier than asked for.</summary>
    /// <exception cref="CmqServiceException">The duration is infinite, or outside the limit.</exception>
    public static int Of(TimeSpan duration, CmqLimit limit, CmqError error)
    {
        if (duration == Timeout.InfiniteTimeSpan)
            throw new CmqServiceException(error, $"{limit.Name} is infinite (Timeout.InfiniteTimeSpan); it must be {limit.Range}.");

        long seconds = duration.Ticks / TimeSpan.TicksPerSecond;
        long rest = duration.Ticks % TimeSpan.TicksPerSecond;
        // A negative fraction is out of range too and must not round up to zero.
        seconds += Math.Sign(rest);
        return limit.Contains(seconds) ? (int)seconds : throw new CmqServiceException(error, limit.Explain(seconds));
    }
}
