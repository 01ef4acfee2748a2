using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>A queue's attributes as CreateCmqQueue and ModifyCmqQueueAttribute name them. <c>Trace</c>, <c>Tags</c> and <c>RetentionSizeInMB</c> are accepted and have no effect.</summary>
/// <remarks>Sources: documents 1110/44169 and 1179/55905.</remarks>
internal static class Api3QueueSettings
{
    /// <summary>Reads the attributes that are given.</summary>
    /// <param name="parameters">The action's parameters.</param>
    /// <param name="deadLetterQueue">The dead-letter queue; <see langword="null"/>: none is named.</param>
    public static QueueSettings Read(Api3Parameters parameters, string? deadLetterQueue)
    {
        if (parameters.OptionalNumber("Transaction") is not (null or 0))
            throw new Api3Exception(Api3Errors.UnsupportedOperation, "Transactional queues are not served: transactions belong to the TCP protocol. Leave `Transaction` out or set it to 0.");
        return new QueueSettings
        {
            MaxMsgHeapNum = parameters.OptionalNumber("MaxMsgHeapNum"),
            PollingWaitSeconds = parameters.OptionalInt32("PollingWaitSeconds"),
            VisibilityTimeout = parameters.OptionalInt32("VisibilityTimeout"),
            MaxMsgSize = parameters.OptionalInt32("MaxMsgSize"),
            MsgRetentionSeconds = parameters.OptionalInt32("MsgRetentionSeconds"),
            RewindSeconds = parameters.OptionalInt32("RewindSeconds"),
            DeadLetterPolicy = ReadPolicy(parameters, deadLetterQueue),
        };
    }

    /// <summary>Whether a limit of the dead-letter policy is given.</summary>
    public static bool ChangesPolicy(Api3Parameters parameters) =>
        parameters.OptionalInt32("MaxReceiveCount") is not null || parameters.OptionalInt32("MaxTimeToLive") is not null;

    /// <summary>
    /// The attributes of a new queue, with TDMQ's defaults. In the profile Classic the end of the retention ends rewindable messages too, so there
    /// the default retention is as long as the rewind needs.
    /// </summary>
    public static QueueSettings ForNewQueue(QueueSettings given, CmqLimits limits, CmqLimits backendLimits)
    {
        QueueSettings settings = QueueSettingsRules.ForNewQueue(given, limits);
        if (backendLimits.Profile != CmqProfile.Classic || settings.RewindSeconds <= settings.MsgRetentionSeconds)
            return settings;
        if (given.MsgRetentionSeconds is null)
            return settings with { MsgRetentionSeconds = settings.RewindSeconds };
        throw new CmqServiceException(
            CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds,
            $"RewindSeconds is {settings.RewindSeconds} and MsgRetentionSeconds is {settings.MsgRetentionSeconds}. This server runs the profile Classic, in which no message outlives its retention: raise MsgRetentionSeconds, leave it out, or run the server with the profile Tdmq.");
    }

    private static DeadLetterPolicy? ReadPolicy(Api3Parameters parameters, string? queue)
    {
        int? count = parameters.OptionalInt32("MaxReceiveCount");
        int? seconds = parameters.OptionalInt32("MaxTimeToLive");
        if (queue is null)
            return count is null && seconds is null ? null : throw Api3Exception.Missing("DeadLetterQueueName");
        return (parameters.OptionalInt32("Policy") ?? (count is null && seconds is not null ? 1 : 0)) switch
        {
            0 => DeadLetterPolicy.AfterReceives(queue, count ?? throw Api3Exception.Missing("MaxReceiveCount")),
            1 => DeadLetterPolicy.AfterSeconds(queue, seconds ?? throw Api3Exception.Missing("MaxTimeToLive")),
            _ => throw Api3Exception.Invalid("Policy", "must be 0 (received too often) or 1 (unconsumed too long)"),
        };
    }
}
