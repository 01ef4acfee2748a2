using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>A loop over a queue's messages waits out what passes, ends with what does not, and never spins.</summary>
public sealed class ReadAllTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LogList _logs = new();
    private readonly List<TimeSpan> _polls = [];
    private readonly Queue<Func<IReadOnlyList<CmqMessage>>> _answers = [];
    private readonly DateTimeOffset _start;

    public ReadAllTests() => _start = _clock.GetUtcNow();

    public static TheoryData<CmqException> Passing => new()
    {
        new CmqUnavailableException("The server restarts.", CmqOutcome.NotSent),
        new CmqUnavailableException("The answer was cut.", CmqOutcome.Unknown),
        new CmqServiceException(CmqErrors.QpsThrottling),
        new CmqServiceException(CmqErrors.ServerInternalError),
    };

    public static TheoryData<CmqException> Lasting => new()
    {
        new CmqServiceException(CmqErrors.QueueDoesNotExist),
        new CmqServiceException(CmqErrors.AuthenticationFailed),
        new CmqServiceException(CmqErrors.SecretIdDoesNotExist),
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_out_with_growing_pauses_once_the_service_has_answered(CmqException failure)
    {
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        for (int i = 0; i < 8; i++)
            _answers.Enqueue(() => throw failure);
        _answers.Enqueue(static () => [RecordingService.Message("b:1", "2")]);
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read();
        Assert.True(await messages.MoveNextAsync());
        ValueTask<bool> next = messages.MoveNextAsync();
        Assert.False(next.IsCompleted);

        _clock.AdvanceSeconds(1 + 2 + 4 + 8 + 16 + 32 + 60 + 60);

        Assert.True(await next);
        Assert.Equal("b", messages.Current.Body.Id);
        Assert.Equal([0, 0, 1, 3, 7, 15, 31, 63, 123, 183], _polls.Select(static poll => poll.TotalSeconds));
        Assert.Equal(
            [$"Warning: Queue orders cannot be read. It is tried again, at least once a minute: {failure.Message}", "Information: Queue orders is read again, after 183 s."],
            _logs.Lines);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    [MemberData(nameof(Lasting))]
    public async Task A_first_failure_ends_the_loop(CmqException failure)
    {
        _answers.Enqueue(() => throw failure);
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read();

        Assert.Same(failure, await Assert.ThrowsAnyAsync<CmqException>(async () => await messages.MoveNextAsync()));
    }

    [Fact]
    public async Task A_service_that_has_answered_another_call_of_the_client_may_fail_at_the_first_poll()
    {
        _answers.Enqueue(static () => throw new CmqUnavailableException("Down."));
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        CmqClient client = Connect();
        await client.Queue("other").EnsureCreatedAsync();
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read(client);
        ValueTask<bool> next = messages.MoveNextAsync();

        _clock.AdvanceSeconds(1);

        Assert.True(await next);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_waiting_cannot_mend_ends_the_loop(CmqException failure)
    {
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        _answers.Enqueue(() => throw failure);
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read();
        Assert.True(await messages.MoveNextAsync());

        Assert.Same(failure, await Assert.ThrowsAnyAsync<CmqException>(async () => await messages.MoveNextAsync()));
    }

    [Fact]
    public async Task After_a_success_the_pauses_begin_anew()
    {
        CmqUnavailableException failure = new("Down.");
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        _answers.Enqueue(() => throw failure);
        _answers.Enqueue(() => throw failure);
        _answers.Enqueue(static () => [RecordingService.Message("b:1", "2")]);
        _answers.Enqueue(() => throw failure);
        _answers.Enqueue(static () => [RecordingService.Message("c:1", "3")]);
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read();
        for (int i = 0; i < 3; i++)
        {
            ValueTask<bool> next = messages.MoveNextAsync();
            _clock.AdvanceSeconds(i == 1 ? 3 : 1);
            Assert.True(await next);
        }

        Assert.Equal(4, _logs.Lines.Count);
    }

    [Fact]
    public async Task A_service_that_answers_at_once_that_there_is_no_message_is_not_asked_without_end()
    {
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read();
        ValueTask<bool> next = messages.MoveNextAsync();
        for (int second = 0; second < 600; second++)
            _clock.AdvanceSeconds(1);

        Assert.InRange(_polls.Count, 60, 70);
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        _clock.AdvanceSeconds(10);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_pause_can_be_cancelled()
    {
        using CancellationTokenSource cancel = new();
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        _answers.Enqueue(static () => throw new CmqUnavailableException("Down."));
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read(cancellationToken: cancel.Token);
        Assert.True(await messages.MoveNextAsync());
        ValueTask<bool> next = messages.MoveNextAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData(CmqProfile.Classic, 10)]
    [InlineData(CmqProfile.Tdmq, 3)]
    public async Task A_poll_waits_as_long_as_is_good_for_the_service(CmqProfile? profile, int seconds)
    {
        int? asked = null;
        _answers.Enqueue(static () => [RecordingService.Message("a:1", "1")]);
        await using IAsyncEnumerator<ReceivedMessage<Order>> messages = Read(Connect(profile, wait => asked = wait));

        Assert.True(await messages.MoveNextAsync());

        Assert.Equal(seconds, asked);
    }

    private CmqClient Connect(CmqProfile? profile = null, Action<int?>? asked = null) => CmqClient.Connect(new CmqOptions
    {
        TimeProvider = _clock, LoggerFactory = _logs.Factory, Profile = profile,
        Retries = null,
        Connector = _ => new Service(request =>
        {
            asked?.Invoke(request.PollingWaitSeconds);
            _polls.Add(_clock.GetUtcNow() - _start);
            return _answers.TryDequeue(out Func<IReadOnlyList<CmqMessage>>? answer) ? answer() : [];
        }),
    });

    private IAsyncEnumerator<ReceivedMessage<Order>> Read(CmqClient? client = null, CancellationToken cancellationToken = default)
    {
        // Without a context of the test framework's, what a timer continues runs before Advance returns.
        SynchronizationContext.SetSynchronizationContext(null);
        return new QueueClient<Order>(client ?? Connect(), new QueueContract<Order>("orders", new QueueSettings(), new OrderCodec())).ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    private sealed class Service(Func<ReceiveMessagesRequest, IReadOnlyList<CmqMessage>> answer) : DelegatingCmqService(new RecordingService())
    {
        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) => new(answer(request));
    }
}
