namespace CmqContracts.Protocol;

/// <summary>The times that a queue can be rewound to: from now minus rewindSeconds to the production time of the oldest unconsumed message, both in whole seconds and inclusive.</summary>
/// <param name="Earliest">The earliest start, Unix seconds.</param>
/// <param name="Latest">The latest start, Unix seconds.</param>
/// <remarks>Source: CMQ documents 406/8129 and 406/8407.</remarks>
internal readonly record struct RewindWindow(long Earliest, long Latest)
{
    /// <summary>The window of a queue.</summary>
    /// <param name="now">The service's time.</param>
    /// <param name="rewindSeconds">The queue's rewind time.</param>
    /// <param name="oldestUnconsumed">Production time of the oldest active, inactive or delayed message; now, when there is none.</param>
    public static RewindWindow Of(DateTimeOffset now, int rewindSeconds, DateTimeOffset oldestUnconsumed) =>
        new(now.ToUnixTimeSeconds() - rewindSeconds, oldestUnconsumed.ToUnixTimeSeconds());

    /// <summary>Refuses a rewind of a queue that keeps no deleted messages.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueCannotBeRewound"/>.</exception>
    public static void CheckKeepsDeleted(string queueName, int rewindSeconds)
    {
        if (rewindSeconds == 0)
            throw new CmqServiceException(CmqErrors.QueueCannotBeRewound, $"Queue '{queueName}' has rewindSeconds 0, so its deleted messages are gone; set rewindSeconds to keep future ones.");
    }

    /// <summary>Refuses a rewind that the queue does not allow.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueCannotBeRewound"/> or <see cref="CmqErrors.InvalidRewindTime"/>.</exception>
    public static void Check(RewindQueueRequest request, int rewindSeconds, DateTimeOffset now, DateTimeOffset oldestUnconsumed)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckKeepsDeleted(request.QueueName, rewindSeconds);
        RewindWindow window = Of(now, rewindSeconds, oldestUnconsumed);
        if (request.StartConsumeTime < window.Earliest || request.StartConsumeTime > window.Latest)
        {
            throw new CmqServiceException(
                CmqErrors.InvalidRewindTime,
                $"startConsumeTime is {request.StartConsumeTime}; queue '{request.QueueName}' can be rewound to {window.Earliest} .. {window.Latest} (Unix seconds).");
        }
    }
}
