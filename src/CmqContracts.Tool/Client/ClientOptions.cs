using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>The options that all commands on a service share. There is none for a key: what stands in arguments is seen by others and kept in the shell's history.</summary>
internal static class ClientOptions
{
    public static Option<string?> Endpoint { get; } = new("--endpoint") { Description = "Address of the service. Otherwise CMQ_ENDPOINT, otherwise the profile 'default'. Keys come from CMQ_SECRET_ID and CMQ_SECRET_KEY (and CMQ_TOKEN), or from the profile.", HelpName = "URL" };

    public static Option<string?> Profile { get; } = new("--profile") { Description = "Name of a service in the profile file, ~/.config/cmq/profiles.json, that only you can read.", HelpName = "NAME" };

    public static Option<bool> Json { get; } = new("--json") { Description = "Prints each result as a JSON object on a line, with ids, numbers and texts exactly as they are." };

    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Does it without asking." };

    /// <summary>A command on a service.</summary>
    public static Command Command(string name, string description, IEnumerable<Symbol> symbols, Func<ClientRun, Task<int>> run)
    {
        ClientCommand command = new(name, description, run);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }

        command.Options.Add(Endpoint);
        command.Options.Add(Profile);
        command.Options.Add(Json);
        return command;
    }

    public static Argument<string> Name(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    public static Option<string[]> Texts(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName, DefaultValueFactory = static _ => [] };
}
