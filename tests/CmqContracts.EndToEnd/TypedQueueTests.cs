using System.Text;
using CmqContracts.Broker;
using CmqContracts.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.EndToEnd;

/// <summary>An annotated record, its generated code, signed HTTP, server and broker together.</summary>
public sealed class TypedQueueTests : IAsyncLifetime
{
    private readonly CmqBroker _broker = new();
    private CmqServer _server = null!;
    private CmqClient _cmq = null!;

    public async Task InitializeAsync()
    {
        _server = await CmqServer.StartAsync(_broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDend", SecretKey = "to end" }] });
        _cmq = CmqClient.Connect(Options());
    }

    public async Task DisposeAsync()
    {
        await _cmq.DisposeAsync();
        await _server.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_arrives_with_an_error_can_be_deleted_and_does_not_end_the_loop()
    {
        IQueueClient<Parcel> parcels = _cmq.Queue<Parcel>();
        await parcels.EnsureCreatedAsync();
        await _cmq.Queue("parcels").SendAsync(Encoding.UTF8.GetBytes("{\"id\":1,\"items\":[{\"name\":\"tea\",\"grams\":250},{\"name\":\"cup\",\"grams\":\"heavy\"}]}"));
        await parcels.SendAsync(new Parcel(2, [new Item("茶", 250)]));

        List<ReceivedMessage<Parcel>> received = [];
        await foreach (ReceivedMessage<Parcel> message in parcels.ReadAllAsync())
        {
            received.Add(message);
            await message.DeleteAsync();
            if (received.Count == 2)
                break;
        }

        ReceivedMessage<Parcel> unreadable = received[0];
        Assert.Equal(("$.items[1].grams", typeof(Parcel).FullName), (unreadable.Error!.Path, unreadable.Error.Contract));
        Assert.DoesNotContain("heavy", unreadable.Error.ToString(), StringComparison.Ordinal);
        Assert.Same(unreadable.Error, Assert.Throws<MessageFormatException>(() => unreadable.Body));
        Assert.Contains("heavy", Encoding.UTF8.GetString(unreadable.RawBody.Span), StringComparison.Ordinal);
        Assert.Equal("茶", received[1].Body.Items[0].Name);
        QueueAttributes left = await parcels.GetAttributesAsync();
        Assert.Equal((0, 0), (left.ActiveMessages, left.InactiveMessages));
    }

    [Fact]
    public async Task Every_attribute_of_the_record_is_set_on_the_queue_after_its_dead_letter_queue_is_created()
    {
        EnsureCreatedResult state = await _cmq.Queue<Letter>().EnsureCreatedAsync();
        QueueAttributes letters = await _cmq.Queue<Letter>().GetAttributesAsync();

        Assert.True(state.Created);
        Assert.Equal((20, 3, 2048, 7200, 3600, 5000L), (letters.VisibilityTimeout, letters.PollingWaitSeconds, letters.MaxMsgSize, letters.MsgRetentionSeconds, letters.RewindSeconds, letters.MaxMsgHeapNum));
        Assert.Equal(DeadLetterPolicy.AfterReceives("letters-dead", 5), letters.DeadLetterPolicy);
        Assert.False((await _cmq.Queue("letters-dead").EnsureCreatedAsync()).Created);
        Assert.Empty((await _cmq.Queue<Letter>().EnsureCreatedAsync()).Drift);

        await _cmq.Queue<Letter>().SetAttributesAsync(new QueueSettings { VisibilityTimeout = 21 });
        Assert.Equal(["visibilityTimeout is 21, the contract says 20"], (await _cmq.Queue<Letter>().EnsureCreatedAsync()).Drift.Select(static drift => drift.ToString()));
        await _cmq.Queue<Letter>().ApplyAttributesAsync();
        Assert.Empty((await _cmq.Queue<Letter>().EnsureCreatedAsync()).Drift);
    }

    [Fact]
    public async Task The_generated_client_is_a_queue_client_with_the_queue_s_name()
    {
        ParcelQueue parcels = new(_cmq);
        await parcels.EnsureCreatedAsync();
        await parcels.SendAsync(new Parcel(1, []));

        Assert.Equal(ParcelQueue.Name, parcels.QueueName);
        Assert.Equal(1, (await parcels.ReceiveAsync(TimeSpan.FromSeconds(3)))!.Body.Id);
    }

    [Fact]
    public async Task A_type_of_another_assembly_is_sent_and_received_through_its_binding()
    {
        IQueueClient<QueueList> lists = _cmq.Queue<QueueList, ListQueue>();
        await lists.EnsureCreatedAsync();
        await lists.SendAsync(new QueueList { TotalCount = 1, Queues = [new QueueListEntry { QueueId = "id", QueueName = "中文" }] });

        QueueList received = (await lists.ReceiveAsync(TimeSpan.FromSeconds(3)))!.Body;
        QueueListEntry entry = Assert.Single(received.Queues);
        Assert.Equal((1, "id", "中文"), (received.TotalCount, entry.QueueId, entry.QueueName));
        Assert.Equal(15, (await _cmq.Queue("lists").GetAttributesAsync()).VisibilityTimeout);
    }

    [Fact]
    public async Task Two_queues_of_one_type_keep_their_messages_apart_in_an_embedded_broker()
    {
        await using ServiceProvider services = new ServiceCollection().AddCmq(static options => options.Endpoint = "embedded:bindings").AddContracts().Services.BuildServiceProvider();
        IQueueClient<Parcel> parcels = services.GetRequiredService<IQueueClient<Parcel>>();
        IQueueClient<Parcel> returned = services.GetRequiredKeyedService<IQueueClient<Parcel>>(typeof(ReturnedParcels));
        await parcels.EnsureCreatedAsync();
        await returned.EnsureCreatedAsync();
        await parcels.SendAsync(new Parcel(1, []));
        await returned.SendAsync(new Parcel(2, []));

        Assert.Equal((1, 2), ((await parcels.ReceiveAsync())!.Body.Id, (await returned.ReceiveAsync())!.Body.Id));
        Assert.Equal(("parcels", "returned-parcels", "lists"), (parcels.QueueName, returned.QueueName, services.GetRequiredService<IQueueClient<QueueList>>().QueueName));
    }

    [Fact]
    public async Task A_host_gets_every_contract_of_the_assembly_from_its_configuration()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cmq:Endpoint"] = _server.Endpoint.ToString(),
            ["Cmq:SecretId"] = "AKIDend",
            ["Cmq:SecretKey"] = "to end",
        });
        builder.Services.AddCmq(builder.Configuration).AddContracts();
        using IHost host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<IQueueClient<Parcel>>().EnsureCreatedAsync();
        await host.Services.GetRequiredService<IQueueProducer<Parcel>>().SendAsync(new Parcel(7, []));
        Assert.Equal(7, (await host.Services.GetRequiredService<IQueueConsumer<Parcel>>().ReceiveAsync(TimeSpan.FromSeconds(3)))!.Body.Id);
        Assert.Equal("letters", host.Services.GetRequiredService<IQueueClient<Letter>>().QueueName);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_send_to_a_killed_server_fails_with_an_error_that_names_the_endpoint()
    {
        IQueueClient<Parcel> parcels = _cmq.Queue<Parcel>();
        await parcels.EnsureCreatedAsync();
        await _server.DisposeAsync();

        CmqUnavailableException one = await Assert.ThrowsAsync<CmqUnavailableException>(() => parcels.SendAsync(new Parcel(1, [])));
        Assert.Contains(_server.Endpoint.Authority, one.Message, StringComparison.Ordinal);
        BatchSendResult many = await parcels.SendManyAsync([new Parcel(1, []), new Parcel(2, [])]);
        Assert.All(many.Entries, entry => Assert.IsType<CmqUnavailableException>(entry.Error));
    }

    private CmqOptions Options() => new() { Endpoint = _server.Endpoint.ToString(), SecretId = "AKIDend", SecretKey = "to end" };
}

[CmqQueue("parcels", VisibilityTimeout = 60)]
internal sealed partial record Parcel(int Id, IReadOnlyList<Item> Items);

internal sealed record Item(string Name, int Grams);

[CmqQueue<Parcel>("returned-parcels")]
internal sealed partial class ReturnedParcels;

[CmqQueue<QueueList>("lists", VisibilityTimeout = 15)]
internal sealed partial class ListQueue;

[CmqQueue("letters", VisibilityTimeout = 20, PollingWaitSeconds = 3, MaxMsgSize = 2048, MsgRetentionSeconds = 7200, RewindSeconds = 3600, MaxMsgHeapNum = 5000, DeadLetterQueue = "letters-dead", MaxReceiveCount = 5)]
internal sealed partial record Letter(string Text);
