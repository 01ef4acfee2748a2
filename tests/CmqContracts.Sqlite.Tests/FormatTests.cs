using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>
/// Files that an earlier version has written are read. The fixture of a format is what <see cref="FillAsync()"/> has left when that format was
/// new; it is never changed. A new format comes with a fixture of its own, and the older ones stay.
/// </summary>
public sealed class FormatTests : StoreTest
{
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "format-1.db");

    [Fact]
    public async Task A_store_of_format_1_is_read_whole()
    {
        await FillAsync();
        string expected = await EverythingAsync();
        await CloseAsync();

        File.Copy(Fixture, DatabaseFile, overwrite: true);
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
        Open();
        Assert.Equal(expected, await EverythingAsync());
    }

    [Fact]
    public async Task A_store_of_format_1_can_be_used()
    {
        await CloseAsync();
        File.Copy(Fixture, DatabaseFile, overwrite: true);
        Clock.AdvanceSeconds(60);
        Open();
        Assert.Equal(["active", "delayed", "deleted later", "inactive"], (await ReceiveAsync()).Select(Text).Order(StringComparer.Ordinal));
        await SendAsync("new");
        Assert.Equal(["new"], (await ReceiveAsync()).Select(Text));
        await CloseAsync();
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
    }

    [Fact]
    public async Task Format_1_has_the_tables_of_its_fixture()
    {
        await FillAsync();
        await CloseAsync();
        using Database made = Database.Open(DatabaseFile, create: false), fixture = Database.Open(Fixture, create: false);
        Assert.Equal(1, Format.Version);
        Assert.Equal(Tables(fixture), Tables(made));
    }

    /// <summary>The body row of a message has a column for the origin of a dead letter, JSON with a checksum of its own. It is NULL for a message that was sent.</summary>
    [Fact]
    public async Task Format_1_has_a_column_for_the_source_of_a_dead_letter()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        string id = (await SendAsync("dead letter")).Single();
        long sentAt = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await ReceiveAsync();
        Clock.AdvanceSeconds(10);
        string deadLetter = (await Inspector.PeekAsync(new PeekMessagesRequest("dead", MessageState.Active))).Single().MessageId;
        await SendAsync("sent", name: "dead");
        await CloseAsync();
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
        using Database database = Database.Open(DatabaseFile, create: false);
        Assert.Equal(1, database.ReadNumber("SELECT count(*) FROM body_1 WHERE dead_letter_source IS NULL"));
        using Statement row = database.Prepare("SELECT sequence, dead_letter_source FROM body_1 WHERE dead_letter_source IS NOT NULL");
        Assert.True(row.Step());
        long sequence = row.Int64(0);
        Assert.Equal(deadLetter, $"{sequence}");
        long checksum = Checksum.OfRow(sequence, Queue, id, sentAt, 1);
        Assert.Equal($$"""{"queue":"{{Queue}}","id":"{{id}}","producedAt":{{sentAt}},"dequeueCount":1,"checksum":{{checksum}}}""", row.Text(1));
    }

    private async Task FillAsync()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 30, RewindSeconds = 3600, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) });
        await CreateAsync("cleared");
        await SendAsync("gone", name: "cleared");
        await Service.ClearQueueAsync("cleared");
        await SendAsync("deleted");
        await SendAsync("deleted later");
        IReadOnlyList<CmqMessage> first = await ReceiveAsync(2);
        await DeleteAsync(first.Take(1));
        await SendAsync("inactive");
        Clock.AdvanceSeconds(1);
        await ReceiveAsync(1);
        await SendAsync("delayed", delay: 45);
        await SendAsync("active");
        await Service.CreateTopicAsync(new CreateTopicRequest("tags", new TopicSettings { MaxMsgSize = 4096 }));
        await Service.CreateTopicAsync(new CreateTopicRequest("keys", new TopicSettings()) { Filter = TopicFilter.RoutingKey });
        await Service.SubscribeAsync(new SubscribeRequest("tags", "to-queue", SubscriptionProtocol.Queue, "dead") { FilterTags = ["a", "中文"], NotifyContentFormat = NotifyContentFormat.Simplified });
        await Service.SubscribeAsync(new SubscribeRequest("keys", "to-http", SubscriptionProtocol.Http, "http://127.0.0.1:9/") { BindingKeys = ["order.*", "#"], NotifyStrategy = NotifyStrategy.BackoffRetry });
        await Service.PublishMessagesAsync(new PublishMessagesRequest("tags", [Encoding.UTF8.GetBytes("published")]) { Tags = ["a"] });
        await Service.PublishMessagesAsync(new PublishMessagesRequest("keys", [Encoding.UTF8.GetBytes("to be pushed")]) { RoutingKey = "order.new" });
    }

    private async Task<string> EverythingAsync()
    {
        StringBuilder text = new();
        foreach (QueueListEntry queue in (await Service.ListQueuesAsync(new ListQueuesRequest())).Queues)
        {
            text.AppendLine($"{await Service.GetQueueAttributesAsync(queue.QueueName)}");
            foreach (MessageState state in Enum.GetValues<MessageState>())
            {
                foreach (InspectedMessage message in await Inspector.PeekAsync(new PeekMessagesRequest(queue.QueueName, state) { MaxMessages = 10 }))
                    text.AppendLine($"{message} {Encoding.UTF8.GetString(message.Body.Span)}");
            }
        }

        foreach ((string topic, string name) in ((string, string)[])[("tags", "to-queue"), ("keys", "to-http")])
        {
            text.AppendLine($"{await Service.GetTopicAttributesAsync(topic)}");
            SubscriptionAttributes attributes = await Service.GetSubscriptionAttributesAsync(topic, name);
            text.AppendLine($"{attributes}");
        }

        return text.ToString();
    }

    private static string Tables(Database database)
    {
        List<string> tables = [];
        using Statement rows = database.Prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name");
        while (rows.Step())
            tables.Add($"{rows.Text(0)}: {rows.Text(1)}");
        return string.Join('\n', tables);
    }
}
