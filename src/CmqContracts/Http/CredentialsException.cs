namespace CmqContracts;

/// <summary>Why there is no key, in words of our own, which repeat nothing of one.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">What it follows from, if that holds nothing of a key either.</param>
internal sealed class CredentialsException(string message, Exception? innerException = null) : Exception(message, innerException);
