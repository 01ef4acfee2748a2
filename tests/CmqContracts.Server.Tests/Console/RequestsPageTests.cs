using System.Net;

namespace CmqContracts.Server.Tests;

/// <summary>The pages of the last requests.</summary>
public sealed class RequestsPageTests : IAsyncLifetime
{
    private const string Own = "/accounts/default/requests";
    private const string All = "/requests";

    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(ConsolePages.WithReader);
        _client = await ConsoleClient.SignInAsync(_server);
        await _server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await _server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "the body"));
        await _server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0"));
        await _server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0"));
        await _server.PostAsync("GetTopicAttributes", ("topicName", "nowhere"));
        await _server.PostFormAsync("/v2/index.php", _server.SignAs("AKIDnobody", "x", "POST", "/v2/index.php", "ListQueue"));
        await _server.PostFormAsync("/v2/index.php", _server.SignAs("AKIDother", "other key", "POST", "/v2/index.php", "ListTopic"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_accounts_requests_are_shown_newest_first_with_the_reason_of_each_refusal()
    {
        ConsoleAnswer page = await _client.PageAsync(Own);
        page.AssertShows("4 of the last 4 requests", "topic is not existed, or deleted. There is no topic 'nowhere'");
        string rows = page.Words[page.Words.IndexOf("Took", StringComparison.Ordinal)..];
        Assert.Equal(
            ["GetTopicAttributes nowhere 4440", "ReceiveMessage orders 7000", "ReceiveMessage orders done", "SendMessage orders done"],
            ((string[])["GetTopicAttributes nowhere 4440", "ReceiveMessage orders 7000", "ReceiveMessage orders done", "SendMessage orders done"]).OrderBy(row => rows.IndexOf(row, StringComparison.Ordinal)));
        page.AssertShowsNo("the body", "ListTopic", "ListQueue", ServerUnderTest.SecretKey, "Signature");
    }

    [Fact]
    public async Task They_are_chosen_by_action_and_by_refusal()
    {
        ConsoleAnswer page = await _client.PageAsync(Own + "?refused=true");
        page.AssertShows("1 of the last 4 requests", "nowhere");
        page = await _client.PageAsync(Own + "?action=ReceiveMessage");
        page.AssertShows("2 of the last 4 requests");
        page.AssertShowsNo("nowhere");
        (await _client.PageAsync(Own + "?action=ReceiveMessage&refused=true")).AssertShows("No request is such.");
        (await _client.PageAsync(Own + "?action=<b>")).AssertShows("No request is such.");
    }

    [Fact]
    public async Task The_page_is_taken_anew_while_somebody_sees_it_and_a_long_one_is_shown_whole_on_demand()
    {
        for (int i = 0; i < 250; i++)
            await _server.PostAsync("ListQueue");
        ConsoleAnswer page = await _client.PageAsync(Own + "?action=ListQueue");
        Assert.Contains("data-live-part=\"on\"", page.Text, StringComparison.Ordinal);
        page.AssertShows("250 of the last 254 requests, the newest first; the first 200 are here");
        Assert.Equal(201, page.Text.Split("<tr>").Length - 1);
        Assert.Equal(251, (await _client.PageAsync(Own + "?action=ListQueue&whole=true")).Text.Split("<tr>").Length - 1);
    }

    [Fact]
    public async Task Those_of_all_accounts_and_of_none_are_for_the_operator_only()
    {
        ConsoleAnswer page = await _client.PageAsync(All);
        page.AssertShows("6 of the last 6 requests", "other account ListTopic", "none ListQueue", "secret id is not existed");
        Assert.Contains("href=\"/console/requests\"", (await _client.PageAsync(Own)).Text, StringComparison.Ordinal);
        using ConsoleClient own = await ConsoleClient.SignInAsync(_server, ServerUnderTest.SecretId, ServerUnderTest.SecretKey);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync(All)).Status);
        Assert.DoesNotContain("href=\"/console/requests\"", (await own.PageAsync(Own)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_does_not_see_them_and_a_key_that_only_reads_does()
    {
        using ConsoleClient other = await ConsoleClient.SignInAsync(_server, "AKIDother", "other key");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Own)).Status);
        ConsoleAnswer page = await other.PageAsync("/accounts/other%20account/requests");
        page.AssertShows("1 of the last 1 requests", "ListTopic");
        page.AssertShowsNo("orders", "nowhere");
        using ConsoleClient reader = await ConsolePages.SignInReaderAsync(_server);
        (await reader.PageAsync(Own)).AssertShows("SendMessage");
    }

    [Fact]
    public async Task What_others_have_written_into_a_request_is_shown_as_text()
    {
        await _server.PostAsync("SendMessage", ("queueName", "<script>\u202ealert(1)"), ("msgBody", "x"));
        ConsoleAnswer page = await _client.PageAsync(Own);
        Assert.DoesNotContain("<script>\u202ealert", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page.Text);
        page.AssertShows("<script>");
    }
}
