using System.Reflection;
using CmqContracts.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>What is tried again after which failure, how often, and what comes of it.</summary>
public sealed class RetryTests
{
    private static readonly CmqUnavailableException NotSent = new("not sent", CmqOutcome.NotSent), Lost = new("lost", CmqOutcome.Unknown);
    private static readonly CmqServiceException Throttled = new(CmqErrors.QpsThrottling);

    private readonly ManualTimeProvider _clock = new();
    private readonly CancellationTokenSource _ended = new();

    private static Dictionary<string, Exception> Failures { get; } = new()
    {
        ["not sent"] = NotSent,
        ["lost"] = Lost,
        ["4420"] = Throttled,
        ["4480"] = new CmqServiceException(CmqErrors.InterfaceFrequencyLimitExceeded),
        ["6000"] = new CmqServiceException(CmqErrors.ServerInternalError),
        ["6070"] = new CmqServiceException(CmqErrors.TooManyUnackedOrDelayedMessages),
        ["4440"] = new CmqServiceException(CmqErrors.QueueDoesNotExist),
        ["9999"] = new CmqServiceException(new CmqError(9999, 1, "what no document says")),
        ["foreign"] = new TimeZoneNotFoundException(),
    };

    /// <summary>The actions that are made again although they may have been carried out.</summary>
    private static string[] Repeatable { get; } =
    [
        nameof(ICmqService.ReceiveMessagesAsync), nameof(ICmqService.DeleteMessagesAsync),
        nameof(ICmqService.CreateQueueAsync), nameof(ICmqService.CreateTopicAsync), nameof(ICmqService.SubscribeAsync),
        nameof(ICmqService.SetQueueAttributesAsync), nameof(ICmqService.SetTopicAttributesAsync), nameof(ICmqService.SetSubscriptionAttributesAsync),
        nameof(ICmqService.ListQueuesAsync), nameof(ICmqService.ListTopicsAsync), nameof(ICmqService.ListSubscriptionsAsync), nameof(ICmqService.ListDeadLetterSourceQueuesAsync),
        nameof(ICmqService.GetQueueAttributesAsync), nameof(ICmqService.GetTopicAttributesAsync), nameof(ICmqService.GetSubscriptionAttributesAsync),
    ];

    private static string[] Once { get; } =
    [
        nameof(ICmqService.SendMessagesAsync), nameof(ICmqService.PublishMessagesAsync),
        nameof(ICmqService.ClearQueueAsync), nameof(ICmqService.RewindQueueAsync), nameof(ICmqService.DeleteQueueAsync), nameof(ICmqService.DeleteTopicAsync),
        nameof(ICmqService.UnsubscribeAsync), nameof(ICmqService.UnbindDeadLetterQueueAsync), nameof(ICmqService.ClearSubscriptionFilterTagsAsync),
    ];

    public static TheoryData<string, string, int> Table
    {
        get
        {
            TheoryData<string, string, int> rows = [];
            foreach (string action in (string[])[.. Repeatable, .. Once])
            {
                foreach (string failure in Failures.Keys)
                    rows.Add(action, failure, failure is "not sent" or "4420" or "4480" || (failure is "lost" or "6000" && Repeatable.Contains(action)) ? 3 : 1);
            }

            return rows;
        }
    }

    [Fact]
    public void The_table_has_every_action() => Assert.Equal(typeof(ICmqService).GetMethods().Select(static method => method.Name).Order(), Repeatable.Concat(Once).Order());

    [Theory]
    [MemberData(nameof(Table))]
    public async Task What_fails_is_tried_as_often_as_the_table_says(string action, string failure, int tries)
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create(Failures[failure]);

        Exception? error = await Record.ExceptionAsync(() => PassAsync(Call(Retrying(service), action)));

        Assert.Same(Failures[failure], error);
        Assert.Equal(Enumerable.Repeat(action, tries), calls);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_try_that_succeeds_is_the_last(string action, string failure, int tries)
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create(Failures[failure], null);

        Exception? error = await Record.ExceptionAsync(() => PassAsync(Call(Retrying(service), action)));

        Assert.Same(tries == 1 ? Failures[failure] : null, error);
        Assert.Equal(Math.Min(tries, 2), calls.Count);
    }

    [Theory]
    [InlineData("request", 3)]
    [InlineData("client", 3)]
    [InlineData("neither", 1)]
    public async Task A_lost_send_is_made_again_only_where_duplicates_are_allowed(string by, int tries)
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create(Lost);
        RetryingService retrying = Retrying(service, new CmqRetryOptions { AllowDuplicates = by == "client" });

        Assert.Same(Lost, await Record.ExceptionAsync(() => PassAsync(retrying.SendMessagesAsync(new SendMessagesRequest("q", []) { AllowDuplicates = by == "request" }).AsTask())));
        Assert.Same(Lost, await Record.ExceptionAsync(() => PassAsync(retrying.PublishMessagesAsync(new PublishMessagesRequest("t", []) { AllowDuplicates = by == "request" }).AsTask())));

        Assert.Equal(2 * tries, calls.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Duplicates_are_allowed_with_the_options_of_a_call(bool allowed)
    {
        List<bool> seen = [];
        (ICmqService service, _) = ScriptedService.Create((_, arguments) =>
        {
            seen.Add(arguments[0] is SendMessagesRequest { AllowDuplicates: true } or PublishMessagesRequest { AllowDuplicates: true });
            return new List<string> { "id" };
        });
        await using CmqClient client = CmqClient.Over(service);

        await client.Queue("q").SendAsync("a"u8.ToArray(), new SendOptions { AllowDuplicates = allowed });
        await client.Queue("q").SendManyAsync([(ReadOnlyMemory<byte>)"a"u8.ToArray()], new SendOptions { AllowDuplicates = allowed });
        await client.Topic("t").PublishAsync("a"u8.ToArray(), new PublishOptions { AllowDuplicates = allowed });
        await client.Topic("t").PublishManyAsync([(ReadOnlyMemory<byte>)"a"u8.ToArray()], new PublishOptions { AllowDuplicates = allowed });

        Assert.Equal(Enumerable.Repeat(allowed, 4), seen);
    }

    [Theory]
    [InlineData("lost", true)]
    [InlineData("6000", true)]
    [InlineData("not sent", false)]
    [InlineData("4420", false)]
    [InlineData(null, false)]
    public async Task A_handle_that_is_gone_is_deleted_if_a_try_before_may_have_done_it(string? before, bool isDone)
    {
        DeleteMessageFailure gone = new() { ReceiptHandle = "h", Error = CmqErrors.ReceiptHandleInvalid };
        (ICmqService service, _) = ScriptedService.Create([.. before is null ? [] : (object[])[Failures[before]], new DeleteMessageFailure[] { gone }]);

        IReadOnlyList<DeleteMessageFailure> failures = await PassAsync(Retrying(service).DeleteMessagesAsync(new DeleteMessagesRequest("q", ["h"])).AsTask());

        Assert.Equal(isDone ? [] : [gone], failures);
    }

    [Fact]
    public async Task Of_a_batch_only_what_may_still_be_deleted_is_tried_again()
    {
        List<string> asked = [];
        (ICmqService service, _) = ScriptedService.Create((_, arguments) =>
        {
            asked.Add(string.Join(' ', ((DeleteMessagesRequest)arguments[0]!).ReceiptHandles));
            return asked.Count switch
            {
                1 => Failed(("throttled", CmqErrors.QpsThrottling), ("failed", CmqErrors.ServerInternalError), ("gone", CmqErrors.ReceiptHandleInvalid)),
                2 => Failed(("throttled", CmqErrors.QpsThrottling), ("failed", CmqErrors.ReceiptHandleInvalid)),
                _ => Failed(("throttled", CmqErrors.ReceiptHandleInvalid)),
            };
        });

        IReadOnlyList<DeleteMessageFailure> failures = await PassAsync(Retrying(service).DeleteMessagesAsync(new DeleteMessagesRequest("q", ["done", "throttled", "failed", "gone"])).AsTask());

        Assert.Equal(["done throttled failed gone", "throttled failed", "throttled"], asked);
        Assert.Equal(["gone", "throttled"], failures.Select(static failure => failure.ReceiptHandle));
    }

    [Fact]
    public async Task What_is_left_of_a_batch_after_the_last_try_has_its_last_error()
    {
        object left = Failed(("failed", CmqErrors.ServerInternalError), ("throttled", CmqErrors.QpsThrottling));

        (ICmqService answered, _) = ScriptedService.Create(left);
        IReadOnlyList<DeleteMessageFailure> failures = await PassAsync(Retrying(answered).DeleteMessagesAsync(new DeleteMessagesRequest("q", ["done", "failed", "throttled"])).AsTask());
        Assert.Equal([CmqErrors.ServerInternalError, CmqErrors.QpsThrottling], failures.Select(static failure => failure.Error));

        (ICmqService refused, _) = ScriptedService.Create(Failed(("throttled", CmqErrors.QpsThrottling)), new CmqServiceException(CmqErrors.QueueDoesNotExist));
        failures = await PassAsync(Retrying(refused).DeleteMessagesAsync(new DeleteMessagesRequest("q", ["done", "throttled"])).AsTask());
        Assert.Equal([CmqErrors.QueueDoesNotExist], failures.Select(static failure => failure.Error));

        (ICmqService lost, _) = ScriptedService.Create(Failed(("throttled", CmqErrors.QpsThrottling)), Lost);
        Assert.Same(Lost, await Record.ExceptionAsync(() => PassAsync(Retrying(lost).DeleteMessagesAsync(new DeleteMessagesRequest("q", ["done", "throttled"])).AsTask())));
    }

    [Theory]
    [InlineData(nameof(ICmqService.CreateQueueAsync))]
    [InlineData(nameof(ICmqService.CreateTopicAsync))]
    [InlineData(nameof(ICmqService.SubscribeAsync))]
    public async Task What_exists_is_created_if_a_try_before_may_have_done_it(string action)
    {
        CmqServiceException exists = new(action switch
        {
            nameof(ICmqService.CreateQueueAsync) => CmqErrors.QueueAlreadyExists,
            nameof(ICmqService.CreateTopicAsync) => CmqErrors.TopicAlreadyExists,
            _ => CmqErrors.SubscriptionAlreadyExists,
        });
        object attributes = action switch
        {
            nameof(ICmqService.CreateQueueAsync) => new QueueAttributes { QueueName = "q", QueueId = "the id" },
            nameof(ICmqService.CreateTopicAsync) => new TopicAttributes { TopicName = "t", TopicId = "the id" },
            _ => new SubscriptionAttributes { TopicName = "t", SubscriptionName = "s", SubscriptionId = "the id", Endpoint = "q" },
        };

        (ICmqService lost, List<string> calls) = ScriptedService.Create(Lost, exists, attributes);
        Assert.Equal("the id", await PassAsync((Task<string>)Call(Retrying(lost), action)));
        Assert.Equal(3, calls.Count);

        foreach (object?[] answers in (object?[][])[[exists], [NotSent, exists], [Throttled, exists]])
        {
            (ICmqService known, _) = ScriptedService.Create(answers);
            Assert.Same(exists, await Record.ExceptionAsync(() => PassAsync(Call(Retrying(known), action))));
        }
    }

    [Theory]
    [InlineData(nameof(ICmqService.CreateQueueAsync))]
    [InlineData(nameof(ICmqService.SetTopicAttributesAsync))]
    [InlineData(nameof(ICmqService.DeleteMessagesAsync))]
    public async Task A_refusal_does_not_hide_that_a_try_before_may_have_been_carried_out(string action)
    {
        foreach (Exception last in (Exception[])[NotSent, Failures["4440"], Throttled])
        {
            (ICmqService service, _) = ScriptedService.Create(Lost, last);

            CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => PassAsync(Call(Retrying(service), action)));

            Assert.Equal(CmqOutcome.Unknown, error.Outcome);
            Assert.Same(last, error.InnerException);
            Assert.Contains(last.Message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_read_ends_as_its_last_try()
    {
        (ICmqService service, _) = ScriptedService.Create(Lost, Failures["4440"]);

        Assert.Same(Failures["4440"], await Record.ExceptionAsync(() => PassAsync(Call(Retrying(service), nameof(ICmqService.ReceiveMessagesAsync)))));
    }

    [Fact]
    public async Task A_receive_waits_no_longer_than_it_was_asked_to()
    {
        List<int?> waits = [];
        (ICmqService service, _) = ScriptedService.Create((_, arguments) =>
        {
            waits.Add(((ReceiveMessagesRequest)arguments[0]!).PollingWaitSeconds);
            _clock.AdvanceSeconds(12);
            return NotSent;
        });

        await Record.ExceptionAsync(() => PassAsync(Retrying(service).ReceiveMessagesAsync(new ReceiveMessagesRequest("q") { PollingWaitSeconds = 20 }).AsTask()));
        await Record.ExceptionAsync(() => PassAsync(Retrying(service).ReceiveMessagesAsync(new ReceiveMessagesRequest("q")).AsTask()));

        Assert.Equal([20, 8, 0, null, null, null], waits.Select(static wait => wait is null or 0 or 20 ? wait : 8));
    }

    [Fact]
    public async Task Pauses_grow_and_follow_from_the_seed()
    {
        IReadOnlyList<double> first = await PausesAsync(1), again = await PausesAsync(1), other = await PausesAsync(2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first[0], 0.5, 1.5);
        Assert.InRange(first[1], 1, 3);
        Assert.InRange(first[2], 2, 6);

        async Task<IReadOnlyList<double>> PausesAsync(int seed)
        {
            List<long> times = [];
            (ICmqService service, _) = ScriptedService.Create((_, _) =>
            {
                times.Add(_clock.GetTimestamp());
                return NotSent;
            });
            RetryingService retrying = Retrying(service, new CmqRetryOptions { MaxAttempts = 4, Delay = TimeSpan.FromSeconds(1), Seed = seed });
            await Record.ExceptionAsync(() => PassAsync(Call(retrying, nameof(ICmqService.ClearQueueAsync))));
            return [.. times.Skip(1).Zip(times, (later, earlier) => _clock.GetElapsedTime(earlier, later).TotalSeconds)];
        }
    }

    [Fact]
    public async Task No_try_begins_after_the_total_time()
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create((_, _) =>
        {
            _clock.AdvanceSeconds(16);
            return NotSent;
        });

        Assert.Same(NotSent, await Record.ExceptionAsync(() => PassAsync(Call(Retrying(service), nameof(ICmqService.ClearQueueAsync)))));

        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task A_later_try_ends_with_the_total_time()
    {
        long begun = _clock.GetTimestamp();
        int tries = 0;
        (ICmqService service, List<string> calls) = ScriptedService.Create((_, arguments) => ++tries == 1 ? NotSent : Task.Delay(Timeout.InfiniteTimeSpan, (CancellationToken)arguments[1]!));

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => PassAsync(Call(Retrying(service), nameof(ICmqService.ClearQueueAsync))));

        Assert.Equal(2, calls.Count);
        Assert.Equal(CmqOutcome.Unknown, error.Outcome);
        Assert.Contains("30 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(30, _clock.GetElapsedTime(begun).TotalSeconds);
    }

    [Fact]
    public async Task The_caller_s_token_ends_a_pause()
    {
        using CancellationTokenSource cancellation = new();
        (ICmqService service, List<string> calls) = ScriptedService.Create(NotSent);
        Task clearing = Retrying(service).ClearQueueAsync("q", cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clearing)).CancellationToken);
        Assert.Single(calls);
    }

    [Fact]
    public async Task The_end_of_the_client_ends_a_pause_with_the_last_failure()
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create(NotSent);
        RetryingService retrying = Retrying(service);
        Task clearing = retrying.ClearQueueAsync("q").AsTask();

        await _ended.CancelAsync();

        Assert.Same(NotSent, await Record.ExceptionAsync(() => clearing));
        Assert.Same(NotSent, await Record.ExceptionAsync(() => retrying.ClearQueueAsync("q").AsTask()));
        Assert.Equal(2, calls.Count);
    }

    [Theory]
    [InlineData("4420")]
    [InlineData("HTTP 503")]
    [InlineData("closed")]
    public async Task Over_HTTP_each_try_is_signed_anew_and_decorators_see_one_call(string failure)
    {
        await using AnsweringServer server = new();
        List<string> nonces = [], seen = [];
        server.Answer = form =>
        {
            nonces.Add(form.Split('&').Single(static field => field.StartsWith("Nonce=", StringComparison.Ordinal)));
            return nonces.Count == 3 ? (AnsweringServer.Ok("""{"code":0,"totalCount":0,"queueList":[]}"""), false)
                : failure == "4420" ? (AnsweringServer.Ok("""{"code":4420,"message":"(10250)qps throttling"}"""), false)
                : failure == "closed" ? ([], true)
                : ("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), false);
        };
        CmqOptions options = new() { Endpoint = server.Endpoint, SecretId = "id", SecretKey = "key", Retries = new CmqRetryOptions { Delay = TimeSpan.FromMilliseconds(1) } };
        await using CmqClient client = CmqClient.Connect(options.Use(service => new CallList(service, seen)));

        await client.Service.ListQueuesAsync(new ListQueuesRequest());

        Assert.Equal(3, nonces.Distinct().Count());
        Assert.Single(seen);
    }

    [Fact]
    public async Task A_client_over_a_service_and_one_without_retries_make_each_request_once()
    {
        await using AnsweringServer server = new();
        server.Answer = static _ => (AnsweringServer.Ok("""{"code":4420,"message":"(10250)qps throttling"}"""), false);
        await using CmqClient without = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "id", SecretKey = "key", Retries = null });
        await using CmqClient once = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "id", SecretKey = "key", Retries = new CmqRetryOptions { MaxAttempts = 1 } });
        (ICmqService service, List<string> calls) = ScriptedService.Create(NotSent);

        await Assert.ThrowsAsync<CmqServiceException>(() => without.Queue("q").ClearAsync());
        await Assert.ThrowsAsync<CmqServiceException>(() => once.Queue("q").ClearAsync());
        await Assert.ThrowsAsync<CmqUnavailableException>(() => CmqClient.Over(service).Queue("q").ClearAsync());

        Assert.Equal(2, server.Requests);
        Assert.Single(calls);
    }

    [Fact]
    public async Task An_embedded_broker_has_retries_too()
    {
        (ICmqService service, List<string> calls) = ScriptedService.Create(NotSent, null);
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Connector = _ => service, Retries = new CmqRetryOptions { Delay = TimeSpan.FromMilliseconds(1) } });

        await client.Queue("q").ClearAsync();

        Assert.Equal(2, calls.Count);
    }

    [Theory]
    [InlineData("MaxAttempts", "0", "Cmq:Retries:MaxAttempts is 0; it must be 1 to 10")]
    [InlineData("MaxAttempts", "11", "Cmq:Retries:MaxAttempts is 11; it must be 1 to 10")]
    [InlineData("MaxAttempts", "few", "Cmq:Retries:MaxAttempts is not a whole number")]
    [InlineData("TotalTime", "00:00:00", "Cmq:Retries:TotalTime is 00:00:00; it must be more than zero and at most 01:00:00")]
    [InlineData("Delay", "00:01:01", "Cmq:Retries:Delay is 00:01:01; it must be more than zero and at most 00:01:00")]
    [InlineData("AllowDuplicates", "perhaps", "Cmq:Retries:AllowDuplicates is neither true nor false")]
    [InlineData("Attempts", "3", "Cmq:Retries:Attempts is no setting of retries")]
    public void A_wrong_setting_is_named(string name, string value, string expected)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cmq:Endpoint", "embedded:"), new($"Cmq:Retries:{name}", value)]).Build();
        using ServiceProvider provider = new ServiceCollection().AddCmq(configuration).Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<CmqClient>());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_come_from_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Cmq:Endpoint", "embedded:"), new("Cmq:Retries:MaxAttempts", "5"), new("Cmq:Retries:TotalTime", "00:01:00"), new("Cmq:Retries:Delay", "00:00:02"), new("Cmq:Retries:AllowDuplicates", "true"), new("Cmq:Retries:Seed", "7"),
        ]).Build();
        using ServiceProvider provider = new ServiceCollection().AddCmq(configuration).Services.BuildServiceProvider();

        CmqRetryOptions retries = provider.GetRequiredService<IOptions<CmqOptions>>().Value.Retries!;

        Assert.Equal((5, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2), true, 7), (retries.MaxAttempts, retries.TotalTime, retries.Delay, retries.AllowDuplicates, retries.Seed));
    }

    private static DeleteMessageFailure[] Failed(params (string Handle, CmqError Error)[] failures) =>
        Array.ConvertAll(failures, static failure => new DeleteMessageFailure { ReceiptHandle = failure.Handle, Error = failure.Error });

    /// <summary>Calls an action with a request of its own kind.</summary>
    private static Task Call(ICmqService service, string action)
    {
        MethodInfo method = typeof(ICmqService).GetMethod(action)!;
        object?[] arguments = [.. method.GetParameters().Select(static parameter => parameter.ParameterType == typeof(string) ? parameter.Name
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : parameter.ParameterType == typeof(DeleteMessagesRequest) ? new DeleteMessagesRequest("q", ["h"])
            : System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(parameter.ParameterType))];
        object task = method.Invoke(service, arguments)!;
        return (Task)task.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(task, null)!;
    }

    private RetryingService Retrying(ICmqService service, CmqRetryOptions? options = null) => new(service, options ?? new CmqRetryOptions(), _clock, _ended.Token);

    /// <summary>Moves the clock from one pause to the next, on a thread without a context, where what waits for the clock goes on within the move.</summary>
    private async Task PassAsync(Task running)
    {
        await Task.Run(() =>
        {
            while (!running.IsCompleted && _clock.NextTimer is { } next)
                _clock.Advance(next);
        });
        await running;
    }

    private async Task<TResult> PassAsync<TResult>(Task<TResult> running)
    {
        await PassAsync((Task)running);
        return await running;
    }

    private sealed class CallList(ICmqService inner, List<string> seen) : DelegatingCmqService(inner)
    {
        public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default)
        {
            seen.Add(nameof(ListQueuesAsync));
            return base.ListQueuesAsync(request, cancellationToken);
        }
    }
}
