using CmqContracts;
using CmqContracts.Broker;
using CmqContracts.Server;
using Topics;

bool http = false;
foreach (string argument in args)
{
    if (argument != "--http")
        return Fail($"Unknown argument '{argument}'. Use: [--http]");
    http = true;
}

// Three places to run: the service in CMQ_ENDPOINT, a server of our own on a free port, or this process alone.
CmqOptions options = CmqOptions.FromEnvironment();
CmqBroker? broker = null;
CmqServer? server = null;
if (http)
{
    broker = new CmqBroker();
    server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDtopics", SecretKey = "a key for this run only" }] });
    options = new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = "AKIDtopics", SecretKey = "a key for this run only" };
}
else
{
    options.Endpoint ??= "embedded:topics";
}

try
{
    await using CmqClient cmq = CmqClient.Connect(options);
    Console.WriteLine($"Topics at {options.Endpoint}");
    Console.WriteLine();

    Demo demo = new(cmq, Console.Out);
    await demo.StepAsync("create", "two topics, three queues and their subscriptions", demo.CreateAsync);
    await demo.StepAsync("tags", "an event for everyone, and one for those who want its tag", demo.TagsAsync);
    await demo.StepAsync("batch", "many events with one tag", demo.BatchAsync);
    await demo.StepAsync("routing-key", "words that binding keys are compared with", demo.RoutingKeyAsync);
    await demo.StepAsync("nobody", "an event that nobody wants is an error", demo.NobodyAsync);
    await demo.StepAsync("subscriptions", "who is subscribed, and other tags for one of them", demo.SubscriptionsAsync);
    await demo.StepAsync("delete", "subscriptions, topics, queues", demo.DeleteAsync);
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
