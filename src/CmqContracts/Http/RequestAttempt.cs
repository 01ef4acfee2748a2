namespace CmqContracts;

/// <summary>A request under way, for the text of its errors.</summary>
/// <param name="action">What it asks for.</param>
/// <param name="subject">What it is about.</param>
/// <param name="host">Where it goes.</param>
/// <param name="time">Source of time.</param>
/// <param name="endpointIsRight">Whether a CMQ service has answered there before, so that a failure has other causes than the settings.</param>
internal readonly struct RequestAttempt(string action, RequestSubject subject, string host, TimeProvider time, bool endpointIsRight)
{
    private readonly long _start = time.GetTimestamp();

    public string Action => action;

    public RequestSubject Subject => subject;

    public bool EndpointIsRight => endpointIsRight;

    /// <summary>There is no usable answer.</summary>
    public CmqUnavailableException Failed(CmqOutcome outcome, string why, Exception? cause) => new(
        $"{action}{(subject.Kind is null ? "" : $" on {subject}")} at {host} has no usable answer after {time.GetElapsedTime(_start).TotalSeconds:0.0##} s: {why} "
            + (outcome == CmqOutcome.NotSent ? $"Nothing was sent. {(endpointIsRight ? "Is the service running?" : "Is the endpoint right, and the service running?")}" : $"It is not known whether it was carried out, so a repeat may do it twice.{(endpointIsRight ? "" : " Is the endpoint right?")}"),
        outcome,
        cause);

    /// <summary>The service refused it.</summary>
    public CmqServiceException Refused(CmqError error, string? about, string? requestId) => new(error, ErrorHints.For(error, action, subject.ToString(), host, about), requestId);
}

/// <summary>What a request is about; put into words only for the text of its errors.</summary>
internal readonly record struct RequestSubject(string? Kind, string? Name)
{
    public override string ToString() => Kind is null ? "" : $"{Kind} '{Name}'";
}
