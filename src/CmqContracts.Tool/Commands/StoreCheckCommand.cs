using System.CommandLine;
using CmqContracts.Sqlite;

namespace CmqContracts.Tool;

/// <summary><c>cmq store check</c>: whether everything in a store can be read and is consistent.</summary>
internal static class StoreCheckCommand
{
    public static Command Create()
    {
        Option<string?> data = PathOption.Data("Directory of the store.", required: true);
        Command command = new("check", "Reads the whole store, also while it is served. Prints 'sound', or what is wrong and exits with 1.") { data };
        command.SetAction((parsed, cancellationToken) => StoreCommand.RunAsync(async () =>
        {
            IReadOnlyList<string> problems = await SqliteStore.CheckAsync(parsed.GetRequiredValue(data)!, cancellationToken);
            foreach (string problem in problems)
                await Console.Out.WriteLineAsync(problem);
            if (problems.Count > 0)
                return 1;
            await Console.Out.WriteLineAsync("sound");
            return 0;
        }));
        return command;
    }
}
