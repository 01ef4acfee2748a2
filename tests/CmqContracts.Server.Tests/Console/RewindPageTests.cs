using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>The page that rewinds a queue.</summary>
public sealed class RewindPageTests : IAsyncLifetime
{
    private const string Page = "/accounts/default/queues/orders/rewind";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;
    private long _start;

    private ICmqService Service => _server.Broker.GetService("default");

    /// <summary>Three messages, 100 seconds apart, and deleted.</summary>
    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(ConsolePages.WithReader, _log);
        _client = await ConsoleClient.SignInAsync(_server);
        await Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { RewindSeconds = 1000 }));
        _start = Now();
        for (int i = 0; i < 3; i++)
        {
            await Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
            CmqMessage message = Assert.Single(await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { PollingWaitSeconds = 0 }));
            Assert.Empty(await Service.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle])));
            _server.Clock.Advance(TimeSpan.FromSeconds(100));
        }
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_has_the_points_of_the_window_and_how_many_return_from_each()
    {
        RewindProfile profile = await _server.Broker.GetInspector("default").GetRewindProfileAsync("orders");
        ConsoleAnswer page = await _client.PageAsync(Page);
        Assert.Equal(
            profile.Points.Select(static point => $"{point.Time.ToUnixTimeSeconds()}:{point.Messages}"),
            Regex.Matches(page.Text, "<option value=\"(\\d+)\" data-messages=\"(\\d+)\"").Select(static match => $"{match.Groups[1]}:{match.Groups[2]}"));
        Assert.Equal(profile.Points.Count, Regex.Count(page.Text, "<rect"));
        Assert.Equal(3, Regex.Count(page.Text, "<rect[^>]* height=\"40\""));
    }

    [Fact]
    public async Task A_point_is_counted_then_confirmed_then_rewound()
    {
        RewindPoint point = (await _server.Broker.GetInspector("default").GetRewindProfileAsync("orders")).Points.Last(static point => point.Messages == 2);
        string at = point.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        ConsoleAnswer page = await _client.PageAsync($"{Page}?at={at}");
        page.AssertShows("2 messages return");
        Assert.Equal(at, page.Field("to"));
        Assert.Equal(0, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
        (await _client.PostAsync(Page, ("to", page.Field("to")))).AssertRedirect("/accounts/default/queues/orders");
        (await _client.PageAsync(Page)).AssertShows("The queue was rewound: 2 messages are active again.");
        Assert.Equal(2, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
        Assert.Contains(_log.Lines, line => line.Text.Contains($"queue 'orders' rewound to {at}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exact_time_can_be_typed_in_several_forms()
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(_start + 100);
        foreach (string typed in (string[])
        [
            (_start + 100).ToString(CultureInfo.InvariantCulture),
            time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
            time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ])
        {
            ConsoleAnswer page = await _client.PageAsync($"{Page}?time={Uri.EscapeDataString(typed)}");
            page.AssertShows("2 messages return");
            Assert.Equal((_start + 100).ToString(CultureInfo.InvariantCulture), page.Field("to"));
        }

        (await _client.PageAsync($"{Page}?time={_start + 101}")).AssertShows("1 message returns");
        (await _client.PageAsync($"{Page}?time={_start + 201}")).AssertShows("No message returns");
    }

    [Fact]
    public async Task A_time_outside_the_window_says_what_the_window_is()
    {
        string expected = $"queue 'orders' can be rewound to {Now() - 1000} .. {Now()} (Unix seconds).";
        foreach (long time in (long[])[Now() - 1001, Now() + 1])
        {
            ConsoleAnswer page = await _client.PageAsync($"{Page}?time={time}");
            page.AssertShows($"startConsumeTime is {time}; {expected}");
            Assert.Equal("", page.Field("to"));
            ConsoleAnswer refused = await _client.PostAsync(Page, ("to", time.ToString(CultureInfo.InvariantCulture)));
            (await _client.PageAsync(refused.Location!)).AssertShows(expected);
        }

        Assert.Equal(0, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("99999999999999999")]
    [InlineData("-1e3")]
    public async Task What_is_no_time_is_said_to_be_none(string typed)
    {
        ConsoleAnswer page = await _client.PageAsync($"{Page}?time={Uri.EscapeDataString(typed)}");
        page.AssertShows("is no time; it must be");
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.Equal(typed, page.Field("time"));
    }

    [Fact]
    public async Task A_queue_that_keeps_no_deleted_messages_says_so()
    {
        await Service.CreateQueueAsync(new CreateQueueRequest("forgetful", new QueueSettings()));
        ConsoleAnswer page = await _client.PageAsync("/accounts/default/queues/forgetful/rewind");
        page.AssertShows("This queue keeps no deleted messages");
        Assert.Contains("href=\"/console/accounts/default/queues/forgetful/settings\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_whose_oldest_message_is_older_than_what_it_keeps_cannot_be_rewound_now()
    {
        await Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
        _server.Clock.Advance(TimeSpan.FromSeconds(1001));
        (await _client.PageAsync(Page)).AssertShows("The queue cannot be rewound now");
    }

    [Fact]
    public async Task A_key_that_only_reads_counts_and_does_not_rewind()
    {
        using ConsoleClient reader = await ConsolePages.SignInReaderAsync(_server);
        ConsoleAnswer page = await reader.PageAsync($"{Page}?time={_start}");
        page.AssertShows("3 messages return");
        Assert.Equal("", page.Field("to"));
        await reader.PageAsync("/accounts");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Page, ("to", _start.ToString(CultureInfo.InvariantCulture)))).Status);
        Assert.Equal(0, (await Service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    private long Now() => _server.Clock.GetUtcNow().ToUnixTimeSeconds();
}
