using System.Net;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>For every cause and every call: the exception, what is known about the request (its outcome), and the outcome of the entries of a batch.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private static readonly ReadOnlyMemory<byte>[] Two = ["a"u8.ToArray(), "b"u8.ToArray()];

    private readonly AnsweringServer _server = new();
    private readonly ManualTimeProvider _clock = new();
    private Func<string, (byte[], bool)> _failing = static _ => (AnsweringServer.Ok("{}"), true);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, bool, CmqOutcome> Causes => new()
    {
        { "refused connection", false, CmqOutcome.NotSent },
        { "unknown host", false, CmqOutcome.NotSent },
        { "no TLS", false, CmqOutcome.NotSent },
        { "hanging TLS", false, CmqOutcome.NotSent },
        { "stopped broker", false, CmqOutcome.NotSent },
        { "no answer in time", false, CmqOutcome.Unknown },
        { "closed without an answer", false, CmqOutcome.Unknown },
        { "cut head", false, CmqOutcome.Unknown },
        { "cut body", false, CmqOutcome.Unknown },
        { "no HTTP", false, CmqOutcome.Unknown },
        { "redirect", false, CmqOutcome.Unknown },
        { "HTTP status 500", false, CmqOutcome.Unknown },
        { "HTTP status 404", false, CmqOutcome.Unknown },
        { "no JSON", false, CmqOutcome.Unknown },
        { "no code", false, CmqOutcome.Unknown },
        { "endless answer", false, CmqOutcome.Unknown },
        { "error 4440", true, CmqOutcome.Refused },
        { "error 4420", true, CmqOutcome.Refused },
        { "error 4480", true, CmqOutcome.Refused },
        { "error 6070", true, CmqOutcome.Refused },
        { "error 4100", true, CmqOutcome.Refused },
        { "error 6000", true, CmqOutcome.Unknown },
        { "error 4999", true, CmqOutcome.Unknown },
        { "error 9999", true, CmqOutcome.Unknown },
    };

    public static TheoryData<string, bool, CmqOutcome, string> Calls
    {
        get
        {
            TheoryData<string, bool, CmqOutcome, string> rows = [];
            foreach (object[] cause in Causes)
            {
                foreach (string call in (string[])["send", "receive", "delete", "publish", "attributes", "create", "SendMany", "PublishMany", "DeleteMany"])
                    rows.Add((string)cause[0], (bool)cause[1], (CmqOutcome)cause[2], call);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_known_about_a_request_that_failed(string cause, bool isAnswer, CmqOutcome outcome, string call)
    {
        await using CmqClient client = await ConnectAsync(cause);
        List<ReceivedMessage<ReadOnlyMemory<byte>>> messages = call is "delete" or "DeleteMany" ? await ReceiveAsync() : [];
        IQueueClient<ReadOnlyMemory<byte>> queue = client.Queue("q");
        ITopicClient<ReadOnlyMemory<byte>> topic = client.Topic("t");
        _server.Answer = _failing;

        Task<IEnumerable<(Exception? Error, CmqOutcome Outcome)>> running = call switch
        {
            "send" => OneAsync(() => queue.SendAsync(Two[0])),
            "receive" => OneAsync(() => queue.ReceiveAsync(TimeSpan.Zero)),
            "delete" => OneAsync(() => queue.DeleteAsync(messages[0])),
            "publish" => OneAsync(() => topic.PublishAsync(Two[0])),
            "attributes" => OneAsync(() => queue.GetAttributesAsync()),
            "create" => OneAsync(() => queue.EnsureCreatedAsync()),
            "SendMany" => EntriesAsync(async () => (await queue.SendManyAsync(Two)).Entries.Select(static entry => (entry.Error, entry.Outcome))),
            "PublishMany" => EntriesAsync(async () => (await topic.PublishManyAsync(Two)).Entries.Select(static entry => (entry.Error, entry.Outcome))),
            _ => EntriesAsync(async () => (await queue.DeleteManyAsync(messages)).Entries.Select(static entry => (entry.Error, entry.Outcome))),
        };
        await PassTimeAsync(running, cause);

        List<(Exception? Error, CmqOutcome Outcome)> results = [.. await running];
        Assert.Equal(char.IsUpper(call[0]) ? 2 : 1, results.Count);
        foreach ((Exception? error, CmqOutcome known) in results)
        {
            Assert.IsType(isAnswer ? typeof(CmqServiceException) : typeof(CmqUnavailableException), error);
            Assert.Equal(outcome, known);
            Assert.Equal(outcome, ((CmqException)error!).Outcome);
            if (error is CmqServiceException service)
                Assert.Equal(service.Code is 4420 or 4480 or 6070 or 6000, service.IsTransient);
            else if (cause != "stopped broker")
                AssertSaysAll(error, outcome);
        }
    }

    private static void AssertSaysAll(Exception error, CmqOutcome outcome)
    {
        Assert.Matches(@"^[A-Z][A-Za-z]+ on (queue|topic) '[qt]' at [\w.]+:\d+ has no usable answer after [\d.]+ s: ", error.Message);
        Assert.Contains(outcome == CmqOutcome.NotSent ? "Nothing was sent." : "It is not known whether it was carried out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_on_a_connection_that_was_used_before_is_unknown_and_is_not_sent_again()
    {
        await using CmqClient client = Connect(_server.Endpoint);
        _server.Answer = static _ => (AnsweringServer.Ok("""{"code":0,"msgId":"1"}"""), false);
        await client.Queue("q").SendAsync(Two[0]);
        _server.Answer = static _ => ([], true);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").SendAsync(Two[0]));

        Assert.Equal(CmqOutcome.Unknown, error.Outcome);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task The_cause_is_the_inner_exception()
    {
        await using CmqClient refused = await ConnectAsync("refused connection");
        Exception inner = (await Assert.ThrowsAsync<CmqUnavailableException>(() => refused.Queue("q").SendAsync(Two[0]))).InnerException!;
        Assert.IsType<SocketException>(inner.GetBaseException());
        await using CmqClient late = await ConnectAsync("no answer in time");
        _server.Answer = _failing;
        Task<Exception?> sending = Record.ExceptionAsync(() => late.Queue("q").SendAsync(Two[0]));
        await PassTimeAsync(sending, "no answer in time");
        Assert.IsType<TimeoutException>((await sending)!.InnerException);
    }

    [Fact]
    public async Task What_is_left_when_the_client_is_disposed_between_batches_is_not_sent()
    {
        CmqClient client = Connect(_server.Endpoint);
        _server.Answer = static _ => (AnsweringServer.Ok($"{{\"code\":0,\"msgList\":[{string.Join(',', Enumerable.Range(0, 16).Select(static id => $"{{\"msgId\":\"{id}\"}}"))}]}}"), false);

        BatchSendResult result = await client.Queue("q").SendManyAsync(Messages());

        Assert.Equal(Enumerable.Repeat(CmqOutcome.Done, 16).Concat(Enumerable.Repeat(CmqOutcome.NotSent, 4)), result.Entries.Select(static entry => entry.Outcome));
        Assert.Equal(1, _server.Requests);
        Assert.Contains("The client has been disposed.", result.Entries[19].Error!.Message, StringComparison.Ordinal);

        IEnumerable<ReadOnlyMemory<byte>> Messages()
        {
            for (int i = 0; i < 20; i++)
            {
                if (i == 18)
                    client.Dispose();
                yield return Two[0];
            }
        }
    }

    [Fact]
    public async Task What_is_refused_before_sending_is_refused_and_the_rest_of_its_batch_is_done()
    {
        await using CmqClient client = Connect(_server.Endpoint);
        _server.Answer = static _ => (AnsweringServer.Ok("""{"code":0,"msgId":"1"}"""), false);

        BatchSendResult result = await client.Queue("q").SendManyAsync(["a"u8.ToArray(), new byte[2 * 1024 * 1024], default]);

        Assert.Equal([CmqOutcome.Done, CmqOutcome.Refused, CmqOutcome.Refused], result.Entries.Select(static entry => entry.Outcome));
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"message":"(10260)x","receiptHandle":"h2"}]}""", CmqOutcome.Done, CmqOutcome.Refused)]
    [InlineData("""{"code":6010,"errorList":[{"code":6000,"message":"(10050)x","receiptHandle":"h2"}]}""", CmqOutcome.Done, CmqOutcome.Unknown)]
    [InlineData("""{"code":6010,"errorList":[{"code":-1,"message":"x","receiptHandle":"h2"}]}""", CmqOutcome.Done, CmqOutcome.Unknown)]
    [InlineData("""{"code":6010,"errorList":[]}""", CmqOutcome.Unknown, CmqOutcome.Unknown)]
    [InlineData("""{"code":6010}""", CmqOutcome.Unknown, CmqOutcome.Unknown)]
    [InlineData("""{"code":6020,"errorList":[{"code":4430,"message":"(10260)x","receiptHandle":"h2"}]}""", CmqOutcome.Refused, CmqOutcome.Refused)]
    [InlineData("""{"code":0,"errorList":[{"code":4430,"receiptHandle":"other"}]}""", CmqOutcome.Unknown, CmqOutcome.Unknown)]
    public async Task A_partial_delete_is_what_its_list_says(string answer, CmqOutcome first, CmqOutcome second)
    {
        List<ReceivedMessage<ReadOnlyMemory<byte>>> messages = await ReceiveAsync();
        _server.Answer = _ => (AnsweringServer.Ok(answer), false);
        await using CmqClient client = Connect(_server.Endpoint);

        BatchDeleteResult result = await client.Queue("q").DeleteManyAsync(messages);

        Assert.Equal([first, second], result.Entries.Select(static entry => entry.Outcome));
    }

    [Fact]
    public void What_a_decorator_throws_is_unknown() => Assert.Equal(CmqOutcome.Unknown, new SendEntry { Error = new InvalidOperationException() }.Outcome);

    [Theory]
    [InlineData(CmqOutcome.Done)]
    [InlineData(CmqOutcome.Refused)]
    public void Without_an_answer_nothing_is_done_or_refused(CmqOutcome outcome) => Assert.Throws<ArgumentOutOfRangeException>(() => new CmqUnavailableException("x", outcome));

    private async Task<CmqClient> ConnectAsync(string cause)
    {
        switch (cause)
        {
            case "refused connection":
                TcpListener closed = new(IPAddress.Loopback, 0);
                closed.Start();
                string endpoint = $"http://{closed.LocalEndpoint}";
                closed.Stop();
                return Connect(endpoint);
            case "unknown host":
                return Connect("http://nowhere.invalid:8600");
            case "no TLS":
                return Connect($"https://127.0.0.1:{PlainPort(answers: true)}");
            case "hanging TLS":
                return Connect($"https://127.0.0.1:{PlainPort(answers: false)}");
            case "stopped broker":
                CmqBroker broker = new();
                ICmqService service = broker.GetService("a");
                await broker.DisposeAsync();
                return CmqClient.Over(service);
        }

        _failing = cause switch
        {
            "no answer in time" => static _ => ("HTTP/1.1 "u8.ToArray(), false),
            "closed without an answer" => static _ => ([], true),
            "cut head" => static _ => ("HTTP/1.1 200 OK\r\nContent-"u8.ToArray(), true),
            "cut body" => static _ => (AnsweringServer.Ok("{\"code\":0,\"msgId\":\"1\"}")[..^3], true),
            "no HTTP" => static _ => ("SSH-2.0-x\r\n"u8.ToArray(), true),
            "redirect" => static _ => ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), true),
            "no JSON" => static _ => (AnsweringServer.Ok("<html/>"), true),
            "no code" => static _ => (AnsweringServer.Ok("{}"), true),
            "endless answer" => static _ => (Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), false),
            _ when cause.StartsWith("HTTP status", StringComparison.Ordinal) => _ => (Encoding.ASCII.GetBytes($"HTTP/1.1 {cause[^3..]} x\r\nContent-Length: 0\r\n\r\n"), true),
            _ => _ => (AnsweringServer.Ok($"{{\"code\":{cause[^4..]},\"message\":\"(1)x\"}}"), true),
        };
        return Connect(_server.Endpoint);
    }

    private CmqClient Connect(string endpoint) => CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = "id", SecretKey = "key", TimeProvider = _clock, Retries = null });

    /// <summary>A port where no TLS is spoken: it answers the first bytes with a refusal of HTTP, or never.</summary>
    private static string PlainPort(bool answers)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            List<TcpClient> kept = [];
            while (true)
            {
                TcpClient connection = await listener.AcceptTcpClientAsync();
                kept.Add(connection);
                if (!answers)
                    continue;
                await connection.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                connection.Close();
            }
        });
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<List<ReceivedMessage<ReadOnlyMemory<byte>>>> ReceiveAsync()
    {
        static string Message(int i) => $"{{\"msgBody\":\"a\",\"msgId\":\"m{i}\",\"receiptHandle\":\"h{i}\",\"enqueueTime\":1,\"firstDequeueTime\":2,\"nextVisibleTime\":3,\"dequeueCount\":1}}";
        _server.Answer = static _ => (AnsweringServer.Ok($"{{\"code\":0,\"msgInfoList\":[{Message(1)},{Message(2)}]}}"), false);
        await using CmqClient client = Connect(_server.Endpoint);
        return [.. await client.Queue("q").ReceiveManyAsync()];
    }

    /// <summary>Moves the clock on until a call that waits for its timeout has ended.</summary>
    private async Task PassTimeAsync(Task running, string cause)
    {
        if (cause is not ("no answer in time" or "endless answer" or "hanging TLS"))
            return;
        while (!running.IsCompleted)
        {
            _clock.AdvanceSeconds(1);
            await Task.WhenAny(running, Task.Delay(5));
        }
    }

    private static async Task<IEnumerable<(Exception? Error, CmqOutcome Outcome)>> OneAsync(Func<Task> call)
    {
        Exception? error = await Record.ExceptionAsync(call);
        return [(error, (error as CmqException)?.Outcome ?? CmqOutcome.Done)];
    }

    private static async Task<IEnumerable<(Exception? Error, CmqOutcome Outcome)>> EntriesAsync(Func<Task<IEnumerable<(Exception? Error, CmqOutcome Outcome)>>> call) => await call();
}
