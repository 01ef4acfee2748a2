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
    public CmqUnavailableException Failed(CmqOutcome outcome, string why, Exception? cause, bool isProxyAtFault = false) => new(
        $"{Describe()} has no usable answer after {time.GetElapsedTime(_start).TotalSeconds:0.0##} s: {why} "
            + (outcome == CmqOutcome.NotSent ? "Nothing was sent. " : "It is not known whether it was carried out, so a repeat may do it twice. ")
            + Question(outcome, isProxyAtFault, HttpFailure.IsAboutCertificate(cause)),
        outcome,
        cause)
    {
        NeedsMending = HttpFailure.IsAboutCertificate(cause),
    };

    /// <summary>There is no key to sign it with.</summary>
    public CmqUnavailableException WithoutKey(CredentialsException why) => new($"{Describe()} was not sent, as there is no key to sign it with. {why.Message}", CmqOutcome.NotSent, why.InnerException);

    /// <summary>The service refused it.</summary>
    public CmqServiceException Refused(CmqError error, string? about, string? requestId) => new(error, ErrorHints.For(error, action, subject.ToString(), host, about), requestId);

    private string Describe() => $"{action}{(subject.Kind is null ? "" : $" on {subject}")} at {host}";

    private string Question(CmqOutcome outcome, bool isProxyAtFault, bool isAnswered) =>
        isProxyAtFault ? "Is the proxy right, as CmqOptions.CreateHandler sets it, or the environment with HTTP_PROXY, HTTPS_PROXY and NO_PROXY?"
        : outcome == CmqOutcome.NotSent && !isAnswered ? endpointIsRight ? "Is the service running?" : "Is the endpoint right, and the service running?"
        : endpointIsRight ? "" : "Is the endpoint right?";
}

/// <summary>What a request is about; put into words only for the text of its errors.</summary>
internal readonly record struct RequestSubject(string? Kind, string? Name)
{
    public const string Queue = "queue";
    public const string Topic = "topic";

    public override string ToString() => Kind is null ? "" : $"{Kind} '{Name}'";
}
