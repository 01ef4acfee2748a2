using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>The console's list of messages.</summary>
public sealed class ConsoleQueueTests : IAsyncLifetime
{
    private const string Path = "/accounts/default/queues/orders";

    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync();
        _client = await ConsoleClient.SignInAsync(_server);
        await _server.CreateAsync("orders", new QueueSettings { RewindSeconds = 600 });
        await _server.CreateAsync("other");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_shows_each_state_with_its_messages()
    {
        await _server.SendAsync("orders", "is active");
        CmqMessage received = await _server.ReceiveAsync("orders");
        await _server.Broker.GetService("default").DeleteMessagesAsync(new DeleteMessagesRequest("orders", [received.ReceiptHandle]));
        await _server.SendAsync("orders", "is inactive");
        await _server.ReceiveAsync("orders");
        await _server.Broker.GetService("default").SendMessagesAsync(new SendMessagesRequest("orders", ["is delayed"u8.ToArray()]) { DelaySeconds = 60 });
        await _server.SendAsync("orders", "a", "b");

        ConsoleAnswer page = await _client.PageAsync(Path);
        page.AssertShows("active 2", "inactive 1", "delayed 1", "rewindable 1");
        Assert.Equal(["b", "a"], Previews(page));
        Assert.Equal(["is inactive"], Previews(await _client.PageAsync(Path + "?state=inactive")));
        Assert.Equal(["is delayed"], Previews(await _client.PageAsync(Path + "?state=delayed")));
        Assert.Equal(["is active"], Previews(await _client.PageAsync(Path + "?state=rewindable")));
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync(Path + "?state=gone")).Status);
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        await _server.SendAsync("orders", "a");
        await _client.PageAsync(Path);
        Assert.Equal(1, (await _server.ReceiveAsync("orders")).DequeueCount);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?order=oldest", false)]
    public async Task All_messages_can_be_browsed_page_by_page(string query, bool newestFirst)
    {
        string[] bodies = [.. Enumerable.Range(0, 120).Select(static i => i.ToString(CultureInfo.InvariantCulture))];
        await _server.SendAsync("orders", bodies);
        List<string> seen = [];
        int pages = 0;
        for (string? next = Path + query; next is not null; pages++)
        {
            ConsoleAnswer page = await _client.PageAsync(next);
            seen.AddRange(Previews(page));
            next = NextOf(page);
        }

        Assert.Equal(3, pages);
        Assert.Equal(newestFirst ? bodies.Reverse() : bodies, seen);
    }

    [Theory]
    [InlineData("?from={0}", "two,one")]
    [InlineData("?from={0}&order=oldest", "two,three")]
    [InlineData("?from={1}", "two,one")]
    public async Task It_begins_at_a_time(string query, string expected)
    {
        await _server.SendAsync("orders", "one");
        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        await _server.SendAsync("orders", "two");
        string unix = _server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string text = Uri.EscapeDataString(_server.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        await _server.SendAsync("orders", "three");
        Assert.Equal(expected.Split(','), Previews(await _client.PageAsync(Path + string.Format(CultureInfo.InvariantCulture, query, unix, text))));
    }

    [Fact]
    public async Task What_is_no_time_is_shown_with_what_would_be_one()
    {
        ConsoleAnswer page = await _client.PageAsync(Path + "?from=yesterday");
        page.AssertShows("'yesterday' is no time", "Unix seconds");
        Assert.Equal("yesterday", page.Field("from"));
    }

    [Theory]
    [InlineData("text=alph", "alpha,alphabet")]
    [InlineData("path=%24.n&value=2", "alpha")]
    [InlineData("path=%24.n", "alphabet,alpha,beta")]
    [InlineData("path=%24.n&value=1&text=bet", "alphabet,beta")]
    [InlineData("text=none", "")]
    public async Task A_search_finds_bodies_by_text_and_by_value(string query, string expected)
    {
        await _server.SendAsync("orders", """{"n":1,"t":"beta"}""", """{"n":2,"t":"alpha"}""", "no JSON", """{"n":1,"t":"alphabet"}""");
        ConsoleAnswer page = await _client.PageAsync($"{Path}?{query}");
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(), Previews(page).Select(static body => body[(body.LastIndexOf(':') + 2)..^2]).Order());
        page.AssertShows("Looked at 4 of 4 active messages so far");
    }

    [Fact]
    public async Task A_search_continues_where_it_stopped()
    {
        await _server.SendAsync("orders", [.. Enumerable.Range(0, 110).Select(static i => $"found {i}")]);
        ConsoleAnswer first = await _client.PageAsync(Path + "?text=found");
        first.AssertShows("Continue the search", "found 50 on this page");
        ConsoleAnswer second = await _client.PageAsync(NextOf(first)!);
        ConsoleAnswer third = await _client.PageAsync(NextOf(second)!);
        Assert.Equal(110, Previews(first).Concat(Previews(second)).Concat(Previews(third)).Distinct().Count());
        third.AssertShows("Looked at 110 of 110", "That was the last one.");
        Assert.Null(NextOf(third));
    }

    [Theory]
    [InlineData("path=customer")]
    [InlineData("value=1")]
    [InlineData("after=x")]
    public async Task A_search_that_is_none_keeps_what_was_typed_and_says_why(string query)
    {
        ConsoleAnswer page = await _client.PageAsync($"{Path}?{query}");
        Assert.Matches("<p class=\"problem\" role=\"alert\">[^<]+</p>", page.Text);
        string[] field = query.Split('=');
        if (field[0] != "after")
            Assert.Equal(field[1], page.Field(field[0]));
    }

    [Fact]
    public async Task Chosen_messages_are_deleted()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a", "b", "c");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "delete", ("id", ids[0]), ("id", ids[2]));
        page.AssertShows("2 messages deleted.");
        Assert.Equal(["b"], await _server.BodiesAsync("orders"));
        Assert.Equal(["a", "c"], await _server.BodiesAsync("orders", MessageState.Rewindable));
    }

    [Fact]
    public async Task What_has_changed_its_state_meanwhile_is_left_and_counted()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a", "b");
        await _server.ReceiveAsync("orders");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "delete", ("id", ids[0]), ("id", ids[1]), ("id", "999"));
        page.AssertShows("1 message deleted.", "1 message left: not in the queue any more.", "1 message left: in another state by now.");
        Assert.Equal(["a"], await _server.BodiesAsync("orders", MessageState.Inactive));
    }

    [Fact]
    public async Task Chosen_messages_are_moved()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a", "b");
        (await _client.SubmitAsync(Path, "move", ("id", ids[0]), ("target", "other"))).AssertShows("1 message moved to 'other'.");
        Assert.Equal(["b"], await _server.BodiesAsync("orders"));
        Assert.Equal(["a"], await _server.BodiesAsync("other"));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("orders")]
    [InlineData("")]
    [InlineData("no queue!")]
    public async Task A_move_without_a_target_moves_nothing_and_says_why(string target)
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a");
        ConsoleAnswer page = await _client.SubmitAsync(Path, "move", ("id", ids[0]), ("target", target));
        Assert.Matches("<p class=\"problem\" role=\"alert\">[^<]+</p>", page.Text);
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("move")]
    [InlineData("export")]
    public async Task Nothing_is_done_if_nothing_is_chosen(string handler)
    {
        await _server.SendAsync("orders", "a");
        (await _client.SubmitAsync(Path, handler, ("target", "other"))).AssertShows("No message is chosen.");
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task A_form_leads_back_to_the_page_that_it_was_on()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", [.. Enumerable.Range(0, 60).Select(static i => $"found {i}")]);
        string second = NextOf(await _client.PageAsync(Path + "?text=found&order=oldest"))!;
        string action = WebUtility.HtmlDecode(Regex.Match((await _client.PageAsync(second)).Text, "formaction=\"/console([^\"]*handler=delete)\"").Groups[1].Value);
        (await _client.PostAsync(action, ("id", ids[59]))).AssertRedirect(second);
    }

    [Theory]
    [InlineData("deleteAll", "", 0, 0)]
    [InlineData("deleteAll", "?text=b", 2, 0)]
    [InlineData("moveAll", "", 0, 3)]
    [InlineData("moveAll", "?text=b", 2, 1)]
    public async Task A_job_does_it_with_all_or_with_all_that_the_search_finds(string handler, string query, int left, int moved)
    {
        await _server.SendAsync("orders", "a", "b", "c");
        await _client.PageAsync(Path + query);
        (await _client.PostAsync($"{Path}{query}{(query.Length > 0 ? '&' : '?')}handler={handler}", ("target", "other"))).AssertRedirect("/accounts/default/jobs");
        while ((await _server.Broker.GetInspector("default").ListJobsAsync()).Single().State == MessageJobState.Running)
            await Task.Yield();
        Assert.Equal(left, (await _server.BodiesAsync("orders")).Count);
        Assert.Equal(moved, (await _server.BodiesAsync("other")).Count);
    }

    [Fact]
    public async Task A_job_that_cannot_begin_says_why()
    {
        await _server.SendAsync("orders", "a");
        (await _client.SubmitAsync(Path, "moveAll", ("target", ""))).AssertShows("Name the queue");
        (await _client.SubmitAsync(Path, "moveAll", ("target", "nowhere"))).AssertShows("nowhere");
        Assert.Empty(await _server.Broker.GetInspector("default").ListJobsAsync());
    }

    [Theory]
    [InlineData("", "", 2_500)]
    [InlineData("&text=%5C9", "\\9", 111)]
    public async Task An_export_has_every_body_exactly_as_it_is_stored(string query, string text, int expected)
    {
        string[] bodies = [.. Enumerable.Range(0, 2_500).Select(static i => $"\"\\{i}\u0001\u202e</script>\n{{\"n\":12345678901234567890.10}} 李雷 😀")];
        await _server.SendAsync("orders", bodies);
        ConsoleAnswer file = await _client.PageAsync($"{Path}?handler=export{query}");
        Assert.Equal("attachment", file.ContentHeaders.ContentDisposition?.DispositionType);
        Assert.Equal("orders-active.jsonl", file.ContentHeaders.ContentDisposition?.FileName);
        string[] lines = file.Text.Split('\n')[..^1];
        Assert.Equal(bodies.Where(body => body.Contains(text, StringComparison.Ordinal)), lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()));
        Assert.Equal(expected, lines.Length);
    }

    [Fact]
    public async Task An_export_of_chosen_messages_has_those()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a", "b", "c");
        ConsoleAnswer file = await _client.SubmitAsync(Path, "export", ("id", ids[0]), ("id", ids[2]), ("id", "999"));
        Assert.Equal(["a", "c"], file.Text.Split('\n')[..^1].Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()));
    }

    [Theory]
    [InlineData(CmqKeyAccess.ReadOnly, false)]
    [InlineData(CmqKeyAccess.Inspect, true)]
    public async Task A_key_that_may_not_change_anything_changes_nothing(CmqKeyAccess access, bool seesBodies)
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "the body");
        using ConsoleClient limited = await _server.SignInWithAsync(access);
        ConsoleAnswer page = await limited.PageAsync(Path);
        Assert.Equal(seesBodies, page.Words.Contains("the body", StringComparison.Ordinal));
        page.AssertShows(ids[0]);
        page.AssertShowsNo("handler=delete", "handler=move");
        foreach (string handler in (string[])["delete", "move", "deleteAll", "moveAll", "Delete", "export&handler=delete"])
            Assert.NotInRange((int)(await limited.PostAsync($"{Path}?handler={handler}", ("id", ids[0]), ("target", "other"))).Status, 200, 399);
        Assert.Equal(["the body"], await _server.BodiesAsync("orders"));
        Assert.Equal(seesBodies ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await limited.PostAsync($"{Path}?handler=export", ("id", ids[0]))).Status);
        Assert.Equal(seesBodies ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await limited.GetAsync($"{Path}?handler=export")).Status);
        ConsoleAnswer search = await limited.PageAsync($"{Path}?text=the");
        Assert.Equal(seesBodies, search.Words.Contains("Looked at 1 of 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_account_gets_404_for_every_page_and_form()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a");
        using ConsoleClient other = await ConsoleClient.SignInAsync(_server, "AKIDother", "other key");
        await other.PageAsync("/accounts");
        foreach (string page in (string[])["", "?handler=export", "/send", "/receive", $"/messages/{ids[0]}", $"/messages/{ids[0]}?handler=raw", $"/send?from={ids[0]}"])
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Path + page)).Status);
        foreach (string form in (string[])["?handler=delete", "?handler=move", "?handler=export", "?handler=deleteAll", "?handler=moveAll", "/send", "/receive", "/receive?handler=delete", $"/messages/{ids[0]}?handler=copy", $"/messages/{ids[0]}?handler=move", $"/messages/{ids[0]}?handler=delete"])
        {
            ConsoleAnswer answer = await other.PostAsync(Path + form, ("id", ids[0]), ("target", "other"), ("body", "x"), ("account", "default"), ("Account", "other account"));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }

        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task A_hidden_field_does_not_choose_another_account_or_queue()
    {
        await _server.Broker.GetService("other account").CreateQueueAsync(new CreateQueueRequest("mine", new QueueSettings()));
        IReadOnlyList<string> ids = await _server.SendAsync("orders", "a");
        using ConsoleClient other = await ConsoleClient.SignInAsync(_server, "AKIDother", "other key");
        await other.SubmitAsync("/accounts/other%20account/queues/mine", "delete", ("id", ids[0]), ("account", "default"), ("Account", "default"), ("queue", "orders"), ("Queue", "orders"));
        Assert.Equal(["a"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task Markup_and_invisible_characters_in_bodies_are_shown_as_text()
    {
        await _server.SendAsync("orders", "<script>alert(1)</script>\u202e\u001b[31m");
        ConsoleAnswer page = await _client.PageAsync(Path);
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page.Text);
        Assert.DoesNotContain('\u001b', page.Text);
        page.AssertShows("<script>alert(1)</script>", "\\u202e", "\\u001b");
    }

    [Fact]
    public async Task Only_the_newest_page_is_live()
    {
        await _server.SendAsync("orders", [.. Enumerable.Range(0, 60).Select(static i => $"found {i}")]);
        ConsoleAnswer newest = await _client.PageAsync(Path);
        Assert.Contains("data-newest=\"yes\"", newest.Text, StringComparison.Ordinal);
        foreach (string page in (string[])[NextOf(newest)!, Path + "?order=oldest", Path + "?text=found", Path + "?from=1"])
            Assert.DoesNotContain("data-newest=\"yes\"", (await _client.PageAsync(page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_not_found()
    {
        ConsoleAnswer answer = await _client.GetAsync("/accounts/default/queues/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        answer.AssertShows("There is no queue 'nowhere' in this account.");
    }

    private static List<string> Previews(ConsoleAnswer page) =>
        [.. Regex.Matches(page.Text, "<div class=\"preview\">(.*?)</div>").Select(static match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static string? NextOf(ConsoleAnswer page) =>
        Regex.Match(page.Text, "href=\"/console([^\"]*)\" rel=\"next\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
}
