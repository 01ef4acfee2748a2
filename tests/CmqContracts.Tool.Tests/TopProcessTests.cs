using System.Text.RegularExpressions;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq top</c> as a process.</summary>
public sealed partial class TopProcessTests : IAsyncLifetime
{
    private const string Hostile = "[red]q[/]\u001b[2J\u202e<b>";

    private readonly TaskCompletionSource _fourthLook = new();
    private readonly ServedBroker _served;
    private int _looks;

    public TopProcessTests() => _served = new ServedBroker(TimeProvider.System, broker => new SteeredBroker(broker) { Inspector = inspector => new HostileNames(inspector, Looked) });

    public Task InitializeAsync() => _served.InitializeAsync();

    public Task DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task It_prints_once_where_there_is_no_terminal_with_names_exact_in_JSON_and_escaped_for_people()
    {
        string queue = await _served.QueueAsync();
        await _served.Client.Queue(queue).SendAsync("x"u8.ToArray());

        CmqRun json = await _served.RunAsync("top", "--json");
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        Assert.Equal((queue + Hostile, 1, 0d), (Assert.Single(json.Lines).GetProperty("queueName").GetString(), json.Lines[0].GetProperty("active").GetInt32(), json.Lines[0].GetProperty("sentRate").GetDouble()));
        CmqRun plain = await _served.RunAsync("top");
        Assert.Equal((0, 2), (plain.ExitCode, plain.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains(queue + "[red]q[/]\\u001b[2J\\u202e<b>", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', plain.Out);
    }

    [Fact]
    public async Task On_a_terminal_it_is_drawn_over_itself_until_Ctrl_C()
    {
        string queue = await _served.QueueAsync();
        CmqRun run = await _served.OnTerminalWhenAsync(_fourthLook.Task, "\u0003", "top", "--interval", "1");
        Assert.Equal(0, run.ExitCode);
        string shown = queue + "[red]q[/]\\u001b[2J\\u202e<b>";
        // Two tables at least; before each but the first one the cursor goes back to where that began.
        Assert.InRange(run.Out.Split(shown).Length, 3, 5);
        Assert.InRange(CursorUp().Count(run.Out), 1, 4);
        Assert.DoesNotContain("\u001b[2J\u202e", run.Out, StringComparison.Ordinal);
    }

    private void Looked()
    {
        // The first two are for one table.
        if (Interlocked.Increment(ref _looks) == 4)
            _fourthLook.SetResult();
    }

    [GeneratedRegex("\u001b\\[[0-9]+A")]
    private static partial Regex CursorUp();

    /// <summary>Queues whose names no queue may have.</summary>
    private sealed class HostileNames(ICmqInspector inner, Action looked) : ForwardingInspector(inner)
    {
        public override async ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default)
        {
            QueueDescriptionList list = await base.DescribeQueuesAsync(request, cancellationToken);
            looked();
            return new QueueDescriptionList { TotalCount = list.TotalCount, Queues = [.. list.Queues.Select(With)] };
        }

        private static QueueDescription With(QueueDescription queue) => new()
        {
            Attributes = new QueueAttributes
            {
                QueueName = queue.Attributes.QueueName + Hostile,
                QueueId = queue.Attributes.QueueId,
                CreatedAt = queue.Attributes.CreatedAt,
                LastModifiedAt = queue.Attributes.LastModifiedAt,
                OldestMessageAt = queue.Attributes.OldestMessageAt,
                ActiveMessages = queue.Attributes.ActiveMessages,
            },
            DeadLetterSources = [],
            Counts = queue.Counts,
        };
    }
}
