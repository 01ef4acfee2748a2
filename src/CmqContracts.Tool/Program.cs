using System.CommandLine;
using CmqContracts.Tool;

// The thread that polls all sockets reads from them itself, so that each request wakes one thread less; requests are still processed on the
// thread pool. The runtime reads this variable when the first socket is created.
const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
    Environment.SetEnvironmentVariable(InlineCompletions, "1");

RootCommand root = new("Runs and operates CMQ queues. " + ExitCode.Help)
{
    ServeCommand.Create(), StoreCommand.Create(), QueueCommand.Create(), TopicCommand.Create(), SubscriptionCommand.Create(),
    SendCommand.Create(), ReceiveCommand.Create(), DrainCommand.Create(),
    PeekCommand.Create(), SearchCommand.Create(), MoveCommand.Create(), RewindCommand.Create(), TopCommand.Create(), BenchCommand.Create(), DoctorCommand.Create(),
};

// Not System.CommandLine's own handling of signals, which ends the process when a command takes long to start.
CancellationToken stop = StopSignals.Register();
// A body that begins with @ is no name of a file with arguments.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
return Usage.Refuses(parsed, args) ? ExitCode.Usage : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop);
