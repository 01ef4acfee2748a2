using System.CommandLine;
using CmqContracts.Sqlite;

namespace CmqContracts.Tool;

/// <summary><c>cmq store restore</c>: a store made of a backup.</summary>
internal static class StoreRestoreCommand
{
    public static Command Create()
    {
        Option<string> from = new("--from") { Description = "File that 'cmq store backup' has written.", HelpName = "FILE", Required = true };
        Option<string?> data = DataOption.Create("Directory for the store, which holds none yet.", required: true);
        Command command = new("restore", "Makes a store of a backup, for 'cmq serve --data'.") { from, data };
        command.SetAction((parsed, cancellationToken) => StoreCommand.RunAsync(async () =>
        {
            string file = parsed.GetRequiredValue(from), directory = parsed.GetRequiredValue(data)!;
            await SqliteStore.RestoreAsync(file, directory, cancellationToken);
            await Console.Out.WriteLineAsync($"{directory} holds the store of {file}.");
            return 0;
        }));
        return command;
    }
}
