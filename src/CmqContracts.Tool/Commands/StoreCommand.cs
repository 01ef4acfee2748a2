using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq store</c>: the commands for the directory of a durable store, besides serving it.</summary>
internal static class StoreCommand
{
    public const string Description = "Checks, copies and restores the queues that 'cmq serve --data' keeps.";

    public static Command Create() => new("store", Description)
    {
        StoreCheckCommand.Create(),
        StoreBackupCommand.Create(),
        StoreRestoreCommand.Create(),
    };

    /// <summary>Runs one of its commands. Failures of a store or file are printed without a stack trace.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is CmqException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
