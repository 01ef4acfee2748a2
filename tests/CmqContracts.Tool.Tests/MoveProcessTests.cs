using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq move</c> and <c>cmq rewind</c> as processes.</summary>
public sealed class MoveProcessTests : IAsyncLifetime
{
    private readonly ServedBroker _served;
    private SlowJobs? _jobs;

    public MoveProcessTests() => _served = new ServedBroker(TimeProvider.System, broker => new SteeredBroker(broker) { Inspector = inspector => _jobs ??= new SlowJobs(inspector) });

    public Task InitializeAsync() => _served.InitializeAsync();

    public Task DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Ctrl_C_cancels_the_job_says_what_was_moved_and_another_run_moves_the_rest()
    {
        string from = await FilledAsync(2000), to = await _served.QueueAsync();
        // The service's own inspector.
        await _served.Client.Inspector!.ListJobsAsync();
        await using (ProgramUnderTest tool = _served.Start("move", from, to, "--all"))
        {
            await _jobs!.ThirdLook;
            tool.Signal("INT");

            Assert.Equal(130, await tool.WaitForExitAsync());
            await tool.WaitForLineAsync("Stopped; to go on, run it again.");
            long moved = await ActiveAsync(to);
            Assert.InRange(moved, 20, 1999);
            await tool.WaitForLineAsync($"{moved} messages were moved from '{from}' to '{to}'.");
            Assert.Equal(2000 - moved, await ActiveAsync(from));
        }

        _jobs.AreSlow = false;
        CmqRun again = await _served.RunAsync("move", from, to, "--all", "--json");
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal((0, 2000), (await ActiveAsync(from), await ActiveAsync(to)));
    }

    [Fact]
    public async Task What_was_moved_is_told_in_words_and_in_JSON()
    {
        string from = await FilledAsync(5), to = await _served.QueueAsync();
        CmqRun words = await _served.RunAsync("move", from, to, "--count", "2");
        Assert.Equal((0, $"2 messages were moved from '{from}' to '{to}'.\n", ""), (words.ExitCode, words.Out, words.Error));
        CmqRun json = await _served.RunAsync("move", from, to, "--count", "10", "--json");
        Assert.Equal((0, $$"""{"sourceQueueName":"{{from}}","targetQueueName":"{{to}}","moved":3,"skipped":0}""" + "\n", ""), (json.ExitCode, json.Out, json.Error));
        string id = (await _served.RunAsync("peek", to, "--count", "1", "--json")).Lines[0].GetProperty("msgId").GetString()!;
        CmqRun gone = await _served.RunAsync("move", from, to, "--id", id);
        Assert.Equal((5, $"Message {id} is not in the queue.\n"), (gone.ExitCode, gone.Error));
        Assert.Equal(3, (await _served.RunAsync("move", from, "no-such", "--count", "1")).ExitCode);
    }

    [Fact]
    public async Task A_rewind_asks_on_a_terminal_and_needs_yes_without_one()
    {
        string queue = await _served.QueueAsync(new QueueSettings { RewindSeconds = 3600 });
        await _served.Client.Queue(queue).SendAsync("x"u8.ToArray());
        Assert.Equal(0, (await _served.RunAsync("receive", queue, "--delete")).ExitCode);

        CmqRun nobody = await _served.RunAsync("rewind", queue, "--to", "10 minutes ago");
        Assert.Equal((2, ""), (nobody.ExitCode, nobody.Out));
        CmqRun no = await _served.OnTerminalAsync("n\n", "rewind", queue, "--to", "10 minutes ago");
        Assert.Equal(1, no.ExitCode);
        Assert.Contains("1 messages become active again.", no.Out, StringComparison.Ordinal);
        Assert.Equal(0, await ActiveAsync(queue));
        CmqRun yes = await _served.OnTerminalAsync("y\n", "rewind", queue, "--to", "10 minutes ago");
        Assert.Equal(0, yes.ExitCode);
        Assert.Contains("1 messages returned.", yes.Out, StringComparison.Ordinal);
        Assert.Equal(1, await ActiveAsync(queue));
    }

    private async Task<string> FilledAsync(int count)
    {
        string queue = await _served.QueueAsync();
        foreach (int[] batch in Enumerable.Range(0, count).Chunk(16))
            await _served.Client.Service.SendMessagesAsync(new SendMessagesRequest(queue, [.. batch.Select(static i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"m{i}"))]));
        return queue;
    }

    private async Task<long> ActiveAsync(string queue) => (await _served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages;

    /// <summary>Jobs that move ten messages each time that somebody asks how far they are.</summary>
    private sealed class SlowJobs(ICmqInspector inner) : ForwardingInspector(inner)
    {
        private const int Step = 10;

        private readonly SemaphoreSlim _one = new(1);
        private readonly TaskCompletionSource _thirdLook = new();
        private MessageJobRequest? _request;
        private MessageJobState _state;
        private long _done;

        public bool AreSlow { get; set; } = true;

        public Task ThirdLook => _thirdLook.Task;

        public override ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default)
        {
            if (!AreSlow)
                return Inner.StartJobAsync(request, cancellationToken);
            _request = request;
            return new(Job());
        }

        public override async ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default)
        {
            if (!AreSlow || _request is null)
                return await Inner.ListJobsAsync(cancellationToken);
            await _one.WaitAsync(CancellationToken.None);
            try
            {
                if (_state == MessageJobState.Running)
                    _done += (await Inner.MoveMessagesAsync(new MoveMessagesRequest(_request.QueueName, _request.TargetQueueName, Step), CancellationToken.None)).Done;
                if (_done >= 3 * Step)
                    _thirdLook.TrySetResult();
                return [Job()];
            }
            finally
            {
                _one.Release();
            }
        }

        public override async ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default)
        {
            await _one.WaitAsync(CancellationToken.None);
            _state = MessageJobState.Canceled;
            _one.Release();
            return Job();
        }

        private MessageJob Job() => new() { Id = "job-1", Request = _request!, State = _state, Done = _done, Examined = _done, Total = 2000 };
    }
}
