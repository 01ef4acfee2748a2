namespace CmqContracts;

/// <summary>An error of the service, or of our own check before sending, which says what the service would.</summary>
public sealed class CmqServiceException : CmqException
{
    /// <summary>Creates the exception for an error of the protocol.</summary>
    /// <param name="error">The error.</param>
    /// <param name="detail">What a person needs beyond the error's text: the value, the rule, the fix. Never a secret or a message body.</param>
    /// <param name="requestId">The service's id of the request.</param>
    /// <param name="innerException">What caused it.</param>
    public CmqServiceException(CmqError error, string? detail = null, string? requestId = null, Exception? innerException = null)
        : base(Describe(error, detail, requestId), innerException)
    {
        Error = error;
        Detail = detail;
        RequestId = requestId;
    }

    /// <summary>The error.</summary>
    public CmqError Error { get; }

    /// <summary>The top-level code, such as 4440.</summary>
    public int Code => Error.Code;

    /// <summary>The module code, such as 10100.</summary>
    public int ModuleCode => Error.ModuleCode;

    /// <summary>The value, the rule and the fix, where they are known.</summary>
    public string? Detail { get; }

    /// <summary>The service's id of the request; <see langword="null"/> when the request was not sent.</summary>
    public string? RequestId { get; }

    /// <summary><see cref="CmqOutcome.Refused"/>: nothing was done. <see cref="CmqOutcome.Unknown"/> after an error inside the service (6000), as after a failed write nobody knows, and for a code that is not in <see cref="CmqErrors"/>.</summary>
    public override CmqOutcome Outcome => Error.Outcome;

    /// <summary>Whether a repeat may succeed: the service was asked too often, has too many messages in flight, or failed (4420, 4480, 6070, 6000). It does not say that a repeat is safe: see <see cref="Outcome"/>.</summary>
    public bool IsTransient => Error.IsTransient;

    /// <summary>Whether this is that error: <c>catch (CmqServiceException e) when (e.Is(CmqErrors.QueueDoesNotExist))</c>.</summary>
    public bool Is(CmqError error) => Error.Is(error);

    private static string Describe(CmqError error, string? detail, string? requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        string text = $"CMQ error {error.Code}/{error.ModuleCode}: {error.Text}.";
        if (detail is not null)
            text += " " + detail;
        return requestId is null ? text : $"{text} [request {requestId}]";
    }
}
