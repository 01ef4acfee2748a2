namespace CmqContracts.Protocol.Wire;

/// <summary>Where a look at a queue's messages begins, and in which order it reads.</summary>
internal static class InspectPlaceForm
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static void Write(V2Parameters parameters, string queueName, MessageState state, bool newestFirst, string? afterMessageId, DateTimeOffset? from)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add("queueName"u8, queueName);
        parameters.Add("state"u8, InspectionWords.States.Of(state));
        if (newestFirst)
            parameters.Add("newestFirst"u8, 1);
        if (afterMessageId is not null)
            parameters.Add("afterMessageId"u8, afterMessageId);
        if (from is { } time)
            parameters.Add("fromTimeMs"u8, time.ToUnixTimeMilliseconds());
    }

    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterOutOfRange"/>: it is neither 0 nor 1.</exception>
    public static bool ReadNewestFirst(V2Parameters parameters) => parameters.OptionalNumber("newestFirst") switch
    {
        null or 0 => false,
        1 => true,
        var other => throw new CmqServiceException(CmqErrors.ParameterOutOfRange("newestFirst"), $"newestFirst is {other}; it must be 1, or 0 for the oldest first."),
    };

    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterOutOfRange"/>: it is before the year 1 or after 9999.</exception>
    public static DateTimeOffset? ReadFrom(V2Parameters parameters)
    {
        if (parameters.OptionalNumber("fromTimeMs") is not { } time)
            return null;
        return time >= Earliest && time <= Latest
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : throw new CmqServiceException(CmqErrors.ParameterOutOfRange("fromTimeMs"), $"fromTimeMs is {time}; it must be a Unix time in milliseconds, {Earliest} to {Latest}.");
    }
}
