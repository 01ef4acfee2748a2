using CmqContracts;
using CmqContracts.EndToEnd.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A host in a process of its own that writes the effect of each message once, for tests that kill it:
//   ENDPOINT DATABASE CONNECTION QUEUE MOMENT
// DATABASE is sqlite or postgres. QUEUE is effects, or retried-effects, whose messages are sent again once before their effect is written. MOMENT is when it says
// that it can be killed, and stands still: "handling", before a commit; "deleting", after a commit and before the delete; "sent again", before the delete of a
// message that was sent again; "never". It says "empty" when it has deleted the last message.
(string endpoint, string database, string connection, string queue, string moment) = (args[0], args[1], args[2], args[3], args[4]);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(new StandingStill(moment));
CmqBuilder cmq = builder.Services.AddCmq(options => options.Endpoint = endpoint)
    .Use(static (services, inner) => new WatchedDeletes(inner, services.GetRequiredService<StandingStill>()));
_ = queue == "effects" ? cmq.AddHandler<Effect, WriteEffect>(Configure) : cmq.AddHandler<RetriedEffect, WriteEffectLater>(Configure);
Databases.AddTo(cmq, database, connection);
using IHost host = builder.Build();
await host.StartAsync();
Console.WriteLine("started");
await host.WaitForShutdownAsync();

static void Configure(HandlerOptions options)
{
    options.Concurrency = 4;
    options.Deduplicate = true;
}
