using System.Net;
using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>The page that sends dead letters back to where they come from.</summary>
public sealed class DeadLetterPageTests : IAsyncLifetime
{
    private const string Page = "/accounts/default/queues/dead/dead-letters";
    private const string Jobs = "/accounts/default/jobs";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    private ICmqService Service => _server.Broker.GetService("default");

    private ICmqInspector Inspector => _server.Broker.GetInspector("default");

    /// <summary>Two dead letters of one queue and one of another.</summary>
    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(ConsolePages.WithReader, _log);
        _client = await ConsoleClient.SignInAsync(_server);
        await Service.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));
        await Service.CreateQueueAsync(new CreateQueueRequest("other", new QueueSettings()));
        foreach (string queue in (string[])["orders", "invoices"])
            await Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings { VisibilityTimeout = 1, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) }));
        await SendAsync("orders", """{"id":1,"name":"<i>Ada</i>"}""", """{"id":2}""");
        await SendAsync("invoices", """{"id":3}""");
        foreach (string queue in (string[])["orders", "invoices"])
            await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = 16, PollingWaitSeconds = 0 });
        _server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, await CountAsync("dead"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_shows_each_dead_letter_with_its_source_and_counts_them()
    {
        ConsoleAnswer page = await _client.PageAsync(Page);
        page.AssertShows("Dead-letter queue of invoices orders", "3 dead letters:", "2 from orders", "1 from invoices", """{"id":1,"name":"<i>Ada</i>"}""");
        Assert.DoesNotContain("<i>Ada", page.Text, StringComparison.Ordinal);
        foreach (InspectedMessage message in await PeekAsync("dead"))
            page.AssertShows(message.MessageId, message.DeadLetterSource!.MessageId);
    }

    [Fact]
    public async Task The_chosen_ones_go_back_to_the_queue_of_each()
    {
        IReadOnlyList<InspectedMessage> dead = await PeekAsync("dead");
        string[] chosen = [dead.First(static message => message.DeadLetterSource!.QueueName == "invoices").MessageId, dead.First(static message => message.DeadLetterSource!.QueueName == "orders").MessageId];
        (await _client.SubmitAsync(Page, "chosen", ("id", chosen[0]), ("id", chosen[1]))).AssertShows("2 messages sent back to the queues that they come from.");
        Assert.Equal((1, 1, 1), (await CountAsync("dead"), await CountAsync("orders"), await CountAsync("invoices")));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("2 messages of queue 'dead' sent back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_go_to_a_named_queue_where_one_is_named()
    {
        string id = (await PeekAsync("dead"))[0].MessageId;
        (await _client.SubmitAsync(Page, "chosen", ("id", id), ("target", "other"))).AssertShows("1 message sent to queue other.");
        Assert.Equal((2, 1), (await CountAsync("dead"), await CountAsync("other")));
        (await _client.SubmitAsync(Page, "chosen", ("id", id), ("target", "nowhere"))).AssertShows("nowhere");
    }

    [Fact]
    public async Task One_whose_source_is_not_known_stays_and_that_is_said()
    {
        await SendAsync("dead", "stray");
        InspectedMessage stray = (await PeekAsync("dead")).Single(static message => message.DeadLetterSource is null);
        (await _client.PageAsync(Page)).AssertShows("1 from a queue that is not known");
        (await _client.SubmitAsync(Page, "chosen", ("id", stray.MessageId))).AssertShows("0 messages sent back", "the queue that it comes from is not known or gone; name a target");
        Assert.Equal(4, await CountAsync("dead"));
    }

    [Fact]
    public async Task Where_only_one_queue_is_bound_that_is_the_source()
    {
        await Service.UnbindDeadLetterQueueAsync("invoices");
        await SendAsync("dead", "stray");
        ConsoleAnswer page = await _client.PageAsync(Page);
        page.AssertShows("3 from orders", "1 from invoices");
        InspectedMessage stray = (await PeekAsync("dead")).Single(static message => message.DeadLetterSource is null);
        await _client.SubmitAsync(Page, "chosen", ("id", stray.MessageId));
        Assert.Equal("stray", Encoding.UTF8.GetString((await PeekAsync("orders")).Single().Body.Span));
    }

    [Fact]
    public async Task What_a_search_finds_goes_back_as_a_job()
    {
        const string search = Page + "?path=%24.id&value=2&text=";
        (await _client.PageAsync(search)).AssertShows("Found 1 among 3 messages; that was the end of the queue.");
        ConsoleAnswer page = await _client.SubmitAsync(search, "found");
        page.AssertShows("Job 1 sends the messages back to the queues that they come from.", "active messages whose $.id is 2");
        MessageJob job = await EndAsync();
        Assert.Equal((MessageJobState.Completed, 1), (job.State, job.Done));
        Assert.Equal("""{"id":2}""", Encoding.UTF8.GetString((await PeekAsync("orders")).Single().Body.Span));
    }

    [Fact]
    public async Task All_go_back_as_a_job()
    {
        await _client.SubmitAsync(Page, "all");
        await EndAsync();
        Assert.Equal((0, 2, 1), (await CountAsync("dead"), await CountAsync("orders"), await CountAsync("invoices")));
        (await _client.PageAsync(Jobs)).AssertShows("completed", "3 of 3 looked at", "send back where they come from");
        Assert.Contains(_log.Lines, static line => line.Text.Contains("job 1: send all active messages of queue 'dead' back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("path=id", "is no path")]
    [InlineData("value=1&path=", "")]
    [InlineData("text=x&after=y", "it must be a message id")]
    public async Task A_search_that_is_none_says_why(string query, string expected) => (await _client.PageAsync($"{Page}?{query}")).AssertShows(expected);

    [Fact]
    public async Task Nothing_chosen_and_nothing_searched_send_nothing_back()
    {
        (await _client.SubmitAsync(Page, "chosen")).AssertShows("Nothing was sent back: choose messages first.");
        (await _client.SubmitAsync(Page, "found")).AssertShows("Nothing was sent back: search first.");
        (await _client.SubmitAsync(Page, "chosen", ("id", "x"))).AssertShows("'x' is no message id");
        Assert.Empty(await Inspector.ListJobsAsync());
    }

    [Fact]
    public async Task A_key_that_only_reads_sees_no_bodies_searches_none_and_sends_nothing()
    {
        using ConsoleClient reader = await ConsolePages.SignInReaderAsync(_server);
        ConsoleAnswer page = await reader.PageAsync(Page);
        page.AssertShows("2 from orders");
        page.AssertShowsNo("Ada", "\"id\":2", "Send back");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(Page + "?text=Ada")).Status);
        foreach (string handler in (string[])["chosen", "found", "all"])
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"{Page}?handler={handler}", ("id", "1"), ("text", "Ada"))).Status);
        Assert.Equal(3, await CountAsync("dead"));
    }

    private async Task SendAsync(string queue, params string[] bodies) => await Service.SendMessagesAsync(new SendMessagesRequest(queue, [.. bodies.Select(static body => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body))]));

    private async Task<IReadOnlyList<InspectedMessage>> PeekAsync(string queue) => (await Inspector.PeekMessagesAsync(new PeekMessagesRequest(queue, MessageState.Active))).Messages;

    private async Task<long> CountAsync(string queue) => (await Service.GetQueueAttributesAsync(queue)).ActiveMessages;

    private async Task<MessageJob> EndAsync()
    {
        while (true)
        {
            MessageJob job = Assert.Single(await Inspector.ListJobsAsync());
            if (job.State != MessageJobState.Running)
                return job;
            await Task.Yield();
        }
    }
}
