using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>The time of the service, which judges when a request was signed: that of this machine, until the service refuses a request and says what time it has.</summary>
/// <param name="time">The time of this machine.</param>
/// <param name="host">The service, for logs.</param>
/// <param name="logger">Told once that the clocks differ.</param>
internal sealed class ServiceClock(TimeProvider time, string host, ILogger logger)
{
    /// <summary>A difference that no service refuses a request for: the narrowest window that Tencent documents is 5 minutes either way.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

    private long _ahead;
    private int _said;

    /// <summary>The clock of this machine.</summary>
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Takes the service's time from its refusal of a request.</summary>
    /// <param name="signedAt">The time that the request was signed with.</param>
    /// <param name="date">What time it was at the service; <see langword="null"/>: it does not say.</param>
    /// <returns>Whether the request was signed with a wrong time.</returns>
    public bool TryCorrect(DateTimeOffset signedAt, DateTimeOffset? date)
    {
        if (date is not { } there || (there - signedAt).Duration() <= Tolerated)
            return false;
        TimeSpan ahead = there - time.GetUtcNow();
        Volatile.Write(ref _ahead, ahead.Ticks);
        if (Interlocked.Exchange(ref _said, 1) == 0)
            logger.ClockDiffers(host, ahead.Duration().ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture), ahead > TimeSpan.Zero ? "behind" : "ahead of");
        return true;
    }
}
