using System.Net;
using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>The console's page of one message.</summary>
public sealed class ConsoleMessageTests : IAsyncLifetime
{
    private const string Path = "/accounts/default/queues/orders";

    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync();
        _client = await ConsoleClient.SignInAsync(_server);
        await _server.CreateAsync("dead");
        await _server.CreateAsync("orders", new QueueSettings { MaxMsgSize = 1024 * 1024, VisibilityTimeout = 30, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await _server.CreateAsync("small", new QueueSettings { MaxMsgSize = 1024 });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_shows_JSON_indented_with_every_number_and_text_as_it_is_stored()
    {
        string page = await PageOfAsync("""{"id":12345678901234567890,"price":1.10,"big":1e400,"t":"\u674e / \/","list":[1,{"a":null}]}""");
        ConsoleAnswer answer = await _client.PageAsync(page);
        answer.AssertShows("\"id\": 12345678901234567890", "1.10", "1e400", "\"\\u674e / \\/\"");
        (await _client.PageAsync(page + "?body=stored")).AssertShows("""{"id":12345678901234567890,"price":1.10,""");
    }

    [Theory]
    [InlineData("<b>no JSON</b> \u202e\u0000", "<b>no JSON</b> \\u202e\\u0000")]
    [InlineData("""{"a":"<img src=x>"}""", "<img src=x>")]
    [InlineData("""{"a":1""", """{"a":1""")]
    public async Task Other_text_is_shown_as_it_is_and_never_as_markup(string body, string expected)
    {
        ConsoleAnswer answer = await _client.PageAsync(await PageOfAsync(body));
        answer.AssertShows(expected);
        Assert.DoesNotContain("<img", answer.Text.Replace("<img src=\"/console", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_raw_body_is_a_file_with_the_same_bytes()
    {
        const string body = "{ \"a\" : 1.0 }\r\n\u202e😀";
        string page = await PageOfAsync(body);
        ConsoleAnswer file = await _client.PageAsync(page + "?handler=raw");
        Assert.Equal(Encoding.UTF8.GetBytes(body), file.Bytes);
        Assert.Equal("application/octet-stream", file.ContentHeaders.ContentType?.MediaType);
        Assert.Equal("attachment", file.ContentHeaders.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", file.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_body_of_1_MiB_is_shown_cut_and_can_be_downloaded_whole()
    {
        string body = new('x', (1024 * 1024) - 5);
        string page = await PageOfAsync(body + "\"end\"");
        ConsoleAnswer answer = await _client.PageAsync(page);
        answer.AssertShows("These are the first 256 KiB of 1 MiB", "Download all of it");
        Assert.InRange(answer.Bytes.Length, 256 * 1024, 300 * 1024);
        Assert.Equal(1024 * 1024, (await _client.PageAsync(page + "?handler=raw")).Bytes.Length);
    }

    [Fact]
    public async Task Each_attribute_is_shown_with_what_it_means_in_UTC_and_Unix_time()
    {
        string page = await PageOfAsync("a");
        await _server.ReceiveAsync("orders");
        (await _client.PageAsync(page)).AssertShows("inactive", "A consumer has it", "2017-03-05 13:07:42.000 UTC · Unix 1488719262", "Unix 1488719292", "1 time", "After 1 it becomes a dead letter.", "Expires");
    }

    [Fact]
    public async Task A_dead_letter_shows_where_it_comes_from()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a");
        await _server.ReceiveAsync("orders");
        _server.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Empty(await _server.Broker.GetService("default").ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { PollingWaitSeconds = 0 }));
        InspectedMessage dead = Assert.Single((await _server.Broker.GetInspector("default").PeekMessagesAsync(new PeekMessagesRequest("dead", MessageState.Active))).Messages);
        ConsoleAnswer page = await _client.PageAsync($"/accounts/default/queues/dead/messages/{dead.MessageId}");
        page.AssertShows("Dead letter of orders", $"There it was message {ids[0]}, and received 1 time.", "First produced");
        Assert.Contains($"href=\"/console{Path}\"", page.Text, StringComparison.Ordinal);
        Assert.Equal("a", (await _client.PageAsync($"{Path}/send?from={dead.MessageId}&of=dead")).Field("body"));
    }

    [Fact]
    public async Task An_envelope_shows_its_id_attempt_and_trace()
    {
        string page = await PageOfAsync("""{"specversion":"1.0","type":"Shop.OrderPlaced","source":"/queues/orders","id":"0b4c","attempt":3,"traceparent":"00-4bf9-00f0-01","reason":"<late>","data":{"id":"other"}}""");
        (await _client.PageAsync(page)).AssertShows("Envelope", "id 0b4c", "attempt 3", "traceparent 00-4bf9-00f0-01", "reason <late>");
        (await _client.PageAsync(await PageOfAsync("""{"id":"0b4c","attempt":3}"""))).AssertShowsNo("Envelope");
    }

    [Theory]
    [InlineData("12345", "is not in queue 'orders' any more")]
    [InlineData("abc", "'abc' is no message id")]
    public async Task A_message_that_is_not_there_says_so(string id, string expected)
    {
        ConsoleAnswer answer = await _client.GetAsync($"{Path}/messages/{id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        answer.AssertShows(expected, "To the messages of the queue");
    }

    [Theory]
    [InlineData("", "orders", 2)]
    [InlineData("dead", "dead", 1)]
    public async Task A_copy_has_the_stored_bytes(string target, string queue, int count)
    {
        const string body = "\r\n{ \"a\" : 1.0 }\u0001";
        string page = await PageOfAsync(body);
        (await _client.SubmitAsync(page, "copy", ("target", target))).AssertShows($"Copied to queue '{queue}' as message");
        Assert.Equal(Enumerable.Repeat(body, count), await _server.BodiesAsync(queue));
        Assert.Equal(target.Length == 0 ? 2 : 1, (await _server.BodiesAsync("orders")).Count);
    }

    [Fact]
    public async Task A_copy_that_the_target_refuses_says_why()
    {
        string page = await PageOfAsync(new string('x', 2_000));
        (await _client.SubmitAsync(page, "copy", ("target", "small"))).AssertShows("maxMsgSize");
        (await _client.SubmitAsync(page, "copy", ("target", "nowhere"))).AssertShows("nowhere");
        Assert.Empty(await _server.BodiesAsync("small"));
    }

    [Fact]
    public async Task It_is_moved_to_another_queue()
    {
        string page = await PageOfAsync("a");
        (await _client.SubmitAsync(page, "move", ("target", ""))).AssertShows("Name the queue");
        (await _client.SubmitAsync(page, "move", ("target", "small"), ("state", "Active"))).AssertShows("moved to 'small'");
        Assert.Equal(["a"], await _server.BodiesAsync("small"));
        Assert.Empty(await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task It_is_deleted_in_the_state_that_was_shown_only()
    {
        string page = await PageOfAsync("a");
        await _client.PageAsync(page);
        await _server.ReceiveAsync("orders");
        ConsoleAnswer answer = await _client.PostAsync(page + "?handler=delete", ("state", "Active"));
        (await _client.PageAsync(answer.Location!)).AssertShows("in another state by now");
        (await _client.SubmitAsync(page, "delete", ("state", "Inactive"))).AssertShows("deleted");
        Assert.Empty(await _server.BodiesAsync("orders", MessageState.Inactive));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.PostAsync(page + "?handler=copy")).Status);
    }

    [Theory]
    [InlineData(CmqKeyAccess.ReadOnly, false)]
    [InlineData(CmqKeyAccess.Inspect, true)]
    public async Task A_limited_key_sees_what_it_may_and_changes_nothing(CmqKeyAccess access, bool seesBodies)
    {
        string page = await PageOfAsync("the body");
        using ConsoleClient limited = await _server.SignInWithAsync(access);
        ConsoleAnswer answer = await limited.PageAsync(page);
        Assert.Equal(seesBodies, answer.Words.Contains("the body", StringComparison.Ordinal));
        answer.AssertShows("8 bytes");
        Assert.Equal(seesBodies ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await limited.GetAsync(page + "?handler=raw")).Status);
        foreach (string handler in (string[])["copy", "move", "delete"])
            Assert.Equal(HttpStatusCode.Forbidden, (await limited.PostAsync($"{page}?handler={handler}", ("target", "dead"))).Status);
        Assert.Equal(["the body"], await _server.BodiesAsync("orders"));
        Assert.Empty(await _server.BodiesAsync("dead"));
    }

    private async Task<string> PageOfAsync(string body) => $"{Path}/messages/{(await _server.SendAsync("orders", body))[0]}";
}
