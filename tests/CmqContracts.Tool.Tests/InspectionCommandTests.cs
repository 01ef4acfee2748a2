using System.Text;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Testing;
using Spectre.Console;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq peek</c>, <c>search</c>, <c>move</c>, <c>rewind</c> and <c>top</c>, over a broker in this process.</summary>
public sealed class InspectionCommandTests : IAsyncLifetime
{
    private const string Hostile = "[red]x[/] \u001b[2J\u202e 12345678901234567890 1.0";

    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly CmqBroker _broker;
    private readonly CmqClient _client;

    public InspectionCommandTests()
    {
        _broker = new CmqBroker(new BrokerOptions { TimeProvider = _time });
        _client = CmqClient.Over(_broker.GetService("default"));
    }

    private ICmqInspector Inspector => _broker.GetInspector("default");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_peek_shows_messages_page_by_page_and_changes_nothing()
    {
        await FillAsync("orders", 1500);
        string before = (await _client.Service.GetQueueAttributesAsync("orders")).ToString();

        CmqRun all = await RunAsync("peek", "orders", "--count", "1200", "--json");
        Assert.Equal(0, all.ExitCode);
        Assert.Equal(Enumerable.Range(0, 1200).Select(static i => $"m{i}"), Bodies(all));
        string next = all.Error.Split("--after ")[1].Split(' ')[0];
        Assert.Equal(["m1200"], Bodies(await RunAsync("peek", "orders", "--after", next, "--count", "1", "--json")));
        Assert.Equal(["m1499", "m1498"], Bodies(await RunAsync("peek", "orders", "--newest", "--count", "2", "--json")));
        Assert.Equal(before, (await _client.Service.GetQueueAttributesAsync("orders")).ToString());
    }

    [Fact]
    public async Task A_body_is_exact_in_JSON_escaped_for_people_and_cut_between_characters()
    {
        await FillAsync("orders", 0);
        string id = (await _client.Service.SendMessagesAsync(new SendMessagesRequest("orders", [Encoding.UTF8.GetBytes(Hostile)])))[0];
        await _client.Service.SendMessagesAsync(new SendMessagesRequest("orders", ["aü€"u8.ToArray()]));

        Assert.Equal(Hostile, Bodies(await RunAsync("peek", "orders", "--id", id, "--json")).Single());
        string shown = (await RunAsync("peek", "orders")).Out;
        Assert.Contains("[red]x[/] \\u001b[2J\\u202e 12345678901234567890 1.0", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", shown, StringComparison.Ordinal);
        Assert.Equal(["", "a", "a", "aü", "aü", "aü", "aü€"], await Task.WhenAll(Enumerable.Range(0, 7).Select(async bytes => Bodies(await RunAsync("peek", "orders", "--newest", "--count", "1", "--json", "--body-bytes", $"{bytes}")).Single())));
    }

    [Fact]
    public async Task A_search_goes_on_until_it_has_found_enough_and_says_where_it_is()
    {
        await FillAsync("orders", 12_000, static i => $$"""{"id":{{i}},"kind":"{{(i % 6000 == 5999 ? "rare" : "usual")}}"}""");

        CmqRun all = await RunAsync("search", "orders", "--path", "$.kind", "--value", "rare", "--json");
        Assert.Equal([5999, 11999], Bodies(all).Select(static body => JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetInt32()));
        Assert.Contains("2 found in 12000 messages. That was all.", all.Error, StringComparison.Ordinal);
        CmqRun first = await RunAsync("search", "orders", "rare", "--count", "1", "--json");
        Assert.Contains("1 found in 6000 messages. --after ", first.Error, StringComparison.Ordinal);
        string after = first.Error.Split("--after ")[1].Split(' ')[0];
        Assert.Contains("11999", Bodies(await RunAsync("search", "orders", "rare", "--after", after, "--json")).Single(), StringComparison.Ordinal);
        Assert.Equal("Nothing was found.", (await RunAsync("search", "orders", "nowhere")).Error.Split('\n')[0].TrimEnd());
    }

    [Theory]
    // At ten milliseconds a message: 100 each time.
    [InlineData(10, 12)]
    // At a hundred: 100, and from then on 10 each time.
    [InlineData(100, 111)]
    // 100, and from then on 500 each time.
    [InlineData(0.001, 4)]
    public async Task Each_request_of_a_search_looks_at_as_many_messages_as_take_a_second(double milliseconds, int requests)
    {
        await FillAsync("orders", 1200);
        SlowSearch slow = new(Inspector, TimeSpan.FromMilliseconds(milliseconds));

        CmqRun run = await CommandInProcess.RunAsync(_client.Service, slow, [SearchCommand.Create()], ["search", "orders", "nowhere"], slow.Time);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 found in 1200 messages.", run.Error, StringComparison.Ordinal);
        Assert.Equal(requests, slow.Requests);
    }

    [Fact]
    public async Task Messages_are_moved_by_id_by_number_and_all()
    {
        await FillAsync("from", 2500);
        await FillAsync("to", 0);
        string[] ids = [.. (await RunAsync("peek", "from", "--newest", "--count", "2", "--json")).Lines.Select(static line => line.GetProperty("msgId").GetString()!)];

        CmqRun byId = await RunAsync("move", "from", "to", "--id", ids[0], "--id", ids[1], "--json");
        Assert.Equal((0, 2), (byId.ExitCode, byId.Lines[0].GetProperty("moved").GetInt32()));
        CmqRun gone = await RunAsync("move", "from", "to", "--id", ids[0]);
        Assert.Equal(5, gone.ExitCode);
        Assert.Contains($"Message {ids[0]} is not in the queue.", gone.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("move", "from", "to", "--count", "1100")).ExitCode);
        Assert.Equal((1398, 1102), (await ActiveAsync("from"), await ActiveAsync("to")));
        Assert.Equal(0, (await RunAsync("move", "from", "to", "--count", "5000")).ExitCode);
        Assert.Equal((0, 2500), (await ActiveAsync("from"), await ActiveAsync("to")));
    }

    [Fact]
    public async Task A_full_target_ends_a_move_and_how_many_were_moved_is_told()
    {
        await FillAsync("from", 30);
        await _client.Service.CreateQueueAsync(new CreateQueueRequest("small", new QueueSettings { MaxMsgHeapNum = 10 }));

        CmqRun run = await RunAsync("move", "from", "small", "--count", "30", "--json");
        Assert.Equal((5, 10), (run.ExitCode, run.Lines[0].GetProperty("moved").GetInt32()));
        Assert.Contains("4410", run.Error, StringComparison.Ordinal);
        Assert.Equal((20, 10), (await ActiveAsync("from"), await ActiveAsync("small")));
        Assert.Equal(3, (await RunAsync("move", "from", "small", "--count", "30")).ExitCode);
    }

    [Fact]
    public async Task What_the_target_does_not_take_is_left_and_told()
    {
        await FillAsync("from", 3);
        await FillAsync("from", 1, static _ => new string('x', 2000), create: false);
        await _client.Service.CreateQueueAsync(new CreateQueueRequest("small", new QueueSettings { MaxMsgSize = 1024 }));

        CmqRun run = await RunAsync("move", "from", "small", "--count", "4", "--json");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("is larger than the target's maxMsgSize", run.Error, StringComparison.Ordinal);
        Assert.Equal((3, 1), (run.Lines[0].GetProperty("moved").GetInt32(), run.Lines[0].GetProperty("skipped").GetInt32()));
        Assert.Equal((1, 3), (await ActiveAsync("from"), await ActiveAsync("small")));
    }

    [Fact]
    public async Task All_that_a_filter_chooses_are_moved_in_the_background_and_back_to_their_source()
    {
        await FillAsync("dead", 300);
        await _client.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) }));

        CmqRun some = await RunAsync("move", "dead", "--all", "--text", "m29", "--json");
        Assert.Equal((0, 11), (some.ExitCode, some.Lines[0].GetProperty("moved").GetInt32()));
        Assert.Equal((11, 289), (await ActiveAsync("orders"), await ActiveAsync("dead")));
        Assert.Equal(0, (await RunAsync("move", "dead", "orders", "--all")).ExitCode);
        Assert.Equal((300, 0), (await ActiveAsync("orders"), await ActiveAsync("dead")));
    }

    [Fact]
    public async Task A_stop_cancels_the_job_and_says_how_many_were_moved()
    {
        await FillAsync("from", 20_000);
        await FillAsync("to", 0);

        CmqRun run = await RunAsync(hasInspector: true, ["move", "from", "to", "--all", "--json"], new CancellationToken(canceled: true));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Stopped; to go on, run it again.", run.Error, StringComparison.Ordinal);
        long moved = run.Lines[0].GetProperty("moved").GetInt64();
        Assert.Equal((20_000 - moved, moved), (await ActiveAsync("from"), await ActiveAsync("to")));
    }

    [Fact]
    public async Task A_rewind_says_how_many_return_and_needs_yes_where_nobody_can_be_asked()
    {
        await _client.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { RewindSeconds = 3600 }));
        await FillAsync("orders", 3, create: false);
        foreach (CmqMessage message in await _client.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 }))
            await _client.Service.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle]));

        CmqRun asked = await RunAsync("rewind", "orders", "--to", "10 minutes ago");
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("3 messages become active again. Nobody can be asked", asked.Error, StringComparison.Ordinal);
        Assert.Equal(0, await ActiveAsync("orders"));
        CmqRun tooFar = await RunAsync("rewind", "orders", "--to", "2 hours ago", "--yes");
        Assert.Equal(3, tooFar.ExitCode);
        CmqRun done = await RunAsync("rewind", "orders", "--to", "10 minutes ago", "--yes", "--json");
        Assert.Equal((0, 3), (done.ExitCode, done.Lines[0].GetProperty("messages").GetInt32()));
        Assert.Equal(3, await ActiveAsync("orders"));
    }

    [Theory]
    [InlineData(3, "no-such", "peek", "no-such")]
    [InlineData(2, "--from is 'soon', which is no time", "peek", "orders", "--from", "soon")]
    [InlineData(3, "begins with '$'", "search", "orders", "--path", "customer..id")]
    [InlineData(2, "nothing to search for", "search", "orders")]
    [InlineData(2, "name the place with --path", "search", "orders", "--value", "3")]
    [InlineData(2, "Say which messages", "move", "orders", "other")]
    [InlineData(2, "Say which messages", "move", "orders", "other", "--all", "--count", "3")]
    [InlineData(2, "add --all", "move", "orders", "other", "--count", "3", "--text", "x")]
    [InlineData(2, "--to is 'yesterday', which is no time", "rewind", "orders", "--to", "yesterday")]
    public async Task Bad_input_is_told(int exitCode, string expected, params string[] arguments)
    {
        await FillAsync("orders", 1);
        CmqRun run = await RunAsync(arguments);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("peek", "orders")]
    [InlineData("search", "orders", "x")]
    [InlineData("move", "orders", "other", "--count", "1")]
    [InlineData("top")]
    public async Task A_service_without_looks_is_told_to_have_none_and_why(params string[] arguments)
    {
        await FillAsync("orders", 1);
        CmqRun run = await RunAsync(hasInspector: false, arguments);
        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains("Tencent's CMQ has no action that looks into a queue without receiving from it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rates_come_from_what_was_counted_between_two_looks()
    {
        await FillAsync("busy", 10);
        Dictionary<string, QueueCounts> before = QueueRates.Counts(await LookAsync());
        await FillAsync("busy", 30, create: false);
        await FillAsync("new", 100);

        List<Field[]> rows = QueueRates.Rows(before, await LookAsync(), TimeSpan.FromSeconds(4));
        Assert.Equal(["new", "busy"], rows.Select(static row => (string)row[0].Value!));
        Assert.Equal([0d, 7.5], rows.Select(static row => (double)row.Single(static field => field.Name == "sentRate").Value!));
    }

    [Theory]
    [InlineData(160, "queue active inactive delayed rewind oldest s waiting sent/s recv/s del/s dead/s", "a-queue-whose-name-is-as-long-as-one-may-be-0123456789")]
    [InlineData(120, "queue active inactive delayed rewind oldest s waiting sent/s recv/s del/s dead/s", "a-queue-whose-name-i…")]
    [InlineData(100, "queue active inactive delayed rewind oldest s sent/s recv/s del/s", "a-queue-whose-name-…")]
    [InlineData(80, "queue active inactive oldest s sent/s recv/s del/s", "a-queue-whose-name…")]
    [InlineData(20, "queue active sent/s recv/s", "…")]
    public async Task On_a_terminal_each_queue_has_one_line_however_narrow_it_is(int width, string titles, string name)
    {
        await FillAsync("a-queue-whose-name-is-as-long-as-one-may-be-0123456789", 100);
        IReadOnlyList<Field[]> rows = QueueColumns.Fit(QueueRates.Rows(new Dictionary<string, QueueCounts>(), await LookAsync(), TimeSpan.FromSeconds(4)), width);
        Assert.Equal((titles, name), (string.Join(' ', rows[0].Select(static field => field.Name)), (string)rows[0][0].Value!));
        using StringWriter screen = new();
        IAnsiConsole console = TerminalTable.Create(screen, hasColor: false);
        console.Profile.Width = Math.Max(width, 60);
        console.Write(TerminalTable.Of(rows));
        Assert.Equal(5, screen.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private async Task<IReadOnlyList<QueueDescription>> LookAsync() => (await Inspector.DescribeQueuesAsync(new DescribeQueuesRequest())).Queues;

    private Task<CmqRun> RunAsync(params string[] arguments) => RunAsync(hasInspector: true, arguments);

    private Task<CmqRun> RunAsync(bool hasInspector, string[] arguments, CancellationToken stop = default) => CommandInProcess.RunAsync(
        _client.Service,
        hasInspector ? Inspector : null,
        [PeekCommand.Create(), SearchCommand.Create(), MoveCommand.Create(), RewindCommand.Create(), TopCommand.Create()],
        arguments,
        stop: stop);

    private static IEnumerable<string> Bodies(CmqRun run) => run.Lines.Select(static line => line.GetProperty("body").GetString()!);

    private async Task<long> ActiveAsync(string queue) => (await _client.Service.GetQueueAttributesAsync(queue)).ActiveMessages;

    private async Task FillAsync(string queue, int count, Func<int, string>? body = null, bool create = true)
    {
        if (create)
            await _client.Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings()));
        foreach (int[] batch in Enumerable.Range(0, count).Chunk(16))
            await _client.Service.SendMessagesAsync(new SendMessagesRequest(queue, [.. batch.Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body?.Invoke(i) ?? $"m{i}"))]));
    }

    /// <summary>Takes some time for each message, by a clock of its own.</summary>
    private sealed class SlowSearch(ICmqInspector inner, TimeSpan each) : ForwardingInspector(inner)
    {
        public ManualTimeProvider Time { get; } = new();

        public int Requests { get; private set; }

        public override async ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default)
        {
            Requests++;
            SearchResult result = await base.SearchMessagesAsync(request, cancellationToken);
            Time.Advance(each * result.Examined);
            return result;
        }
    }
}
