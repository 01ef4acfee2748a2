using System.Net;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Tests;

/// <summary>The pages that create a queue, change its attributes, clear and delete it.</summary>
public sealed class QueueSettingsPageTests : IAsyncLifetime
{
    private const string New = "/accounts/default/new-queue";
    private const string Settings = "/accounts/default/queues/orders/settings";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    private ICmqService Service => _server.Broker.GetService("default");

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(ConsolePages.WithReader, _log);
        _client = await ConsoleClient.SignInAsync(_server);
        await Service.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));
        await Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { VisibilityTimeout = 77, RewindSeconds = 600 }));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_is_created_with_what_is_typed_and_defaults_for_the_rest()
    {
        ConsoleAnswer form = await _client.PageAsync(New);
        Assert.Equal("30", form.Field("visibilityTimeout"));
        (await _client.PostAsync(New, ("name", "invoices"), ("visibilityTimeout", "12"), ("rewindSeconds", "60"), ("maxMsgSize", ""), ("deadLetters", "receives"), ("deadLetterQueue", "dead"), ("maxReceiveCount", "3"))).AssertRedirect("/accounts/default/queues/invoices");
        (await _client.PageAsync("/accounts/default/queues/invoices/settings")).AssertShows("Queue invoices was created.");
        QueueAttributes queue = await Service.GetQueueAttributesAsync("invoices");
        Assert.Equal((12, 60, 65_536), (queue.VisibilityTimeout, queue.RewindSeconds, queue.MaxMsgSize));
        Assert.Equal(DeadLetterPolicy.AfterReceives("dead", 3), queue.DeadLetterPolicy);
        Assert.Contains(_log.Lines, static line => line.Level == LogLevel.Information && line.Text.Contains("operator", StringComparison.Ordinal) && line.Text.Contains("queue 'invoices' created", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Numbers => new()
    {
        { "maxMsgHeapNum", "0" },
        { "pollingWaitSeconds", "31" },
        { "visibilityTimeout", "0" },
        { "maxMsgSize", "1023" },
        { "msgRetentionSeconds", "59" },
        { "rewindSeconds", "99999999999999999" },
        { "maxReceiveCount", "1001" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_out_of_range_stands_at_its_field_with_the_sentence_of_the_limits(string field, string value)
    {
        CmqLimit limit = CmqLimits.Classic.All.First(row => row.Name == field);
        foreach ((string path, string handler) in (((string, string)[])[(New, ""), (Settings, "save")]))
        {
            ConsoleAnswer page = await _client.SubmitAsync(path, handler, ("name", "invoices"), ("deadLetters", "receives"), ("deadLetterQueue", "dead"), (field, value));
            Assert.Equal(limit.Explain(long.Parse(value)), ConsolePages.ProblemAt(page, field));
            Assert.Equal(value, page.Field(field));
            page = await _client.SubmitAsync(path, handler, ("name", "invoices"), ("deadLetters", "receives"), ("deadLetterQueue", "dead"), (field, "<b>1</b>"));
            Assert.Equal($"{field} is '<b>1</b>'; it must be {limit.Range}.", ConsolePages.ProblemAt(page, field));
        }

        await AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("name", "ORDERS", "name", "There is a queue 'orders' already")]
    [InlineData("name", "1st", "name", "must begin with a letter")]
    [InlineData("rewindSeconds", "7200", "rewindSeconds", "rewindSeconds is 7200 and msgRetentionSeconds is 3600; lower the first or raise the second.")]
    [InlineData("deadLetterQueue", "nowhere", "deadLetterQueue", "There is no queue 'nowhere' for the dead letters; create it first.")]
    [InlineData("deadLetterQueue", "", "deadLetterQueue", "Name the dead-letter queue.")]
    [InlineData("maxTimeToLive", "3600", "maxTimeToLive", "maxTimeToLive is 3600; it must be less than msgRetentionSeconds, 3600")]
    public async Task What_the_broker_refuses_stands_at_its_field(string name, string value, string field, string expected)
    {
        Dictionary<string, string> fields = new() { ["name"] = "invoices", ["msgRetentionSeconds"] = "3600", ["deadLetters"] = "time", ["deadLetterQueue"] = "dead", ["maxTimeToLive"] = "600", [name] = value };
        ConsoleAnswer page = await _client.SubmitAsync(New, "", [.. fields.Select(static pair => (pair.Key, pair.Value))]);
        Assert.Contains(expected, ConsolePages.ProblemAt(page, field), StringComparison.Ordinal);
        Assert.Equal(value, page.Field(name));
        await AssertUntouchedAsync();
    }

    [Fact]
    public async Task The_page_shows_every_attribute_counter_and_id()
    {
        await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest("orders", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 5) }));
        await Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
        QueueAttributes queue = await Service.GetQueueAttributesAsync("orders");
        ConsoleAnswer page = await _client.PageAsync(Settings);
        page.AssertShows(queue.QueueId!, queue.DeadLetterQueueId!, "1 active", "1 sent", "dead after 5 receives");
        Assert.Equal(
            ["77", "600", "345600", "100000000", "0", "65536", "dead", "5"],
            ((string[])["visibilityTimeout", "rewindSeconds", "msgRetentionSeconds", "maxMsgHeapNum", "pollingWaitSeconds", "maxMsgSize", "deadLetterQueue", "maxReceiveCount"]).Select(page.Field));
        (await _client.PageAsync("/accounts/default/queues/dead/settings")).AssertShows("Receives the dead letters of orders");
    }

    [Fact]
    public async Task Only_what_is_changed_is_set()
    {
        ConsoleAnswer page = await _client.PageAsync(Settings);
        (string, string)[] all = [.. ((string[])["rewindSeconds", "msgRetentionSeconds", "maxMsgHeapNum", "pollingWaitSeconds", "maxMsgSize"]).Select(name => (name, page.Field(name)))];
        page = await _client.SubmitAsync(Settings, "save", [.. all, ("visibilityTimeout", "78")]);
        page.AssertShows("Changed: visibilityTimeout 78.");
        Assert.Equal(78, (await Service.GetQueueAttributesAsync("orders")).VisibilityTimeout);
        Assert.Contains(_log.Lines, static line => line.Text.Contains("attributes of queue 'orders' changed: visibilityTimeout 78", StringComparison.Ordinal));
        (await _client.SubmitAsync(Settings, "save", [.. all, ("visibilityTimeout", "78")])).AssertShows("No attribute was changed");
        page = await _client.SubmitAsync(Settings, "save", [.. all, ("visibilityTimeout", "")]);
        Assert.Equal("visibilityTimeout is empty; it must be 1 to 43200 seconds.", ConsolePages.ProblemAt(page, "visibilityTimeout"));
    }

    [Fact]
    public async Task A_dead_letter_queue_is_bound_and_unbound()
    {
        ConsoleAnswer page = await _client.PageAsync(Settings);
        (string, string)[] all = [.. ((string[])["visibilityTimeout", "rewindSeconds", "msgRetentionSeconds", "maxMsgHeapNum", "pollingWaitSeconds", "maxMsgSize"]).Select(name => (name, page.Field(name)))];
        await _client.SubmitAsync(Settings, "save", [.. all, ("deadLetters", "time"), ("deadLetterQueue", "dead"), ("maxTimeToLive", "301")]);
        Assert.Equal(DeadLetterPolicy.AfterSeconds("dead", 301), (await Service.GetQueueAttributesAsync("orders")).DeadLetterPolicy);
        page = await _client.SubmitAsync("/accounts/default/queues/dead/settings", "delete", ("typedName", "dead"));
        page.AssertShows("Queue 'dead' receives the dead letters of 1 queues; unbind them first.");
        (await _client.SubmitAsync(Settings, "unbind")).AssertShows("The queue has no dead-letter queue any more.");
        Assert.Null((await Service.GetQueueAttributesAsync("orders")).DeadLetterPolicy);
        (await _client.SubmitAsync(Settings, "unbind")).AssertShows("Queue 'orders' has no dead-letter queue.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("order")]
    [InlineData("ORDERS")]
    public async Task Without_its_name_a_queue_is_neither_cleared_nor_deleted(string typed)
    {
        await Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
        (await _client.SubmitAsync(Settings, "clear", ("typedName", typed))).AssertShows("The queue was not cleared: type its name, orders, exactly");
        (await _client.SubmitAsync(Settings, "delete", ("typedName", typed))).AssertShows("The queue was not deleted: type its name, orders, exactly");
        Assert.Equal(1, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    [Fact]
    public async Task With_its_name_a_queue_is_cleared_and_deleted()
    {
        await Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
        (await _client.SubmitAsync(Settings, "clear", ("typedName", "orders"))).AssertShows("All messages of the queue were dropped.");
        Assert.Equal(0, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
        (await _client.SubmitAsync(Settings, "delete", ("typedName", "orders"))).AssertShows("Queue orders was deleted.");
        Assert.Equal(["dead"], (await Service.ListQueuesAsync(new ListQueuesRequest())).Queues.Select(static queue => queue.QueueName));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("queue 'orders' cleared", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("queue 'orders' deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_only_reads_sees_the_attributes_and_changes_nothing()
    {
        using ConsoleClient reader = await ConsolePages.SignInReaderAsync(_server);
        ConsoleAnswer page = await reader.PageAsync(Settings);
        Assert.Equal("77", page.Field("visibilityTimeout"));
        page.AssertShowsNo("Delete the queue", "Purge", ">Save<");
        (await reader.PageAsync(New)).AssertShows("A queue is created with the access Full");
        foreach (string handler in (string[])["save", "unbind", "clear", "delete"])
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"{Settings}?handler={handler}", ("typedName", "orders"), ("visibilityTimeout", "5"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(New, ("name", "mine"))).Status);
        await AssertUntouchedAsync();
    }

    private async Task AssertUntouchedAsync()
    {
        Assert.Equal(["dead", "orders"], (await Service.ListQueuesAsync(new ListQueuesRequest())).Queues.Select(static queue => queue.QueueName));
        QueueAttributes queue = await Service.GetQueueAttributesAsync("orders");
        Assert.Equal((77, 600, null), (queue.VisibilityTimeout, queue.RewindSeconds, queue.DeadLetterPolicy));
    }
}
