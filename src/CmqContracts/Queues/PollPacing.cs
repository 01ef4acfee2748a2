using System.Globalization;

namespace CmqContracts;

/// <summary>
/// How a loop over a queue's messages waits between polls: it waits out a service that cannot be reached, or is too busy, and does not spin when
/// one answers at once that there is no message.
/// </summary>
/// <param name="queueName">The queue, for logs.</param>
/// <param name="wait">How long a poll asks the service to wait for a message.</param>
/// <param name="client">Its logger is told once when polls begin to fail, and once when they succeed again.</param>
internal sealed class PollPacing(string queueName, TimeSpan wait, CmqClient client)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private long _polledAt;
    private long? _failingSince;
    private bool _saidLasting;
    private TimeSpan _retry = FirstRetry;
    private TimeSpan _pause = FirstPause;

    /// <summary>Notes the beginning of a poll.</summary>
    public void Begin() => _polledAt = client.Time.GetTimestamp();

    /// <summary>Whether a poll's failure may pass by waiting.</summary>
    public static bool MayPass(Exception failure) => failure is CmqUnavailableException { NeedsMending: false } or CmqServiceException { IsTransient: true };

    /// <summary>Waits after a failure: a second, and twice as long after each that follows, up to a minute.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="mayPass">Whether it may pass by waiting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask RetryAsync(Exception failure, bool mayPass, CancellationToken cancellationToken)
    {
        if (!mayPass && !_saidLasting)
            client.Logger.PollsNeedMending(failure is CmqException ? null : failure, queueName, CmqLog.Sentence(failure));
        else if (_failingSince is null)
            client.Logger.PollsFail(queueName, CmqLog.Reason(failure));
        _saidLasting |= !mayPass;
        _failingSince ??= _polledAt;
        await Task.Delay(_retry, client.Time, cancellationToken).ConfigureAwait(false);
        _retry = Min(_retry * 2, LongestRetry);
    }

    /// <summary>Notes that the service has answered.</summary>
    public void Succeed()
    {
        _retry = FirstRetry;
        if (_failingSince is not { } since)
            return;
        _failingSince = null;
        _saidLasting = false;
        client.Logger.PollsSucceed(queueName, client.Time.GetElapsedTime(since).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture));
    }

    /// <summary>Waits after an answer that has come too early to be the end of a wait: longer after each that follows, and never longer than the poll was to wait.</summary>
    /// <param name="messages">How many messages the answer has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask PauseAsync(int messages, CancellationToken cancellationToken)
    {
        TimeSpan took = client.Time.GetElapsedTime(_polledAt);
        if (messages > 0 || took >= wait / 2)
        {
            _pause = FirstPause;
            return;
        }

        await Task.Delay(Min(_pause, wait - took), client.Time, cancellationToken).ConfigureAwait(false);
        _pause = Min(_pause * 2, wait);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
