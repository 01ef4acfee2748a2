using System.CommandLine;
using CmqContracts.Tool;

RootCommand root = new("Runs and operates CMQ queues.") { ServeCommand.Create(), StoreCommand.Create() };

// A server that was told to stop finishes what is under way, deliveries of 15 seconds included, and closes its store.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
