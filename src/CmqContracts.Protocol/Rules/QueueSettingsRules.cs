namespace CmqContracts.Protocol;

/// <summary>What a queue's attributes must be, on their own and together.</summary>
internal static class QueueSettingsRules
{
    /// <summary>Refuses attributes that no queue can have, without knowing the queue.</summary>
    /// <exception cref="CmqServiceException">A value is out of its range, or two contradict each other.</exception>
    public static void Check(QueueSettings settings, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(limits);
        CheckRange(limits.MaxMsgHeapNum, settings.MaxMsgHeapNum);
        CheckRange(limits.PollingWaitSeconds, settings.PollingWaitSeconds);
        CheckRange(limits.VisibilityTimeout, settings.VisibilityTimeout);
        CheckRange(limits.MaxMsgSize, settings.MaxMsgSize);
        CheckRange(limits.MsgRetentionSeconds, settings.MsgRetentionSeconds);
        CheckRange(limits.RewindSeconds, settings.RewindSeconds);
        if (settings is { RewindSeconds: { } rewind, MsgRetentionSeconds: { } retention })
            CheckRewind(rewind, retention, limits);
        if (settings.DeadLetterPolicy is { } policy)
            CheckPolicy(policy, settings.MsgRetentionSeconds, limits);
    }

    /// <summary>The attributes of a new queue: what was given, and the defaults.</summary>
    /// <exception cref="CmqServiceException">A value is out of its range, or two contradict each other.</exception>
    public static QueueSettings ForNewQueue(QueueSettings settings, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(limits);
        return Merge(
            new QueueSettings
            {
                MaxMsgHeapNum = limits.MaxMsgHeapNum.Default,
                PollingWaitSeconds = (int?)limits.PollingWaitSeconds.Default,
                VisibilityTimeout = (int?)limits.VisibilityTimeout.Default,
                MaxMsgSize = (int?)limits.MaxMsgSize.Default,
                MsgRetentionSeconds = (int?)limits.MsgRetentionSeconds.Default,
                RewindSeconds = (int?)limits.RewindSeconds.Default,
            },
            settings,
            limits);
    }

    /// <summary>The attributes of a queue after a change.</summary>
    /// <exception cref="CmqServiceException">A value is out of its range, or contradicts another of the queue.</exception>
    public static QueueSettings Merge(QueueSettings current, QueueSettings change, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(change);
        Check(change, limits);
        QueueSettings merged = current with
        {
            MaxMsgHeapNum = change.MaxMsgHeapNum ?? current.MaxMsgHeapNum,
            PollingWaitSeconds = change.PollingWaitSeconds ?? current.PollingWaitSeconds,
            VisibilityTimeout = change.VisibilityTimeout ?? current.VisibilityTimeout,
            MaxMsgSize = change.MaxMsgSize ?? current.MaxMsgSize,
            MsgRetentionSeconds = change.MsgRetentionSeconds ?? current.MsgRetentionSeconds,
            RewindSeconds = change.RewindSeconds ?? current.RewindSeconds,
            DeadLetterPolicy = change.DeadLetterPolicy ?? current.DeadLetterPolicy,
        };
        Check(merged, limits);
        return merged;
    }

    private static void CheckPolicy(DeadLetterPolicy policy, int? retention, CmqLimits limits)
    {
        if (string.IsNullOrEmpty(policy.DeadLetterQueue))
            throw new CmqServiceException(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue, "Name the dead-letter queue.");
        if (CmqNameRule.Explain(policy.DeadLetterQueue, limits) is { } wrong)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist, wrong);
        if (policy.MaxReceiveCount is { } count && !limits.MaxReceiveCount.Contains(count))
            throw new CmqServiceException(CmqErrors.DeadLetterPolicyParamsError, limits.MaxReceiveCount.Explain(count));
        if (policy.MaxTimeToLive is not { } seconds)
            return;
        if (!limits.MaxTimeToLive.Contains(seconds))
            throw new CmqServiceException(CmqErrors.DeadLetterPolicyParamsError, limits.MaxTimeToLive.Explain(seconds));
        if (seconds >= retention)
            throw new CmqServiceException(CmqErrors.DeadLetterPolicyParamsError, $"maxTimeToLive is {seconds}; it must be less than msgRetentionSeconds, {retention}, or messages expire before they can move.");
    }

    private static void CheckRewind(int rewind, int retention, CmqLimits limits)
    {
        if (limits.Profile == CmqProfile.Classic && rewind > retention)
            throw new CmqServiceException(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, $"rewindSeconds is {rewind} and msgRetentionSeconds is {retention}; lower the first or raise the second.");
    }

    private static void CheckRange(CmqLimit limit, long? value)
    {
        if (value is { } given && !limit.Contains(given))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(limit.Name), limit.Explain(given));
    }
}
