namespace CmqContracts;

/// <summary>Which failures another try may mend without doing harm.</summary>
internal static class RetryRules
{
    /// <summary>Whether a call may be made again after a failure.</summary>
    public static bool MayRepeat(Exception failure, CallKind kind) => failure switch
    {
        CmqServiceException refused => MayRepeat(refused.Error, kind),
        CmqUnavailableException { Outcome: CmqOutcome.NotSent } => true,
        CmqUnavailableException => kind != CallKind.Once,
        _ => false,
    };

    /// <summary>Whether a call may be made again after an error of the service. One about too many messages in flight (6070) is not waited out here: only consumers can mend it.</summary>
    public static bool MayRepeat(CmqError error, CallKind kind) =>
        error.Code == CmqErrors.QpsThrottling.Code || error.Code == CmqErrors.InterfaceFrequencyLimitExceeded.Code
        || (kind != CallKind.Once && (error.Code == CmqErrors.ServerInternalError.Code || error.Code == CmqErrors.DeleteMessagePartiallyFailed.Code));
}
