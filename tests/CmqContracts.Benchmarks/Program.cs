using BenchmarkDotNet.Running;
using CmqContracts.Benchmarks;

switch (args)
{
    case ["figures", .. var names]:
        return await FigureGroups.RunAsync(names, Console.Out);
    case ["bare"]:
        await BareKestrel.ServeAsync(Console.Out);
        return 0;
    case ["durable-worker", var directory]:
        await DurableWorker.RunAsync(directory, Console.Out);
        return 0;
    case ["console-server", var store]:
        await ConsoleServerProgram.ServeAsync(store, Console.Out);
        return 0;
    case ["send-costs", var comparison, var server]:
        await SendCosts.RunAsync(comparison, new Uri(server), Console.Out);
        return 0;
    case ["code", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(FigureGroups).Assembly).Run(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"""
            Use:
              figures GROUP...   measures the figures of {string.Join(", ", FigureGroups.Names)} against their baselines
              code [--filter *]  runs the code benchmarks in detail, with BenchmarkDotNet
              bare               serves bare Kestrel until it is killed: the server's figures start it
              durable-worker DIR works on a durable queue until it is killed: the durable figures start it
              console-server STORE serves full queues and their console until it is killed: the console's figures start it
              send-costs COMPARISON SERVER compares what sends cost: the client's figures start it
            """);
        return 1;
}
