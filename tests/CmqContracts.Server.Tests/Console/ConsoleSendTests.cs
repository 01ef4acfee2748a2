using System.Net;

namespace CmqContracts.Server.Tests;

/// <summary>The console's page that sends.</summary>
public sealed class ConsoleSendTests : IAsyncLifetime
{
    private const string Path = "/accounts/default/queues/orders/send";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(log: _log);
        _client = await ConsoleClient.SignInAsync(_server);
        await _server.CreateAsync("orders", new QueueSettings { MaxMsgSize = 1024 * 1024 });
        await _server.CreateAsync("small", new QueueSettings { MaxMsgSize = 1024 });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("{\"a\":1}\r\nsecond", "{\"a\":1}\nsecond")]
    [InlineData("\r\n李雷 😀 \t ", "\n李雷 😀 \t ")]
    [InlineData("  ", "  ")]
    public async Task One_message_has_what_is_typed_with_line_ends_as_LF(string typed, string sent)
    {
        (await _client.SubmitAsync(Path, "", ("body", typed), ("form", "One"))).AssertShows("Sent as message", "Line ends are sent as LF");
        Assert.Equal([sent], await _server.BodiesAsync("orders"));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("Console: operator (127.0.0.1) in account default: 1 messages sent to queue 'orders'", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => sent.Trim().Length > 0 && line.Text.Contains(sent.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_line_is_a_message_and_any_number_is_sent()
    {
        string[] lines = [.. Enumerable.Range(0, 100).Select(static i => $"line {i}")];
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("body", string.Join("\r\n", lines) + "\r\n\r\n"), ("form", "Lines"));
        page.AssertShows("100 messages were sent");
        Assert.Equal(lines, await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task Several_messages_with_line_ends_have_separators_between_them()
    {
        await _client.SubmitAsync(Path, "", ("body", "{\r\n}\r\n---\r\nb --- b\r\n---\r\n---\r\n----"), ("form", "Parts"));
        Assert.Equal(["{\n}", "b --- b", "----"], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task Large_messages_are_sent_in_batches_that_the_limits_allow()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync(limits: CmqLimits.For(CmqProfile.Classic, strict: true));
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        await server.CreateAsync("orders");
        string[] lines = [.. Enumerable.Range(0, 5).Select(static i => new string((char)('a' + i), 30_000)), new string('x', 65_536), "y"];
        (await client.SubmitAsync(Path, "", ("body", string.Join("\r\n", lines)), ("form", "Lines"))).AssertShows("7 messages were sent");
        Assert.Equal(lines, await server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task A_body_of_1_MiB_is_sent_whole()
    {
        string body = new('é', 512 * 1024);
        (await _client.SubmitAsync(Path, "", ("body", body))).AssertShows("Sent as message");
        Assert.Equal([body], await _server.BodiesAsync("orders"));
    }

    [Fact]
    public async Task Five_MiB_of_lines_are_sent()
    {
        string[] lines = [.. Enumerable.Repeat(new string('x', 500_000), 10)];
        (await _client.SubmitAsync(Path, "", ("body", string.Join("\r\n", lines)), ("form", "Lines"))).AssertShows("10 messages were sent");
        Assert.Equal(10, (await _server.BodiesAsync("orders")).Count);
    }

    [Fact]
    public async Task When_a_part_is_refused_the_page_says_how_many_were_sent_and_keeps_the_others()
    {
        string page = Path.Replace("orders", "small", StringComparison.Ordinal);
        string[] lines = [.. Enumerable.Range(0, 40).Select(static i => i == 20 ? new string('x', 2_000) : $"line {i}")];
        ConsoleAnswer answer = await _client.SubmitAsync(page, "", ("body", string.Join("\r\n", lines)), ("form", "Lines"), ("delay", "0"));
        answer.AssertShows("16 of 40 messages were sent; the others are still in the form", "maxMsgSize");
        Assert.Equal(string.Join('\n', lines[16..]), answer.Field("body").Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal(lines[..16], await _server.BodiesAsync("small"));
    }

    [Fact]
    public async Task A_delay_is_kept_for_the_next_message()
    {
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("body", "a"), ("form", "Lines"), ("delay", "60"));
        Assert.Equal("60", page.Field("delay"));
        Assert.Contains("value=\"Lines\" checked", page.Text, StringComparison.Ordinal);
        Assert.Equal(["a"], await _server.BodiesAsync("orders", MessageState.Delayed));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("99999999")]
    [InlineData("99999999999999")]
    public async Task A_delay_that_is_refused_keeps_what_is_typed(string delay)
    {
        ConsoleAnswer page = await _client.SubmitAsync(Path, "", ("body", "\r\n typed \u2028"), ("delay", delay));
        Assert.Matches("<p class=\"problem\" role=\"alert\">[^<]+</p>", page.Text);
        Assert.Equal("\n typed \u2028", page.Field("body").Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal(delay, page.Field("delay"));
        Assert.Empty(await _server.BodiesAsync("orders"));
    }

    [Theory]
    [InlineData("", "One")]
    [InlineData("\r\n\r\n", "Lines")]
    [InlineData("---", "Parts")]
    public async Task Nothing_is_not_sent(string body, string form) =>
        (await _client.SubmitAsync(Path, "", ("body", body), ("form", form))).AssertShows("There is nothing to send");

    [Theory]
    [InlineData("{\n\t\"a\": 12345678901234567890.10\n}")]
    [InlineData("\n</textarea><script>alert(1)</script>&amp; \u202e李雷")]
    public async Task A_message_is_edited_and_sent_again_byte_for_byte(string body)
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", body);
        ConsoleAnswer page = await _client.PageAsync($"{Path}?from={ids[0]}");
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        await _client.PostAsync(Path, ("body", page.Field("body").Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Equal([body, body], await _server.BodiesAsync("orders"));
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("\u0001")]
    [InlineData("\ufffd")]
    public async Task A_body_that_a_form_would_change_is_offered_as_a_copy(string body)
    {
        IReadOnlyList<string> ids = await _server.SendAsync("orders", body);
        ConsoleAnswer page = await _client.PageAsync($"{Path}?from={ids[0]}");
        page.AssertShows("cannot be edited here", "To the message, to copy it");
        Assert.Equal("", page.Field("body").Trim());
    }

    [Theory]
    [InlineData("?from=999", "not in queue 'orders' any more")]
    [InlineData("?from=x", "is no message id")]
    [InlineData("?from=1&of=nowhere", "nowhere")]
    public async Task A_message_that_is_not_there_says_so(string query, string expected) => (await _client.PageAsync(Path + query)).AssertShows(expected);

    [Fact]
    public async Task A_key_that_may_not_send_sends_nothing()
    {
        IReadOnlyList<string> ids = await _server.SendAsync("small", "the body");
        using ConsoleClient limited = await _server.SignInWithAsync(CmqKeyAccess.ReadOnly);
        (await limited.PageAsync($"{Path}?from={ids[0]}&of=small")).AssertShowsNo("the body");
        Assert.Equal(HttpStatusCode.Forbidden, (await limited.PostAsync(Path, ("body", "x"))).Status);
        Assert.Empty(await _server.BodiesAsync("orders"));
    }
}
