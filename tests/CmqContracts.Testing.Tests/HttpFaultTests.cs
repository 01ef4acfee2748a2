using System.Net;

namespace CmqContracts.Testing.Tests;

/// <summary>Faults under HTTP meet a client as those of a network do, and <see cref="CmqOptions.CreateHandler"/> puts them there.</summary>
public sealed class HttpFaultTests : IAsyncLifetime
{
    private const string Message = """{"code":0,"message":"","requestId":"1","msgBody":"a","msgId":"1","receiptHandle":"h","enqueueTime":1,"firstDequeueTime":2,"nextVisibleTime":3,"dequeueCount":1}""";

    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _arrived = [];
    private readonly CmqFaults _faults;
    private readonly CmqClient _client;

    public HttpFaultTests()
    {
        _faults = new CmqFaults(timeProvider: _clock);
        _client = CmqClient.Connect(new CmqOptions
        {
            Endpoint = "http://127.0.0.1:1", SecretId = "id", SecretKey = "key", TimeProvider = _clock, Retries = null,
            CreateHandler = sockets =>
            {
                sockets.Dispose();
                return _faults.InFrontOf(new Service(_arrived));
            },
        });
    }

    private IQueueClient<ReadOnlyMemory<byte>> Queue => _client.Queue("q");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task Without_rules_nothing_is_changed()
    {
        Assert.Equal("1", (await Queue.SendAsync("a"u8.ToArray())).MessageId);
        Assert.Equal(["SendMessage"], _arrived);
    }

    [Fact]
    public async Task A_lost_answer_arrives_at_the_service_and_is_unknown_to_the_client()
    {
        _faults.Next(CmqCalls.Send).LoseAnswer();

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Queue.SendAsync("a"u8.ToArray()));

        Assert.Equal(CmqOutcome.Unknown, error.Outcome);
        Assert.Equal(["SendMessage"], _arrived);
    }

    [Fact]
    public async Task What_is_not_sent_never_arrives()
    {
        _faults.Next(CmqCalls.Send).NotSent();

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Queue.SendAsync("a"u8.ToArray()));

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Empty(_arrived);
    }

    [Fact]
    public async Task An_answer_cut_at_any_byte_is_unknown_and_a_whole_one_is_an_answer()
    {
        for (int kept = 0; kept < Message.Length; kept++)
        {
            _faults.Next(CmqCalls.Receive).CutAnswer(kept);
            Assert.Equal(CmqOutcome.Unknown, (await Assert.ThrowsAsync<CmqUnavailableException>(() => Queue.ReceiveAsync())).Outcome);
        }

        _faults.Next(CmqCalls.Receive).CutAnswer(Message.Length);
        Assert.NotNull(await Queue.ReceiveAsync());
    }

    [Fact]
    public async Task A_refusal_has_the_code_of_its_error()
    {
        _faults.Next(CmqCalls.Delete).Throttle();
        ReceivedMessage<ReadOnlyMemory<byte>> message = (await Queue.ReceiveAsync())!;

        Assert.Equal(CmqErrors.QpsThrottling, (await Assert.ThrowsAsync<CmqServiceException>(() => message.DeleteAsync())).Error);
    }

    [Fact]
    public async Task A_stall_longer_than_the_timeout_ends_with_it()
    {
        _faults.Next(CmqCalls.Send).Stall(TimeSpan.FromSeconds(30));
        Task<SendReceipt> send = Queue.SendAsync("a"u8.ToArray());

        _clock.AdvanceSeconds(10);

        Assert.Contains("no answer within 10 s", (await Assert.ThrowsAsync<CmqUnavailableException>(() => send)).Message, StringComparison.Ordinal);
        Assert.Empty(_arrived);
    }

    [Fact]
    public async Task A_message_is_delivered_twice_from_its_own_queue()
    {
        _faults.Next(CmqCalls.Receive).DeliverTwice();
        Assert.NotNull(await Queue.ReceiveAsync());
        Assert.NotNull(await _client.Queue("other").ReceiveAsync());
        Assert.Equal(2, _arrived.Count);

        Assert.NotNull(await Queue.ReceiveAsync());
        Assert.Equal(2, _arrived.Count);
        Assert.NotNull(await Queue.ReceiveAsync());
        Assert.Equal(3, _arrived.Count);
    }

    [Fact]
    public void A_handler_that_is_missing_is_an_error_at_once()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(static () => CmqClient.Connect(new CmqOptions { Endpoint = "http://127.0.0.1:1", SecretId = "id", SecretKey = "key", CreateHandler = static _ => null! }));
        Assert.StartsWith("CmqOptions.CreateHandler returned null.", error.Message, StringComparison.Ordinal);
    }

    private sealed class Service(List<string> arrived) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string form = await request.Content!.ReadAsStringAsync(cancellationToken);
            arrived.Add(form.Split('&').Single(static field => field.StartsWith("Action=", StringComparison.Ordinal))["Action=".Length..]);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(form.Contains("Action=Receive", StringComparison.Ordinal) ? Message : """{"code":0,"msgId":"1"}""") };
        }
    }
}
