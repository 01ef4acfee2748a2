using System.Globalization;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Compares what a contract states with what a queue has.</summary>
internal static class QueueDrift
{
    /// <summary>The attributes that differ. What the contract does not state cannot differ.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="stated">What the contract states.</param>
    /// <param name="actual">What the queue has.</param>
    /// <param name="deadLetterQueueId">Id of the dead-letter queue that the contract names: the service may say the id where a name was set.</param>
    public static List<AttributeDrift> Find(string queueName, QueueSettings stated, QueueAttributes actual, string? deadLetterQueueId)
    {
        List<AttributeDrift> drift = [];
        Compare("maxMsgHeapNum", stated.MaxMsgHeapNum, actual.MaxMsgHeapNum);
        Compare("pollingWaitSeconds", stated.PollingWaitSeconds, actual.PollingWaitSeconds);
        Compare("visibilityTimeout", stated.VisibilityTimeout, actual.VisibilityTimeout);
        Compare("maxMsgSize", stated.MaxMsgSize, actual.MaxMsgSize);
        Compare("msgRetentionSeconds", stated.MsgRetentionSeconds, actual.MsgRetentionSeconds);
        Compare("rewindSeconds", stated.RewindSeconds, actual.RewindSeconds);
        if (stated.DeadLetterPolicy is { } policy && !IsSame(policy, actual.DeadLetterPolicy, deadLetterQueueId))
            drift.Add(new AttributeDrift { Kind = DriftKind.Changeable, Subject = DriftSubject.Queue, SubjectName = queueName, Attribute = "deadLetterPolicy", Expected = Describe(policy), Actual = Describe(actual.DeadLetterPolicy) });
        return drift;

        void Compare(string attribute, long? expected, long value)
        {
            if (expected is { } number && number != value)
                drift.Add(new AttributeDrift { Kind = DriftKind.Changeable, Subject = DriftSubject.Queue, SubjectName = queueName, Attribute = attribute, Expected = number.ToString(CultureInfo.InvariantCulture), Actual = value.ToString(CultureInfo.InvariantCulture) });
        }
    }

    /// <summary>Whether the queue's policy names another queue than the contract, as far as names tell: what it says may be an id.</summary>
    public static bool MayBeId(QueueSettings stated, QueueAttributes actual) =>
        stated.DeadLetterPolicy is { } policy && actual.DeadLetterPolicy is { } found && !CmqNameRule.Comparer.Equals(policy.DeadLetterQueue, found.DeadLetterQueue);

    private static bool IsSame(DeadLetterPolicy stated, DeadLetterPolicy? actual, string? deadLetterQueueId) =>
        actual is not null
        && stated.MaxReceiveCount == actual.MaxReceiveCount
        && stated.MaxTimeToLive == actual.MaxTimeToLive
        && (CmqNameRule.Comparer.Equals(stated.DeadLetterQueue, actual.DeadLetterQueue) || actual.DeadLetterQueue == deadLetterQueueId);

    private static string Describe(DeadLetterPolicy? policy) => policy switch
    {
        null => "none",
        { MaxReceiveCount: { } count } => string.Create(CultureInfo.InvariantCulture, $"'{ShownText.Of(policy.DeadLetterQueue)}' after {count} receives"),
        { MaxTimeToLive: { } seconds } => string.Create(CultureInfo.InvariantCulture, $"'{ShownText.Of(policy.DeadLetterQueue)}' after {seconds} seconds"),
        _ => $"'{ShownText.Of(policy.DeadLetterQueue)}'",
    };
}
