using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CmqContracts;
using CmqContracts.AotSmoke;
using CmqContracts.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

// Everything that runs in a user's process, compiled ahead of time: six contracts are sent and received, one is published, and two are handled. Over the embedded
// broker, in memory and durable, with clients that are connected here; and over signed HTTP, when CMQ_ENDPOINT names a service, with injected ones.
TimeSpan startUp = DateTime.Now - Process.GetCurrentProcess().StartTime;

await using CmqClient embedded = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" });
await RunAllAsync(embedded);
string directory = Directory.CreateTempSubdirectory("cmq-aot-store-").FullName;
await using (CmqClient durable = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + directory, OpenStore = SqliteStore.Open }))
    await RunAllAsync(durable);
Directory.Delete(directory, recursive: true);
using (Telemetry telemetry = new())
{
    await HandleAsync();
    telemetry.Check();
}

if (Environment.GetEnvironmentVariable("CMQ_ENDPOINT") is not null)
{
    ServiceCollection services = new();
    services.AddCmq().AddContracts();
    await using ServiceProvider provider = services.BuildServiceProvider();
    await RunAllAsync(provider.GetRequiredService<CmqClient>());
    await provider.GetRequiredService<IQueueClient<SensorReading>>().DeleteQueueAsync();
    await provider.GetRequiredService<ITopicPublisher<Event>>().PublishAsync(new Event(2, "injected"), ["vip"]);
}

Console.WriteLine($"start-up {startUp.TotalMilliseconds:0} ms");
return 0;

static async Task RunAllAsync(CmqClient cmq)
{
    await RoundTripAsync(cmq.Queue<OrderPlaced>(), new OrderPlaced(Guid.NewGuid(), "李雷", 12.50m), (a, b) => a == b);
    await RoundTripAsync(
        cmq.Queue<BasketChanged>(),
        new BasketChanged("韩梅梅", [new BasketLine("tea", 2, 0.5m), new BasketLine("cup", 1, null)], new() { ["a"] = 1 }, DateTimeOffset.UnixEpoch, new DateOnly(2026, 1, 2)),
        (a, b) => a.Lines.SequenceEqual(b.Lines) && a.Counters["a"] == b.Counters["a"] && a.Due == b.Due);
    await RoundTripAsync(cmq.Queue<SensorReading>(), new SensorReading { Sensor = 7, Values = [1.5, -0.25], Age = TimeSpan.FromSeconds(3) }, (a, b) => a.Sensor == b.Sensor && a.Values.SequenceEqual(b.Values) && a.Age == b.Age);
    await RoundTripAsync(
        cmq.Queue<Note>(),
        new Note
        {
            Text = "one",
            Urgency = Urgency.High,
            Attachment = new Picture("cat", new Celsius(38)),
            Reply = new Note { Text = "two", Attachment = new Link("home", 1L << 60) },
            More = new() { ["extra"] = JsonDocument.Parse("[1]").RootElement },
        }.Revise(),
        (a, b) => a.Reply!.Text == b.Reply!.Text && a.Urgency == b.Urgency && a.Attachment == b.Attachment && a.Reply.Attachment == b.Reply.Attachment && b.Revision == 1 && b.More!["extra"][0].GetInt32() == 1);
    await RoundTripAsync(
        cmq.Queue<Everything>(),
        new Everything(Int128.MaxValue, (Half)0.5, [1, 2, 255], new Uri("https://example.org/a?b=c"), new Version(1, 2, 3), new TimeOnly(4, 5, 6), [Guid.Empty], '中', new JsonObject { ["a"] = 1 }, new HashSet<string> { "x" }.ToFrozenSet()),
        (a, b) => a.Big == b.Big && a.Small == b.Small && a.Blob.SequenceEqual(b.Blob) && a.Link == b.Link && a.Version == b.Version && a.Time == b.Time && a.Ids.SetEquals(b.Ids) && a.Letter == b.Letter && (int)b.Node!["a"]! == 1 && b.Frozen.Contains("x"));
    await RoundTripAsync(cmq.Queue<ByContext>(), new ByContext("n", [1, 2]), (a, b) => a.Name == b.Name && a.Numbers.SequenceEqual(b.Numbers));
    await PublishAsync(cmq.Topic<Event>(), cmq.Queue<Event>());
}

static async Task HandleAsync()
{
    HandledMessages handled = new();
    HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Orders:Concurrency"] = "2" });
    builder.Services.AddSingleton(handled);
    builder.Services.AddHealthChecks().AddCmqHandlers();
    builder.Services.AddCmq(options => options.Endpoint = "embedded:handled")
        .AddHandler<OrderPlaced, HandleOrder>(builder.Configuration.GetSection("Orders"), options => options.OrderBy(order => order.Customer))
        .AddHandler<HandleBytes>("AotBytes")
        .AddFilter<CountMessages>();
    using IHost host = builder.Build();
    await host.StartAsync();
    CmqClient cmq = host.Services.GetRequiredService<CmqClient>();
    await cmq.Queue<OrderPlaced>().EnsureCreatedAsync();
    await cmq.Queue<OrderPlaced>().SendAsync(new OrderPlaced(Guid.NewGuid(), "李雷", 1));
    await cmq.Queue("AotBytes").EnsureCreatedAsync();
    await cmq.Queue("AotBytes").SendAsync("text"u8.ToArray());
    await handled.Both.Task.WaitAsync(TimeSpan.FromSeconds(30));
    HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    await host.StopAsync();
    if (health.Status != HealthStatus.Healthy || host.Services.GetRequiredService<CmqHandlers>()["AotBytes"].Handled != 1)
        throw new InvalidOperationException("The handlers are not well.");
    Console.WriteLine("ok: handlers");
}

static async Task PublishAsync(ITopicClient<Event> topic, IQueueClient<Event> queue)
{
    await queue.EnsureCreatedAsync();
    (await topic.PublishManyAsync([new Event(1, "发布")], ["vip"])).ThrowIfAnyFailed();
    ReceivedMessage<Event> received = await queue.ReceiveAsync(TimeSpan.FromSeconds(3)) ?? throw new InvalidOperationException($"{topic.TopicName}: no message came.");
    if (received.Body != new Event(1, "发布"))
        throw new InvalidOperationException($"{topic.TopicName}: the message came back changed.");
    await received.DeleteAsync();
    Console.WriteLine($"ok: topic {topic.TopicName}");
}

static async Task RoundTripAsync<TMessage>(IQueueClient<TMessage> queue, TMessage message, Func<TMessage, TMessage, bool> equal)
{
    await queue.EnsureCreatedAsync();
    await queue.SendAsync(message);
    ReceivedMessage<TMessage> received = await queue.ReceiveAsync(TimeSpan.FromSeconds(3)) ?? throw new InvalidOperationException($"{queue.QueueName}: no message came.");
    if (!equal(message, received.Body))
        throw new InvalidOperationException($"{queue.QueueName}: the message came back changed.");
    await received.DeleteAsync();
    Console.WriteLine($"ok: {queue.QueueName}");
}
