using System.Diagnostics;
using CmqContracts;
using CmqContracts.Broker;
using CmqContracts.Server;
using Quickstart;

string input = Path.Combine(AppContext.BaseDirectory, "orders.jsonl");
bool embedded = false;
for (int i = 0; i < args.Length; i++)
{
    if (args[i] == "--embedded")
        embedded = true;
    else if (args[i] == "--input" && i + 1 < args.Length)
        input = args[++i];
    else
        return Fail($"Unknown argument '{args[i]}'. Use: [--embedded] [--input FILE]");
}

if (!File.Exists(input))
    return Fail($"There is no file '{input}': give a file with one order as JSON on each line.");

// Three places to run: the service in CMQ_ENDPOINT, this process alone, or a server of our own on a free port.
CmqOptions options = CmqOptions.FromEnvironment();
CmqBroker? broker = null;
CmqServer? server = null;
if (embedded)
{
    options = new CmqOptions { Endpoint = "embedded:" };
}
else if (options.Endpoint is null)
{
    broker = new CmqBroker();
    server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDquickstart", SecretKey = "a key for this run only" }] });
    options = new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = "AKIDquickstart", SecretKey = "a key for this run only" };
}

try
{
    await using CmqClient cmq = CmqClient.Connect(options);
    Func<CmqClient>? wrongKey = options.SecretKey is null ? null : () => CmqClient.Connect(new CmqOptions { Endpoint = options.Endpoint, SecretId = options.SecretId, SecretKey = options.SecretKey + "x", Region = options.Region, Profile = options.Profile });
    Demo demo = new(cmq, wrongKey, Console.Out);
    Console.WriteLine($"Quick start at {options.Endpoint}");
    Console.WriteLine();
    long start = Stopwatch.GetTimestamp();

    Queues queues = new(cmq);
    await demo.StepAsync("create", "queues from the records' attributes", queues.CreateAsync);
    await demo.StepAsync("attributes", "what the queue has", queues.AttributesAsync);
    await demo.StepAsync("send", "one message", Messages.SendAsync);
    await demo.StepAsync("batch-send", "three messages in one request", Messages.BatchSendAsync);
    await demo.StepAsync("receive", "one message, waiting up to 3 s", Messages.ReceiveAsync);
    await demo.StepAsync("batch-receive", "up to 16 messages, and fewer are there", Messages.BatchReceiveAsync);
    await demo.StepAsync("no-wait", "an empty queue, wait 0", Messages.NoWaitAsync);
    await demo.StepAsync("wait-default", "the queue's own polling wait", Messages.WaitDefaultAsync);
    await demo.StepAsync("all-orders", Path.GetFileName(input), step => AllOrders.RunAsync(step, input));
    await demo.StepAsync("redelivery", "a message that nobody deletes comes back", Lifecycle.RedeliveryAsync);
    await demo.StepAsync("consume-once", "a message that cannot come back", Lifecycle.ConsumeOnceAsync);
    await demo.StepAsync("delay", "handling failed: again in a moment", Lifecycle.DelayAsync);
    await demo.StepAsync("rewind", "service B had a bug: read deleted messages again", Lifecycle.RewindAsync);
    await demo.StepAsync("errors", "what you see when it breaks", Errors.RunAsync);
    await queues.DeleteCreatedAsync();

    Console.WriteLine($"Done in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    return 0;
}
catch (Exception e)
{
    return Fail($"{e.GetType().Name}: {e.Message}");
}
finally
{
    if (server is not null)
        await server.DisposeAsync();
    if (broker is not null)
        await broker.DisposeAsync();
}

static int Fail(string why)
{
    Console.Error.WriteLine($"FAILED: {why}");
    return 1;
}
