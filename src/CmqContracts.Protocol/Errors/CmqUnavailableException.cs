namespace CmqContracts;

/// <summary>
/// There was no usable answer: the service cannot be reached, did not answer in time, broke off, or did not answer as CMQ does; or a
/// broker of this process has stopped. The message says what happened and what to do, and over HTTP it names the endpoint, the action and
/// the time that it took; the inner exception is the cause.
/// </summary>
public sealed class CmqUnavailableException : CmqException
{
    /// <summary>An exception whose outcome is <see cref="CmqOutcome.Unknown"/>, with a general text.</summary>
    public CmqUnavailableException()
    {
    }

    /// <summary>An exception whose outcome is <see cref="CmqOutcome.Unknown"/>, with its text.</summary>
    /// <param name="message">What happened, and what to do. Never a secret or a message body.</param>
    public CmqUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception whose outcome is <see cref="CmqOutcome.Unknown"/>, with its text and its cause.</summary>
    /// <param name="message">What happened, and what to do. Never a secret or a message body.</param>
    /// <param name="innerException">What it follows from.</param>
    public CmqUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with its text, its cause and what is known about the request.</summary>
    /// <param name="message">What happened, and what to do. Never a secret or a message body.</param>
    /// <param name="outcome"><see cref="CmqOutcome.NotSent"/> or <see cref="CmqOutcome.Unknown"/>.</param>
    /// <param name="innerException">What it follows from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is another one.</exception>
    public CmqUnavailableException(string message, CmqOutcome outcome, Exception? innerException = null)
        : base(message, innerException)
    {
        if (outcome is not (CmqOutcome.NotSent or CmqOutcome.Unknown))
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Without an answer a request was not sent, or its outcome is unknown.");
        Outcome = outcome;
    }

    /// <summary><see cref="CmqOutcome.NotSent"/>: no byte of the request left this process, so it was not carried out. <see cref="CmqOutcome.Unknown"/>: it may have been.</summary>
    public override CmqOutcome Outcome { get; } = CmqOutcome.Unknown;

    /// <summary>Whether somebody has to mend something before there can be an answer, as waiting does not.</summary>
    internal bool NeedsMending { get; init; }
}
