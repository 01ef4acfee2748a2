using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>
/// The commands. To create all their arguments and options takes longer than anything else at a start, and one is needed at most: the others are only names
/// and descriptions, for help and suggestions.
/// </summary>
internal static class ToolCommands
{
    public static IReadOnlyList<ToolCommand> All { get; } =
    [
        new("serve", ServeCommand.Description, ServeCommand.Create),
        new("store", StoreCommand.Description, StoreCommand.Create),
        new("queue", QueueCommand.Description, QueueCommand.Create),
        new("topic", TopicCommand.Description, TopicCommand.Create),
        new("subscription", SubscriptionCommand.Description, SubscriptionCommand.Create),
        new("send", SendCommand.Description, SendCommand.Create),
        new("receive", ReceiveCommand.Description, ReceiveCommand.Create),
        new("drain", DrainCommand.Description, DrainCommand.Create),
        new("peek", PeekCommand.Description, PeekCommand.Create),
        new("search", SearchCommand.Description, SearchCommand.Create),
        new("move", MoveCommand.Description, MoveCommand.Create),
        new("rewind", RewindCommand.Description, RewindCommand.Create),
        new("top", TopCommand.Description, TopCommand.Create),
        new("bench", BenchCommand.Description, BenchCommand.Create),
        new("doctor", DoctorCommand.Description, DoctorCommand.Create),
    ];

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // The thread that polls all sockets reads from them itself, so that each request wakes one thread less; requests are still processed on the
        // thread pool. The runtime reads this variable when the first socket is created.
        const string inlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Environment.GetEnvironmentVariable(inlineCompletions) is null)
            Environment.SetEnvironmentVariable(inlineCompletions, "1");

        // Not System.CommandLine's own handling of signals, which ends the process when a command takes long to start.
        CancellationToken stop = StopSignals.Register();
        // A body that begins with @ is no name of a file with arguments.
        ParseResult parsed = Root(arguments).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return Usage.Refuses(parsed, arguments) ? ExitCode.Usage : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop);
    }

    /// <summary>The tool's command line, able to parse these arguments.</summary>
    public static RootCommand Root(string[] arguments)
    {
        // A directive such as [suggest] has a whole command line as its argument.
        bool needsAll = arguments is [['[', ..], ..];
        RootCommand root = new(ToolHelp.Description);
        foreach (ToolCommand command in All)
            root.Subcommands.Add(needsAll || arguments.Contains(command.Name) ? command.Create() : new Command(command.Name, command.Description));
        return root;
    }
}
