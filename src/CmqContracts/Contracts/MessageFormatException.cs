using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message body that is not what its contract says, or a message that its contract cannot put into a body. The message names the path and what was expected there, never the content.</summary>
public sealed class MessageFormatException : FormatException
{
    // Names of all values of a large enum.
    private const int MaxExpectedLength = 1000;

    /// <summary>Creates the exception.</summary>
    /// <param name="contract">The message type, as users write it.</param>
    /// <param name="path">Where in the body, as a JSON path: <c>$.lines[2].price</c>. What is beyond 200 characters is cut, and what is not for display, such as line breaks, is escaped.</param>
    /// <param name="expected">What was expected there.</param>
    /// <param name="innerException">What the reader said.</param>
    public MessageFormatException(string contract, string path, string expected, Exception? innerException = null)
        : this("read", contract, path, expected, innerException)
    {
    }

    private MessageFormatException(string action, string contract, string path, string expected, Exception? innerException)
        : base($"A message of contract {contract} cannot be {action}: at {ShownText.Of(path)}, expected {ShownText.Of(expected, MaxExpectedLength)}.", innerException)
    {
        Contract = contract;
        Path = ShownText.Of(path);
        Expected = ShownText.Of(expected, MaxExpectedLength);
    }

    internal static MessageFormatException CannotBeWritten(string contract, string path, string expected, Exception innerException) =>
        new("written", contract, path, expected, innerException);

    /// <summary>The same failure where what was read lies deeper in a body.</summary>
    /// <param name="path">Where what was read begins.</param>
    internal MessageFormatException Below(string path) => new(Contract, path + Path[1..], Expected, InnerException);

    /// <summary>The message type, as users write it.</summary>
    public string Contract { get; }

    /// <summary>Where in the body, as a JSON path of at most 200 characters.</summary>
    /// <remarks>
    /// Members that the contract declares are named, as it spells them. What else names a member is content, and is told by its position
    /// in its object, counted from 1: <c>$.prices[key #2].amount</c>. A contract with a JSON context of its own ends the path there.
    /// </remarks>
    public string Path { get; }

    /// <summary>What was expected there.</summary>
    public string Expected { get; }
}
