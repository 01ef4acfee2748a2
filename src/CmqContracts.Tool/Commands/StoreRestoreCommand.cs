using System.CommandLine;
using CmqContracts.Sqlite;

namespace CmqContracts.Tool;

/// <summary><c>cmq store restore</c>: creates a store from a backup.</summary>
internal static class StoreRestoreCommand
{
    public static Command Create()
    {
        Option<string?> from = PathOption.File("--from", "File written by 'cmq store backup'.", required: true);
        Option<string?> data = PathOption.Data("Directory for the store; it must not contain one.", required: true);
        Command command = new("restore", "Creates a store from a backup, for 'cmq serve --data'.") { from, data };
        command.SetAction((parsed, cancellationToken) => StoreCommand.RunAsync(async () =>
        {
            string file = parsed.GetRequiredValue(from)!, directory = parsed.GetRequiredValue(data)!;
            await SqliteStore.RestoreAsync(file, directory, cancellationToken);
            await Console.Out.WriteLineAsync($"{directory} contains the store from {file}.");
            return 0;
        }));
        return command;
    }
}
