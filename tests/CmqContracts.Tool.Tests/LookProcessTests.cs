using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq peek</c> and <c>cmq search</c> as processes: what they print where, and that they change nothing.</summary>
public sealed class LookProcessTests : IAsyncLifetime
{
    /// <summary>Markup of Spectre.Console and of pages, sequences that move a terminal's cursor and set its title, and what turns the direction of writing.</summary>
    private const string Hostile = "[red]x[/] [[ <b>&amp;</b> \u001b[2J\u001b]0;t\u0007\u009b1m\u202e\u2066 12345678901234567890 1.0 \U0001F600";

    private const string Shown = "[red]x[/] [[ <b>&amp;</b> \\u001b[2J\\u001b]0;t\\u0007\\u009b1m\\u202e\\u2066 12345678901234567890 1.0 \U0001F600";

    // Nothing ages while looks are compared.
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly ServedBroker _served;

    public LookProcessTests() => _served = new ServedBroker(_time, static broker => new SteeredBroker(broker) { Inspector = static inspector => new HostileSources(inspector) });

    public Task InitializeAsync() => _served.InitializeAsync();

    public Task DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("peek", "QUEUE")]
    [InlineData("search", "QUEUE", "1.0")]
    public async Task Bodies_and_names_are_exact_in_JSON_and_escaped_in_tables(params string[] arguments)
    {
        string queue = await _served.QueueAsync();
        await _served.Client.Queue(queue).SendAsync(Encoding.UTF8.GetBytes(Hostile));
        arguments = [.. arguments.Select(argument => argument.Replace("QUEUE", queue, StringComparison.Ordinal))];

        CmqRun json = await _served.RunAsync([.. arguments, "--json"]);
        Assert.Equal(0, json.ExitCode);
        Assert.Equal((Hostile, Hostile), (Assert.Single(json.Lines).GetProperty("body").GetString(), json.Lines[0].GetProperty("sourceQueueName").GetString()));
        Assert.DoesNotContain('\u001b', json.Out);
        CmqRun plain = await _served.RunAsync(arguments), terminal = await _served.OnTerminalAsync(null, arguments), noColor = await NoColorAsync(arguments);
        foreach (CmqRun run in (CmqRun[])[plain, terminal, noColor])
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Equal(3, run.Out.Split(Shown).Length);
            foreach (string raw in (string[])["\u001b[2J", "\u001b]", "\u0007", "\u009b", "\u202e", "\u2066"])
                Assert.DoesNotContain(raw, run.Out, StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\u001b', plain.Out);
        Assert.DoesNotContain('│', plain.Out);
        Assert.Contains("│", terminal.Out, StringComparison.Ordinal);
        Assert.Contains("\u001b[38;5;", terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[38;5;", noColor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_is_escaped_in_errors()
    {
        foreach (CmqRun run in (CmqRun[])[await _served.RunAsync("peek", Hostile), await _served.RunAsync("peek", "q", "--from", Hostile), await _served.RunAsync("peek", "q", "--id", Hostile), await _served.RunAsync("peek", "q", "--state", Hostile), await _served.RunAsync("search", "q", "--path", Hostile)])
        {
            Assert.NotEqual(0, run.ExitCode);
            Assert.Equal("", run.Out);
            Assert.Contains("\\u001b[2J", run.Error, StringComparison.Ordinal);
            foreach (char raw in "\u001b\u0007\u009b\u202e\u2066")
                Assert.DoesNotContain(raw, run.Error);
        }
    }

    [Fact]
    public async Task Looks_leave_states_counters_and_handles_as_they_were()
    {
        string queue = await _served.QueueAsync(new QueueSettings { RewindSeconds = 3600, VisibilityTimeout = 3600 });
        ICmqService service = _served.Client.Service;
        for (int i = 0; i < 6; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(queue, [Encoding.UTF8.GetBytes($$"""{"id":{{i}}}""")]) { DelaySeconds = i == 5 ? 600 : 0 });
        IReadOnlyList<CmqMessage> received = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = 3 });
        await service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [received[0].ReceiptHandle]));
        string[] before = await SnapshotAsync(queue);

        foreach (string state in (string[])["active", "inactive", "delayed", "rewindable"])
        {
            CmqRun peeked = await _served.RunAsync("peek", queue, "--state", state, "--json");
            Assert.Equal(state switch { "active" => ["{\"id\":3}", "{\"id\":4}"], "inactive" => ["{\"id\":1}", "{\"id\":2}"], "delayed" => ["{\"id\":5}"], _ => (string[])["{\"id\":0}"] }, peeked.Lines.Select(static line => line.GetProperty("body").GetString()));
            Assert.Equal(0, (await _served.RunAsync("search", queue, "id", "--state", state)).ExitCode);
            Assert.Equal(0, (await _served.RunAsync("search", queue, "--path", "$.id", "--newest", "--state", state)).ExitCode);
        }

        Assert.Equal(0, (await _served.RunAsync("peek", queue, "--id", received[1].MessageId)).ExitCode);
        Assert.Equal(before, await SnapshotAsync(queue));
        Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [received[1].ReceiptHandle, received[2].ReceiptHandle])));
    }

    [Fact]
    public async Task What_cannot_be_shown_is_told_by_the_exit_code()
    {
        string queue = await _served.QueueAsync();
        string id = (await _served.Client.Service.SendMessagesAsync(new SendMessagesRequest(queue, ["x"u8.ToArray()])))[0];
        Assert.Equal(0, (await _served.RunAsync("receive", queue, "--delete")).ExitCode);

        CmqRun gone = await _served.RunAsync("peek", queue, "--id", id);
        Assert.Equal((1, "", $"Queue '{queue}' has no message {id}, any more or yet.\n"), (gone.ExitCode, gone.Out, gone.Error));
        CmqRun refused = await _served.RunAsync("search", "no-such", "x");
        Assert.Equal((3, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("no-such", refused.Error, StringComparison.Ordinal);
        CmqRun silent = await _served.RunAsync("peek", queue, "--endpoint", "http://127.0.0.1:1");
        Assert.Equal((4, ""), (silent.ExitCode, silent.Out));
    }

    [Fact]
    public async Task A_look_whose_output_cannot_be_written_fails()
    {
        string queue = await _served.QueueAsync();
        await _served.Client.Queue(queue).SendAsync("x"u8.ToArray());
        CmqRun run = await CmqRun.OfShellAsync(_served.Environment, null, $"cmq peek {queue} > /dev/full");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    private Task<CmqRun> NoColorAsync(string[] arguments) => CmqRun.OfTerminalAsync(new Dictionary<string, string>(_served.Environment) { ["NO_COLOR"] = "1" }, Task.CompletedTask, null, arguments);

    /// <summary>Everything that can be seen of a queue.</summary>
    private async Task<string[]> SnapshotAsync(string queue)
    {
        List<string> seen = [(await _served.Client.Service.GetQueueAttributesAsync(queue)).ToString()];
        ICmqInspector inspector = _served.Client.Inspector!;
        seen.AddRange((await inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [queue] })).Queues.Select(static description => $"{description} {description.Counts}"));
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            foreach (InspectedMessage message in (await inspector.PeekMessagesAsync(new PeekMessagesRequest(queue, state))).Messages)
                seen.Add($"{message} {message.MessageId} {message.State} {message.DequeueCount} {message.EnqueuedAt} {message.FirstReceivedAt} {message.VisibleAt} {Encoding.UTF8.GetString(message.Body.Span)}");
        }

        return [.. seen];
    }

    /// <summary>Each message comes from a queue with a hostile name.</summary>
    private sealed class HostileSources(ICmqInspector inner) : ForwardingInspector(inner)
    {
        public override async ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default)
        {
            PeekResult result = await base.PeekMessagesAsync(request, cancellationToken);
            return new PeekResult { Messages = [.. result.Messages.Select(With)], ContinueAfter = result.ContinueAfter };
        }

        public override async ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default)
        {
            SearchResult result = await base.SearchMessagesAsync(request, cancellationToken);
            return new SearchResult { Messages = [.. result.Messages.Select(With)], Examined = result.Examined, ContinueAfter = result.ContinueAfter };
        }

        private static InspectedMessage With(InspectedMessage message) => new()
        {
            MessageId = message.MessageId,
            State = message.State,
            Body = message.Body,
            BodyLength = message.BodyLength,
            EnqueuedAt = message.EnqueuedAt,
            FirstReceivedAt = message.FirstReceivedAt,
            VisibleAt = message.VisibleAt,
            DequeueCount = message.DequeueCount,
            DeadLetterSource = new DeadLetterSource { QueueName = Hostile, MessageId = "cmsg-1" },
        };
    }
}
