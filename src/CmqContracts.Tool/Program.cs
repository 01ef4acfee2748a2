using System.CommandLine;
using CmqContracts.Tool;

// The thread that waits for all sockets reads from them itself, so each request wakes one thread less; what is done with it stays on the
// thread pool. The runtime looks at this when the first socket is made.
const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
    Environment.SetEnvironmentVariable(InlineCompletions, "1");

RootCommand root = new("Runs and operates CMQ queues.") { ServeCommand.Create(), StoreCommand.Create() };

// The signals are ours and not the library's, which ends the process when a command takes long to begin.
CancellationToken stop = StopSignals.Take();
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop);
