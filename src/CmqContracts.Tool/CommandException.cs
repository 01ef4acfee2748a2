namespace CmqContracts.Tool;

/// <summary>Ends a command with a sentence on standard error and an exit code.</summary>
/// <param name="message">What happened, and what to do. Never a secret.</param>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="innerException">What it follows from.</param>
internal sealed class CommandException(string message, int exitCode = ExitCode.Usage, Exception? innerException = null) : Exception(message, innerException)
{
    public int Code { get; } = exitCode;
}
