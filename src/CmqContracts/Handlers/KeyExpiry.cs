namespace CmqContracts;

/// <summary>
/// Deletes the keys of messages that no copy can come of any more, a few at a time, after a message was handled. All times are the service's, so that the
/// clock of this machine does not matter.
/// </summary>
/// <param name="setup">What the handler is made of.</param>
/// <param name="window">For how long a copy of a handled message may be sent.</param>
internal sealed class KeyExpiry<TMessage>(HandlerSetup<TMessage> setup, TimeSpan window)
{
    /// <summary>The most keys in a step. A database with one writer is kept from others for the time of it.</summary>
    private const int Step = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private bool _isRunning;
    private bool _hasMore;
    private long? _foundAt;

    /// <summary>The latest time of the service that messages have told: it is this time or later there.</summary>
    private DateTimeOffset _now;
    private DateTimeOffset _handledBefore;

    /// <summary>Deletes expired keys, if there may be some. It throws nothing.</summary>
    /// <param name="message">A message that was just handled.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask RunAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken)
    {
        bool isDue;
        DateTimeOffset now;
        lock (_gate)
        {
            now = _now = Latest(_now, Latest(message.EnqueuedAt, message.FirstReceivedAt));
            isDue = _foundAt is not { } foundAt || setup.Time.GetElapsedTime(foundAt) >= Interval;
            if (_isRunning || !(isDue || _hasMore))
                return;
            _isRunning = true;
            if (isDue)
                _foundAt = setup.Time.GetTimestamp();
        }

        bool hasMore = false;
        try
        {
            if (isDue)
                _handledBefore = await FindAgeAsync(now, cancellationToken).ConfigureAwait(false);
            hasMore = await setup.Store!.ExpireAsync(setup.StoredName, _handledBefore, Step, cancellationToken).ConfigureAwait(false) == Step;
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
                setup.Queue.Client.Logger.NotExpired(setup.Queue.QueueName, CmqLog.Reason(e));
        }
        finally
        {
            lock (_gate)
            {
                _hasMore = hasMore;
                _isRunning = false;
            }
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>When a message must have been handled for its key to be of no use any more.</summary>
    private async ValueTask<DateTimeOffset> FindAgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            QueueAttributes attributes = await setup.Queue.GetAttributesAsync(cancellationToken).ConfigureAwait(false);
            return KeyAge.HandledBefore(now, attributes.MsgRetentionSeconds, attributes.RewindSeconds, attributes.OldestMessageAt, window);
        }
        catch (CmqServiceException refusal) when (refusal.Is(CmqErrors.NoCamAuthentication))
        {
            QueueSettings settings = setup.Queue.Contract.Settings;
            CmqLimits limits = setup.Queue.Client.Limits;
            return KeyAge.HandledBefore(now, settings.MsgRetentionSeconds ?? limits.MsgRetentionSeconds.Maximum, settings.RewindSeconds ?? limits.RewindSeconds.Maximum, oldestMessageAt: null, window);
        }
    }
}

/// <summary>How long the key of a message is of use: for as long as a copy of the message may come.</summary>
internal static class KeyAge
{
    /// <summary>
    /// A copy is sent within the window after the message was handled. It is gone when its retention has ended, and was consumed before, when all messages that the
    /// queue holds were produced later. What was consumed can be rewound for the time that the queue states.
    /// </summary>
    /// <param name="now">The service's time, or one before.</param>
    /// <param name="retentionSeconds">The queue's retention.</param>
    /// <param name="rewindSeconds">The time for which its deleted messages can be brought back.</param>
    /// <param name="oldestMessageAt">When its oldest message was produced; <see langword="null"/>: not known.</param>
    /// <param name="window">The window.</param>
    /// <returns>Keys of messages that were handled before are of no use.</returns>
    public static DateTimeOffset HandledBefore(DateTimeOffset now, long retentionSeconds, long rewindSeconds, DateTimeOffset? oldestMessageAt, TimeSpan window)
    {
        DateTimeOffset byRetention = now - TimeSpan.FromSeconds(Math.Max(retentionSeconds, rewindSeconds));
        DateTimeOffset byRewind = now - TimeSpan.FromSeconds(rewindSeconds);
        DateTimeOffset byOldest = oldestMessageAt is { } oldest && oldest < byRewind ? oldest : byRewind;
        DateTimeOffset latest = oldestMessageAt is not null && byOldest > byRetention ? byOldest : byRetention;
        return latest - DateTimeOffset.UnixEpoch > window ? latest - window : DateTimeOffset.UnixEpoch;
    }
}
