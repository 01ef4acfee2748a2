namespace CmqContracts.Testing;

/// <summary>A test host cannot do what the test asks for. The message names what is in the way.</summary>
public sealed class CmqTestException : Exception
{
    /// <summary>An exception with a general text.</summary>
    public CmqTestException()
    {
    }

    /// <summary>An exception with its text.</summary>
    /// <param name="message">What is in the way, and what to do.</param>
    public CmqTestException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its text and its cause.</summary>
    /// <param name="message">What is in the way, and what to do.</param>
    /// <param name="innerException">What it follows from.</param>
    public CmqTestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
