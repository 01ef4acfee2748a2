using System.CommandLine;
using CmqContracts.Sqlite;

namespace CmqContracts.Tool;

/// <summary><c>cmq store backup</c>: copies the current state of a store into one file.</summary>
internal static class StoreBackupCommand
{
    public static Command Create()
    {
        Option<string?> data = PathOption.Data("Directory of the store.", required: true);
        Option<string?> to = PathOption.File("--to", "File to write; it must not exist.", required: true);
        Command command = new("backup", "Copies the current state of the store into one file, also while it is served.") { data, to };
        command.SetAction((parsed, cancellationToken) => StoreCommand.RunAsync(async () =>
        {
            string directory = parsed.GetRequiredValue(data)!, file = parsed.GetRequiredValue(to)!;
            await SqliteStore.BackupAsync(directory, file, cancellationToken);
            await Console.Out.WriteLineAsync($"{file} is a copy of the store in {directory}.");
            return 0;
        }));
        return command;
    }
}
