using System.Net;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>The console's page that receives.</summary>
public sealed class ConsoleReceiveTests : IAsyncLifetime
{
    private const string Path = "/accounts/default/queues/orders/receive";

    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync();
        _client = await ConsoleClient.SignInAsync(_server);
        await _server.CreateAsync("orders", new QueueSettings { VisibilityTimeout = 30 });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Looking_at_the_page_receives_nothing()
    {
        await _server.SendAsync("orders", "a");
        await _client.PageAsync(Path);
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task It_shows_bodies_attributes_and_the_end_of_each_handle()
    {
        await _server.SendAsync("orders", """{"n":1.0}""", "b", "c");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("count", "2"), ("wait", "0"));
        page.AssertShows("2 received.", "\"n\": 1.0", "2017-03-05 13:08:12 UTC", "1 time");
        Assert.Equal(2, HeldOf(page).Count);
        Assert.Equal(["c"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task Each_is_deleted_by_its_handle_and_the_others_stay()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "body a", "body b");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("count", "16"), ("wait", "0"));
        ConsoleAnswer next = await _client.PostAsync($"{Path}?handler=delete&one={ids[0]}", Fields(page));
        next.AssertShows("1 deleted.", "body b");
        next.AssertShowsNo("body a");
        Assert.Equal(["body b"], await _server.BodiesAsync("orders", MessageState.Inactive));
        (await _client.PostAsync($"{Path}?handler=delete&one={ids[1]}", Fields(next))).AssertShows("1 deleted.");
        Assert.Empty(await _server.BodiesAsync("orders", MessageState.Inactive));
    }

    [Fact]
    public async Task All_are_deleted_at_once()
    {
        await _server.SendAsync("orders", [.. Enumerable.Range(0, 20).Select(static i => $"body {i}")]);
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("count", "16"), ("wait", "0"));
        page = await _client.PostAsync(Path, [("count", "16"), ("wait", "0"), .. Fields(page)]);
        Assert.Equal(20, HeldOf(page).Count);
        (await _client.PostAsync($"{Path}?handler=delete", Fields(page))).AssertShows("20 deleted.");
        Assert.Empty(await _server.BodiesAsync("orders", MessageState.Inactive));
    }

    [Fact]
    public async Task A_handle_that_has_ended_deletes_nothing_and_says_so()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("count", "1"), ("wait", "0"));
        _server.Clock.Advance(TimeSpan.FromSeconds(31));
        ConsoleAnswer next = await _client.PostAsync($"{Path}?handler=delete&one={ids[0]}", Fields(page));
        next.AssertShows($"Message {ids[0]} was not deleted: its handle is not valid any more", "has ended");
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task An_empty_queue_says_so() => (await _client.SubmitAsync(Path, "", ("count", "1"), ("wait", "0"))).AssertShows("There was no message to receive.");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("17", "0")]
    [InlineData("1", "11")]
    [InlineData("1", "-1")]
    public async Task Numbers_out_of_range_receive_nothing(string count, string wait)
    {
        await _server.SendAsync("orders", "a");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("count", count), ("wait", wait));
        Assert.Matches("<p class=\"problem\" role=\"alert\">[^<]+</p>", page.Text);
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Theory]
    [InlineData(CmqKeyAccess.ReadOnly)]
    [InlineData(CmqKeyAccess.Inspect)]
    public async Task A_limited_key_receives_nothing(CmqKeyAccess access)
    {
        await _server.SendAsync("orders", "the body");
        using ConsoleClient limited = await _server.SignInWithAsync(access);
        (await limited.PageAsync(Path)).AssertShows("receives nothing");
        Assert.Equal(HttpStatusCode.Forbidden, (await limited.PostAsync(Path, ("count", "1"), ("wait", "0"))).Status);
        Assert.Equal(["the body"], await _server.BodiesAsync("orders"));
    }

    private static List<string> HeldOf(ConsoleAnswer page) =>
        [.. Regex.Matches(page.Text, "name=\"held\" value=\"([^\"]*)\"").Select(static match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static (string Name, string Value)[] Fields(ConsoleAnswer page) => [.. HeldOf(page).Select(static held => ("held", held))];
}
