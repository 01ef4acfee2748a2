using System.CommandLine;
using CmqContracts.Tool;

RootCommand root = new("Runs and operates CMQ queues.") { ServeCommand.Create() };
return await root.Parse(args).InvokeAsync();
