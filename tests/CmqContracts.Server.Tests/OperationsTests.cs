using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Testing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Health pages, metrics and an orderly stop.</summary>
[Collection(nameof(MeterListener))]
public sealed class OperationsTests
{
    [Fact]
    public async Task A_running_server_is_live_and_ready()
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, "live\n"), await GetPageAsync(server, "/health/live"));
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await GetPageAsync(server, "/health/ready"));
    }

    [Fact]
    public async Task A_server_whose_backend_has_stopped_is_live_and_not_ready()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.Broker.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetPageAsync(server, "/health/live")).Status);
        (HttpStatusCode status, string text) = await GetPageAsync(server, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("does not answer", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/health/ready/")]
    [InlineData("//health//ready")]
    [InlineData("/Health/READY")]
    [InlineData("/health%2Fready")]
    [InlineData("/%68ealth/ready")]
    [InlineData("/health/ready%20")]
    [InlineData("/health/./ready")]
    [InlineData("/x/../health/ready")]
    [InlineData("/health/ready?x=1")]
    [InlineData("/health\\ready")]
    [InlineData("/healthz")]
    [InlineData("/health")]
    [InlineData("/healthz/ready")]
    [InlineData("/health/ready/more")]
    [InlineData("/health/ready;x")]
    [InlineData("/readyz")]
    [InlineData("/livez")]
    [InlineData("/ready")]
    [InlineData("/health.html")]
    [InlineData("/health-check")]
    [InlineData("/healthcheck/ready")]
    [InlineData("/livez/ping")]
    [InlineData("/readyz;x")]
    public async Task No_method_and_no_spelling_gets_200_when_the_backend_has_stopped(string path)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.Broker.DisposeAsync();
        foreach (string method in (string[])["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "PROBE"])
        {
            int status = await AskAsync(server.Server.Endpoint, method, path);
            Assert.True(status is 503 or 404 or 405 || (status == 400 && path.Contains('\\')), $"{method} {path} is {status}");
        }
    }

    [Theory]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("HEAD", "/health/ready", 200)]
    [InlineData("HEAD", "/health/live", 200)]
    [InlineData("POST", "/health/live", 405)]
    [InlineData("OPTIONS", "/health/ready", 405)]
    [InlineData("GET", "/healthz", 404)]
    [InlineData("POST", "/health/", 404)]
    [InlineData("DELETE", "/metrics", 405)]
    [InlineData("GET", "/healing", 404)]
    public async Task A_health_page_accepts_GET_and_HEAD_only(string method, string path, int expected)
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.Equal(expected, await AskAsync(server.Server.Endpoint, method, path));
    }

    [Theory]
    [InlineData("/healthcare/cmq")]
    [InlineData("/healthcare")]
    [InlineData("/health-care")]
    [InlineData("/healthzone/v2/index.php")]
    [InlineData("/readyzone")]
    [InlineData("/ready/cmq")]
    [InlineData("/live/cmq")]
    [InlineData("/metrics/cmq")]
    [InlineData("/cmq/health")]
    public async Task A_path_that_only_begins_like_that_of_a_health_page_is_a_protocol_path(string path)
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostFormAsync(path, server.Sign("POST", path, "ListQueue")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backend_that_hangs_is_not_ready_within_a_second_and_is_not_asked_again(bool holdsThread)
    {
        ManualTimeProvider clock = new();
        using ManualResetEventSlim end = new();
        await using HangingBackend backend = new(holdsThread ? end : null);
        Readiness readiness = new(backend, clock);
        for (int i = 0; i < 3; i++)
        {
            Task<string?> problem = readiness.FindProblemAsync();
            clock.AdvanceSeconds(1);
            Assert.Contains("does not answer", await problem.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
            clock.AdvanceSeconds(1);
        }

        Assert.InRange(backend.Asked, 0, 1);
        end.Set();
    }

    [Fact]
    public async Task One_check_of_the_backend_is_used_for_one_second()
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetPageAsync(server, "/health/ready")).Status);
        await server.Broker.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetPageAsync(server, "/health/ready")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetPageAsync(server, "/health/ready")).Status);
    }

    [Fact]
    public async Task Metrics_show_the_queues_of_an_account_whose_key_was_removed()
    {
        await using ServerUnderTest server = await StartAsync();
        await using (CmqHttpService other = server.Client("AKIDother", "other key"))
        {
            await other.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
            await other.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
        }

        server.Server.ReplaceKeys([new CmqKey { SecretId = SecretId, SecretKey = SecretKey }]);
        Dictionary<string, double> samples = Parse((await GetPageAsync(server, "/metrics")).Text);
        Assert.Equal(1, samples["cmq_queue_messages{account=\"other account\",queue=\"orders\",state=\"active\"}"]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Metrics_show_every_queue_however_many_a_page_of_a_list_has(long listLimit)
    {
        const int queues = 120;
        CmqLimits limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride> { ["listLimit"] = new() { Maximum = listLimit, Default = 1 } });
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(limits: limits);
        for (int i = 0; i < queues; i++)
            await server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest($"q{i}", new QueueSettings()));

        Dictionary<string, double> samples = Parse((await GetPageAsync(server, "/metrics")).Text);

        Assert.Equal(queues, samples.Keys.Count(static name => name.StartsWith("cmq_queue_receives_waiting{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metrics_count_requests_by_action_and_code_and_messages_by_state()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "1000"));
        for (int i = 0; i < 4; i++)
            AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "secret body"), ("delaySeconds", i == 3 ? "60" : "0")));
        AssertError(await server.PostAsync("SendMessage", ("queueName", "absent"), ("msgBody", "x")), CmqErrors.QueueDoesNotExist);
        JsonElement received = AssertOk(await server.PostAsync("receivemessage", ("queueName", "orders")));
        AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "orders")));
        AssertOk(await server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", received.GetProperty("receiptHandle").GetString()!)));
        await server.PostAsync("NoSuchAction\n\"x\"");
        server.Clock.Advance(TimeSpan.FromSeconds(7));

        (HttpStatusCode status, string text) = await GetPageAsync(server, "/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        Dictionary<string, double> samples = Parse(text);
        Assert.Equal(4, samples["cmq_server_request_duration_seconds_count{action=\"SendMessage\",code=\"0\"}"]);
        Assert.Equal(1, samples["cmq_server_request_duration_seconds_count{action=\"SendMessage\",code=\"4440\"}"]);
        Assert.Equal(2, samples["cmq_server_request_duration_seconds_count{action=\"ReceiveMessage\",code=\"0\"}"]);
        Assert.Equal(1, samples["cmq_server_request_duration_seconds_count{action=\"unknown\",code=\"4000\"}"]);
        Assert.Equal(4, samples["cmq_server_request_duration_seconds_bucket{action=\"SendMessage\",code=\"0\",le=\"+Inf\"}"]);
        Assert.Equal((1, 1, 1, 1), (Messages("active"), Messages("inactive"), Messages("delayed"), Messages("rewindable")));
        Assert.Equal(7, samples["cmq_queue_oldest_message_age_seconds{account=\"default\",queue=\"orders\"}"]);
        Assert.Equal(0, samples["cmq_queue_receives_waiting{account=\"default\",queue=\"orders\"}"]);
        Assert.DoesNotContain("secret body", text, StringComparison.Ordinal);

        await server.PostAsync("DeleteQueue", ("queueName", "orders"));
        Assert.DoesNotContain("queue=\"orders\"", (await GetPageAsync(server, "/metrics")).Text, StringComparison.Ordinal);

        double Messages(string state) => samples[$"cmq_queue_messages{{account=\"default\",queue=\"orders\",state=\"{state}\"}}"];
    }

    [Fact]
    public async Task A_waiting_receive_is_shown_as_one()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> waiting = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        while (Parse((await GetPageAsync(server, "/metrics")).Text)["cmq_queue_receives_waiting{account=\"default\",queue=\"orders\"}"] != 1)
            await Task.Delay(10);
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "x"));
        AssertOk(await waiting);
    }

    [Fact]
    public async Task The_instruments_can_be_listened_to_by_others()
    {
        await using ServerUnderTest server = await StartAsync();
        HashSet<string> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == CmqServer.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name));
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Add(instrument.Name));
        listener.Start();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        while (!seen.Contains("cmq.queue.messages"))
        {
            listener.RecordObservableInstruments();
            await Task.Delay(10);
        }

        Assert.Contains("cmq.server.request.duration", seen);
        Assert.Contains("cmq.queue.oldest_message.age", seen);

        void Add(string name)
        {
            lock (seen)
                seen.Add(name);
        }
    }

    [Fact]
    public async Task Instruments_have_OpenTelemetry_s_units()
    {
        Dictionary<string, string?> units = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == CmqServer.MeterName)
            {
                lock (units)
                    units[instrument.Name] = instrument.Unit;
            }
        };
        listener.Start();
        await using ServerUnderTest server = await StartAsync();
        Assert.Equal(
            [
                new("cmq.queue.messages", "{message}"),
                new("cmq.queue.oldest_message.age", "s"),
                new("cmq.queue.receives.waiting", "{receive}"),
                new("cmq.server.pushes", "{push}"),
                new("cmq.server.request.duration", "s"),
            ],
            units.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prometheus_names_are_those_of_the_page()
    {
        await using ServerUnderTest server = await StartAsync();
        string text = (await GetPageAsync(server, "/metrics")).Text;
        Assert.Equal(
            [
                "# TYPE cmq_queue_messages gauge",
                "# TYPE cmq_queue_oldest_message_age_seconds gauge",
                "# TYPE cmq_queue_receives_waiting gauge",
                "# TYPE cmq_server_pushes_total counter",
                "# TYPE cmq_server_request_duration_seconds histogram",
            ],
            text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_send_that_was_answered_while_the_server_stopped_is_there_and_nothing_else_fails()
    {
        await using CmqBroker broker = new();
        CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "key" }] });
        await broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        using CmqHttpService client = new(new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = "AKIDtest", SecretKey = "key" }, CmqLimits.Classic);
        int answered = 0;
        using SemaphoreSlim underWay = new(0);
        Task[] senders = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await client.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
                    if (Interlocked.Increment(ref answered) == 200)
                        underWay.Release();
                }
            }
            catch (CmqUnavailableException)
            {
                // The server has stopped; a send without an answer may or may not have been stored.
            }
        }))];
        await underWay.WaitAsync();
        await server.DisposeAsync();
        await Task.WhenAll(senders);
        long there = (await broker.GetService("default").GetQueueAttributesAsync("orders")).ActiveMessages;
        Assert.InRange(there, answered, answered + senders.Length);
    }

    /// <summary>A backend whose ping never ends, and may block the calling thread.</summary>
    private sealed class HangingBackend(ManualResetEventSlim? holdsUntil) : ForwardingBackend(new CmqBroker())
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public override ValueTask<string?> PingAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            holdsUntil?.Wait(CancellationToken.None);
            return new ValueTask<string?>(new TaskCompletionSource<string?>().Task);
        }
    }

    /// <summary>Sends a request line unchanged, where an HTTP client would normalize it.</summary>
    private static async Task<int> AskAsync(Uri endpoint, string method, string path)
    {
        using System.Net.Sockets.TcpClient tcp = new();
        await tcp.ConnectAsync(endpoint.Host, endpoint.Port);
        await using System.Net.Sockets.NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {endpoint.Authority}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using StreamReader reader = new(stream);
        string line = (await reader.ReadLineAsync())!;
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, double> Parse(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<(HttpStatusCode Status, string Text)> GetPageAsync(ServerUnderTest server, string path)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(new Uri(server.Server.Endpoint, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
