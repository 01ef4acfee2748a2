namespace CmqContracts.Protocol.Wire;

/// <summary>Queue attributes as parameters of CreateQueue and SetQueueAttributes.</summary>
internal static class QueueSettingsForm
{
    /// <summary>Writes the attributes that are set.</summary>
    public static void Write(V2Parameters parameters, QueueSettings settings)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(settings);
        Add(parameters, "maxMsgHeapNum"u8, settings.MaxMsgHeapNum);
        Add(parameters, "pollingWaitSeconds"u8, settings.PollingWaitSeconds);
        Add(parameters, "visibilityTimeout"u8, settings.VisibilityTimeout);
        Add(parameters, "maxMsgSize"u8, settings.MaxMsgSize);
        Add(parameters, "msgRetentionSeconds"u8, settings.MsgRetentionSeconds);
        Add(parameters, "rewindSeconds"u8, settings.RewindSeconds);
        if (settings.DeadLetterPolicy is { } policy)
            parameters.Add("deadLetterPolicy"u8, DeadLetterPolicyForm.Write(policy));
    }

    /// <summary>Reads the attributes that were sent.</summary>
    public static QueueSettings Read(V2Parameters parameters) => new()
    {
        MaxMsgHeapNum = parameters.OptionalNumber("maxMsgHeapNum"),
        PollingWaitSeconds = parameters.OptionalInt32("pollingWaitSeconds"),
        VisibilityTimeout = parameters.OptionalInt32("visibilityTimeout"),
        MaxMsgSize = parameters.OptionalInt32("maxMsgSize"),
        MsgRetentionSeconds = parameters.OptionalInt32("msgRetentionSeconds"),
        RewindSeconds = parameters.OptionalInt32("rewindSeconds"),
        DeadLetterPolicy = parameters.OptionalString("deadLetterPolicy") is { Length: > 0 } policy ? DeadLetterPolicyForm.Read(policy) : null,
    };

    private static void Add(V2Parameters parameters, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } given)
            parameters.Add(name, given);
    }
}
