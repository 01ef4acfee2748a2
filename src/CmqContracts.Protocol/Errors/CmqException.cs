namespace CmqContracts;

/// <summary>
/// What a call to CMQ throws, besides exceptions about arguments, <see cref="OperationCanceledException"/>, <see cref="ObjectDisposedException"/>
/// and what cannot be written into a body: the service refused it (<see cref="CmqServiceException"/>), there was no usable answer
/// (<see cref="CmqUnavailableException"/>), or a durable store cannot be opened. A decorator of the service may throw anything else, at any time, so
/// that nothing is known about the request.
/// </summary>
public abstract class CmqException : Exception
{
    /// <summary>An exception with a general text.</summary>
    protected CmqException()
    {
    }

    /// <summary>An exception with its text.</summary>
    /// <param name="message">What happened, and what to do. Never a secret or a message body.</param>
    protected CmqException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its text and its cause.</summary>
    /// <param name="message">What happened, and what to do. Never a secret or a message body.</param>
    /// <param name="innerException">What it follows from.</param>
    protected CmqException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is known about the request: never <see cref="CmqOutcome.Done"/>.</summary>
    public abstract CmqOutcome Outcome { get; }
}
