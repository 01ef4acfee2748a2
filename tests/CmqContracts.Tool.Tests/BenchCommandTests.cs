using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq bench</c>, over a broker in this process whose actions take a time that is known.</summary>
public sealed class BenchCommandTests : IAsyncLifetime
{
    private readonly CmqBroker _broker = new(new BrokerOptions());
    private readonly SlowService _service;

    public BenchCommandTests() => _service = new SlowService(_broker.GetService("default"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Rates_are_those_of_the_time_in_which_requests_were_made_and_latencies_those_of_each_request()
    {
        CmqRun run = await RunAsync("bench", "--connections", "1", "--duration", "2", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["send", "receive", "delete"], run.Lines.Select(static line => line.GetProperty("action").GetString()));
        // A receive and the delete of what it got take turns: 3 and 5 milliseconds.
        Assert.Equal([1000d, 125, 125], run.Lines.Select(static line => line.GetProperty("rate").GetDouble()));
        foreach (string latency in (string[])["p50Ms", "p90Ms", "p99Ms", "p999Ms", "maxMs"])
            Assert.Equal([1d, 3, 5], run.Lines.Select(line => Math.Round(line.GetProperty(latency).GetDouble(), 1)));
    }

    [Fact]
    public async Task The_histogram_has_each_request_and_a_share_of_each_action_for_people()
    {
        _service.SlowEvery = 4;
        CmqRun run = await RunAsync("bench", "--connections", "1", "--duration", "1", "--json");
        JsonElement send = run.Lines[0];
        (double AtMost, long Requests)[] buckets = [.. send.GetProperty("histogram").EnumerateArray().Select(static bucket => (bucket.GetProperty("atMostMs").GetDouble(), bucket.GetProperty("requests").GetInt64()))];
        // One in four takes 100 ms more.
        Assert.Equal([1d, 2, 5, 10, 20, 50, 100, 200], buckets.Select(static bucket => bucket.AtMost));
        Assert.All(buckets[1..^1], static bucket => Assert.Equal(0, bucket.Requests));
        Assert.Equal(send.GetProperty("requests").GetInt64(), buckets[0].Requests + buckets[^1].Requests);
        Assert.InRange(buckets[^1].Requests * 4, buckets[0].Requests, buckets[0].Requests * 4 / 3 * 2);
        Assert.Equal((1d, 101d), (Math.Round(send.GetProperty("p50Ms").GetDouble()), Math.Round(send.GetProperty("p99Ms").GetDouble())));

        CmqRun shown = await RunAsync("bench", "--connections", "1", "--duration", "1");
        string[] lines = shown.Out.Split('\n');
        Assert.Equal(["action", "messages", "rate", "p50Ms", "p90Ms", "p99Ms", "p999Ms", "maxMs"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["atMostMs", "send", "receive", "delete"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^ +1 +7\d\.\d % █{14,16}", lines[5]);
    }

    [Fact]
    public async Task Messages_do_not_pile_up_and_each_request_has_as_many_as_were_asked_for()
    {
        CmqRun run = await RunAsync("bench", "--connections", "3", "--duration", "1", "--batch-size", "16", "--body-bytes", "65536", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Lines, static line => Assert.Equal(line.GetProperty("requests").GetInt64() * 16, line.GetProperty("messages").GetInt64()));
        Assert.Equal((16, 65_536), (_service.LargestBatch, _service.LargestBody));
        // 64 MiB, and what was under way when they were reached.
        Assert.InRange(_service.MostWaiting, 1, 1024 + (3 * 16));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 130)]
    [InlineData(700, 130)]
    public async Task The_queue_is_gone_whenever_it_is_stopped(int stopAtSend, int exitCode)
    {
        using CancellationTokenSource stop = new();
        _service.OnSend = number =>
        {
            if (number == stopAtSend)
                stop.Cancel();
        };
        CmqRun run = await RunAsync(["bench", "--connections", "1", "--duration", "1", "--json"], stop.Token);
        Assert.Equal(exitCode, run.ExitCode);
        // What was measured is printed; the first round is no measurement.
        Assert.Equal(stopAtSend == 1 ? 0 : 3, run.Lines.Count);
        Assert.Equal(stopAtSend == 0 ? "" : "Stopped.", run.Error.TrimEnd());
        Assert.Empty((await _service.ListQueuesAsync(new ListQueuesRequest())).Queues);
    }

    [Fact]
    public async Task The_queue_is_gone_when_the_service_refuses_what_is_sent_or_does_not_answer()
    {
        CmqRun refused = await RunAsync("bench", "--batch-size", "17");
        Assert.Equal((3, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("1 to 16 entries", refused.Error, StringComparison.Ordinal);
        Assert.Empty((await _service.ListQueuesAsync(new ListQueuesRequest())).Queues);

        _service.OnCreated = static () => throw new CmqUnavailableException("The answer was lost.");
        CmqRun lost = await RunAsync("bench");
        Assert.Equal((4, "", "The answer was lost."), (lost.ExitCode, lost.Out, lost.Error.TrimEnd()));
        Assert.Empty((await _service.ListQueuesAsync(new ListQueuesRequest())).Queues);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_deleted_is_named_with_what_to_do()
    {
        _service.OnDelete = static () => throw new CmqUnavailableException("Nobody is there.");
        CmqRun run = await RunAsync("bench", "--duration", "1");
        string queue = Assert.Single((await _service.ListQueuesAsync(new ListQueuesRequest())).Queues).QueueName;
        Assert.Equal($"Queue '{queue}' may be left: Nobody is there. Delete it with 'cmq queue delete {queue}'.", run.Error.TrimEnd());
    }

    private Task<CmqRun> RunAsync(params string[] arguments) => RunAsync(arguments, default);

    private Task<CmqRun> RunAsync(string[] arguments, CancellationToken stop) =>
        CommandInProcess.RunAsync(_service, null, [BenchCommand.Create()], arguments, _service.Time, stop);

    /// <summary>A service whose sends take 1 ms, receives 3 and deletes 5, by a clock of its own.</summary>
    private sealed class SlowService(ICmqService inner) : DelegatingCmqService(inner)
    {
        private readonly object _gate = new();
        private int _sends;
        private int _waiting;

        public ManualTimeProvider Time { get; } = new();

        /// <summary>Each send of this number takes 100 ms more; 0: none.</summary>
        public int SlowEvery { get; set; }

        public int LargestBatch { get; private set; }

        public int LargestBody { get; private set; }

        public int MostWaiting { get; private set; }

        public Action<int> OnSend { get; set; } = static _ => { };

        public Action OnCreated { get; set; } = static () => { };

        public Action OnDelete { get; set; } = static () => { };

        public override async ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default)
        {
            string id = await Inner.CreateQueueAsync(request, cancellationToken);
            OnCreated();
            return id;
        }

        public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default)
        {
            OnDelete();
            return Inner.DeleteQueueAsync(queueName, cancellationToken);
        }

        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                _sends++;
                OnSend(_sends);
                Time.Advance(TimeSpan.FromMilliseconds(SlowEvery > 0 && _sends % SlowEvery == 0 ? 101 : 1));
                LargestBatch = Math.Max(LargestBatch, request.Bodies.Count);
                LargestBody = Math.Max(LargestBody, request.Bodies.Max(static body => body.Length));
                _waiting += request.Bodies.Count;
                MostWaiting = Math.Max(MostWaiting, _waiting);
            }

            return await Inner.SendMessagesAsync(request, cancellationToken);
        }

        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
        {
            Time.Advance(TimeSpan.FromMilliseconds(3));
            return Inner.ReceiveMessagesAsync(request, cancellationToken);
        }

        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
        {
            Time.Advance(TimeSpan.FromMilliseconds(5));
            lock (_gate)
                _waiting -= request.ReceiptHandles.Count;
            return Inner.DeleteMessagesAsync(request, cancellationToken);
        }
    }
}
