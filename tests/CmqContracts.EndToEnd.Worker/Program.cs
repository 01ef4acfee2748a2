using CmqContracts;
using CmqContracts.EndToEnd.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A host in a process of its own that writes the effect of each message once, for tests that kill it:
//   ENDPOINT DATABASE CONNECTION MOMENT
// DATABASE is sqlite or postgres. MOMENT is when it says that it can be killed, and stands still: "handling", before a commit; "deleting", after a commit and
// before the delete; "never". It says "empty" when it has deleted the last message.
(string endpoint, string database, string connection, string moment) = (args[0], args[1], args[2], args[3]);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(new StandingStill(moment));
CmqBuilder cmq = builder.Services.AddCmq(options => options.Endpoint = endpoint)
    .Use(static (services, inner) => new WatchedDeletes(inner, services.GetRequiredService<StandingStill>()))
    .AddHandler<Effect, WriteEffect>(static options =>
    {
        options.Concurrency = 4;
        options.Deduplicate = true;
    });
Databases.AddTo(cmq, database, connection);
using IHost host = builder.Build();
await host.StartAsync();
Console.WriteLine("started");
await host.WaitForShutdownAsync();
