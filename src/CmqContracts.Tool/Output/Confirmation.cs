using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Asks before something is done that cannot be undone.</summary>
internal static class Confirmation
{
    /// <summary>Asks on the terminal.</summary>
    /// <exception cref="CommandException">Nobody can be asked, or the answer was no.</exception>
    public static async Task AskAsync(string question, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new CommandException($"{ShownText.Of(question)} Nobody can be asked, as this is no terminal; add --yes to do it.");
        await Console.Error.WriteAsync($"{ShownText.Of(question)} [y/N] ").ConfigureAwait(false);
        // The read itself cannot be cancelled.
        string? answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new CommandException("Nothing was done.", ExitCode.Failed);
    }
}
