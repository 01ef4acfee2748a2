namespace CmqContracts;

/// <summary>A message body that is not what its contract says, or a message that its contract cannot put into a body. The message names the place and the expectation, never the content.</summary>
public sealed class MessageFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="contract">The message type, as users write it.</param>
    /// <param name="path">Where in the body, as a JSON path: <c>$.lines[2].price</c>.</param>
    /// <param name="expected">What was expected there.</param>
    /// <param name="innerException">What the reader said.</param>
    public MessageFormatException(string contract, string path, string expected, Exception? innerException = null)
        : this("read", contract, path, expected, innerException)
    {
    }

    private MessageFormatException(string action, string contract, string path, string expected, Exception? innerException)
        : base($"A message of contract {contract} cannot be {action}: at {path}, expected {expected}.", innerException)
    {
        Contract = contract;
        Path = path;
        Expected = expected;
    }

    internal static MessageFormatException CannotBeWritten(string contract, string path, string expected, Exception innerException) =>
        new("written", contract, path, expected, innerException);

    /// <summary>The message type, as users write it.</summary>
    public string Contract { get; }

    /// <summary>Where in the body, as a JSON path.</summary>
    public string Path { get; }

    /// <summary>What was expected there.</summary>
    public string Expected { get; }
}
