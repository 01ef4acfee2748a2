using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>
/// Every answer that no CMQ service gives becomes a <see cref="CmqUnavailableException"/> within the timeout, and never a wrong result.
/// </summary>
public sealed class BrokenServiceTests : IAsyncLifetime
{
    private const string Message = """{"msgBody":"a:1","msgId":"m1","receiptHandle":"h1","enqueueTime":1,"firstDequeueTime":2,"nextVisibleTime":3,"dequeueCount":1}""";

    private readonly AnsweringServer _server = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly LogList _logs = new();
    private readonly CmqClient _client;

    public BrokenServiceTests() => _client = CmqClient.Connect(new CmqOptions
    {
        Endpoint = _server.Endpoint, SecretId = "id", SecretKey = "key", TimeProvider = _clock, LoggerFactory = _logs.Factory, Retries = null,
    });

    /// <summary>Every action by its name on the wire, with the fields of a valid answer.</summary>
    private static Dictionary<string, (Func<ICmqService, Task> Call, string Fields)> Actions { get; } = new()
    {
        ["CreateQueue"] = (static s => s.CreateQueueAsync(new CreateQueueRequest("q", new QueueSettings())).AsTask(), "\"queueId\":\"i\""),
        ["ListQueue"] = (static s => s.ListQueuesAsync(new ListQueuesRequest()).AsTask(), "\"totalCount\":1,\"queueList\":[{\"queueId\":\"i\",\"queueName\":\"q\"}]"),
        ["GetQueueAttributes"] = (static s => s.GetQueueAttributesAsync("q").AsTask(), "\"queueName\":\"q\",\"maxMsgHeapNum\":1,\"pollingWaitSeconds\":0,\"visibilityTimeout\":30,\"maxMsgSize\":65536,\"msgRetentionSeconds\":60,\"activeMsgNum\":7,\"createTime\":1,\"deadLetterPolicy\":\"{\\\"deadLetterQueue\\\":\\\"d\\\",\\\"policy\\\":0,\\\"maxReceiveCount\\\":3}\""),
        ["SetQueueAttributes"] = (static s => s.SetQueueAttributesAsync(new SetQueueAttributesRequest("q", new QueueSettings { VisibilityTimeout = 30 })).AsTask(), "\"more\":1"),
        ["DeleteQueue"] = (static s => s.DeleteQueueAsync("q").AsTask(), "\"more\":1"),
        ["ClearQueue"] = (static s => s.ClearQueueAsync("q").AsTask(), "\"more\":1"),
        ["RewindQueue"] = (static s => s.RewindQueueAsync(new RewindQueueRequest("q", 1)).AsTask(), "\"more\":1"),
        ["UnbindDeadLetterQueue"] = (static s => s.UnbindDeadLetterQueueAsync("q").AsTask(), "\"more\":1"),
        ["ListDeadLetterSourceQueues"] = (static s => s.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest("q")).AsTask(), "\"totalCount\":0,\"queueList\":[]"),
        ["SendMessage"] = (static s => SendAsync(s, 1), "\"msgId\":\"1\""),
        ["BatchSendMessage"] = (static s => SendAsync(s, 2), "\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"2\"}]"),
        ["ReceiveMessage"] = (static s => ReceiveAsync(s, 1), Message[1..^1]),
        ["BatchReceiveMessage"] = (static s => ReceiveAsync(s, 2), $"\"msgInfoList\":[{Message},{Message}]"),
        ["DeleteMessage"] = (static s => DeleteAsync(s, 1), "\"more\":1"),
        ["BatchDeleteMessage"] = (static s => DeleteAsync(s, 2), "\"more\":1"),
        ["CreateTopic"] = (static s => s.CreateTopicAsync(new CreateTopicRequest("t", new TopicSettings()) { Filter = TopicFilter.Tags }).AsTask(), "\"topicId\":\"i\""),
        ["ListTopic"] = (static s => s.ListTopicsAsync(new ListTopicsRequest()).AsTask(), "\"totalCount\":1,\"topicList\":[{\"topicId\":\"i\",\"topicName\":\"t\"}]"),
        ["GetTopicAttributes"] = (static s => s.GetTopicAttributesAsync("t").AsTask(), "\"topicName\":\"t\",\"maxMsgSize\":65536,\"msgRetentionSeconds\":60,\"filterType\":1"),
        ["SetTopicAttributes"] = (static s => s.SetTopicAttributesAsync(new SetTopicAttributesRequest("t", new TopicSettings { MaxMsgSize = 2048 })).AsTask(), "\"more\":1"),
        ["DeleteTopic"] = (static s => s.DeleteTopicAsync("t").AsTask(), "\"more\":1"),
        ["PublishMessage"] = (static s => PublishAsync(s, 1), "\"msgId\":\"1\""),
        ["BatchPublishMessage"] = (static s => PublishAsync(s, 2), "\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"2\"}]"),
        ["Subscribe"] = (static s => s.SubscribeAsync(new SubscribeRequest("t", "s", SubscriptionProtocol.Queue, "q")).AsTask(), "\"subscriptionId\":\"i\""),
        ["ListSubscriptionByTopic"] = (static s => s.ListSubscriptionsAsync(new ListSubscriptionsRequest("t")).AsTask(), "\"totalCount\":1,\"subscriptionList\":[{\"subscriptionName\":\"s\",\"protocol\":\"queue\",\"endpoint\":\"q\"}]"),
        ["GetSubscriptionAttributes"] = (static s => s.GetSubscriptionAttributesAsync("t", "s").AsTask(), "\"subscriptionName\":\"s\",\"protocol\":\"queue\",\"endpoint\":\"q\",\"filterTag\":[\"a\"]"),
        ["SetSubscriptionAttributes"] = (static s => s.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest("t", "s", new SubscriptionSettings { FilterTags = ["a"] })).AsTask(), "\"more\":1"),
        ["Unsubscribe"] = (static s => s.UnsubscribeAsync("t", "s").AsTask(), "\"more\":1"),
        ["ClearSubscriptionFilterTags"] = (static s => s.ClearSubscriptionFilterTagsAsync("t", "s").AsTask(), "\"more\":1"),
    };

    public static TheoryData<string> ActionNames => [.. Actions.Keys];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_member_of_the_service_is_tried()
    {
        ICmqService service = CallRecorder.Create();
        foreach ((Func<ICmqService, Task> call, _) in Actions.Values)
            await call(service);

        Assert.Equal(typeof(ICmqService).GetMethods().Select(static method => method.Name).Order(), CallRecorder.CallsOf(service).Select(static call => call.Method.Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(ActionNames))]
    public async Task Every_action_is_sent_under_its_name(string action)
    {
        string? form = null;
        _server.Answer = sent =>
        {
            form = sent;
            return (AnsweringServer.Ok(Whole(action)), false);
        };

        await Actions[action].Call(_client.Service);

        Assert.Contains($"Action={action}", form!.Split('&'));
    }

    [Theory]
    [MemberData(nameof(ActionNames))]
    public async Task An_answer_cut_at_any_byte_is_no_answer(string action)
    {
        byte[] whole = Encoding.UTF8.GetBytes(Whole(action));
        Answer(Whole(action));
        await Actions[action].Call(_client.Service);

        for (int length = 0; length < whole.Length; length++)
        {
            _server.Answer = _ => (AnsweringServer.Ok(whole[..length]), false);
            await AssertUnreadableAsync(action);
        }
    }

    [Theory]
    [InlineData("SendMessage")]
    [InlineData("BatchReceiveMessage")]
    [InlineData("BatchDeleteMessage")]
    [InlineData("ListQueue")]
    public async Task A_connection_that_breaks_off_at_any_byte_is_no_answer(string action)
    {
        byte[] whole = AnsweringServer.Ok(Whole(action));
        for (int length = 0; length < whole.Length; length++)
        {
            _server.Answer = _ => (whole[..length], true);
            await AssertUnreadableAsync(action);
        }
    }

    [Theory]
    [MemberData(nameof(ActionNames))]
    public async Task A_reply_that_no_CMQ_service_gives_is_no_answer(string action)
    {
        string deep = new string('[', 100_000);
        string[] bodies =
        [
            "", " ", "null", "true", "7", "\"text\"", "[]", "{}", "<html><body>It works!</body></html>", "{\"code\":null}", "{\"code\":\"x\"}", "{\"code\":{}}", "{\"code\":0.5}", "{\"code\":1e999}",
            "{\"code\":0,\"code\":4440}", "{\"code\":4440,\"code\":0}", Whole(action) + "x", Whole(action) + Whole(action), "{\"code\":0,\"x\":" + deep, deep, "\u001f\u008b\b\0\0\0", "{'code':0}", "{\"code\":0,}",
        ];
        foreach (string body in bodies)
        {
            Answer(body);
            await AssertUnreadableAsync(action);
        }

        _server.Answer = _ => (AnsweringServer.Ok([.. "{\"code\":7,\"message\":\""u8, 0xFF, .. "\"}"u8]), false);
        await AssertUnreadableAsync(action);
        foreach (string head in new[] { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/", "HTTP/1.1 404 Not Found", "HTTP/1.1 500 Oops", "HTTP/1.1 204 No Content", "SSH-2.0-forged\u001b[2J", "HTTP/1.1 200 OK\r\nContent-Length: -1" })
        {
            _server.Answer = _ => (Encoding.ASCII.GetBytes(head + "\r\n" + (head.Contains("Length", StringComparison.Ordinal) ? "" : "Content-Length: 0\r\n") + "\r\n"), true);
            await AssertUnreadableAsync(action);
        }
    }

    [Theory]
    [MemberData(nameof(ActionNames))]
    public async Task Every_value_of_an_answer_can_be_anything(string action)
    {
        string[] values = ["null", "\"\"", "\"x\"", "0", "-1", "-9223372036854775808", "99999999999999999999", "1e99", "true", "[]", "[null]", "[[]]", "{}", "[{}]", "[1]", "\"\\ud800\"", "\"a\\u0000b\"", "{\"code\":1}"];
        foreach (string changed in values.SelectMany(value => Changed(Whole(action), value)).Concat(Changed(Whole(action), null)))
        {
            Answer(changed);
            Exception? error = await Record.ExceptionAsync(() => Actions[action].Call(_client.Service));
            Assert.True(error is null or CmqUnavailableException or CmqServiceException, $"{changed}: {error}");
            Assert.True(error is not CmqServiceException || !changed.Contains("\"code\":0", StringComparison.Ordinal), $"{changed}: {error}");
        }
    }

    [Fact]
    public async Task Answers_that_do_not_end_are_ended_by_the_timeout()
    {
        string[] heads = ["HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"code\":0", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n", "", "H"];
        foreach (string head in heads)
        {
            TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _server.Answered = () => answered.TrySetResult();
            _server.Answer = _ => (Encoding.ASCII.GetBytes(head), false);
            Task call = _client.Service.DeleteQueueAsync("q").AsTask();
            await answered.Task;
            Assert.False(call.IsCompleted);

            _clock.AdvanceSeconds(10);
            CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => call);
            Assert.Contains("within 10 s", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"code":0,"errorList":[{"code":4430,"message":"(10260)receipt handle is invalid","receiptHandle":"h2"}]}""", "h2")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"message":"(10260)receipt handle is invalid","receiptHandle":"h2"}]}""", "h2")]
    [InlineData("""{"code":6010,"errorList":[{"receiptHandle":"h2"},{"code":0,"receiptHandle":"h2"}]}""", "h2")]
    [InlineData("""{"code":6020,"errorList":[{"code":4430,"message":"(10260)receipt handle is invalid","receiptHandle":"h2"}]}""", "h1 h2 h3")]
    [InlineData("""{"code":6010}""", "h1 h2 h3")]
    [InlineData("""{"code":6010,"errorList":[]}""", "h1 h2 h3")]
    [InlineData("""{"code":6020,"errorList":null}""", "h1 h2 h3")]
    [InlineData("""{"code":0,"errorList":[]}""", "")]
    [InlineData("""{"code":0,"errorList":[{"code":0,"receiptHandle":"h2"}]}""", "unknown")]
    [InlineData("""{"code":0,"errorList":[{"code":4430,"receiptHandle":"other"}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"receiptHandle":"other"}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"receiptHandle":"h1"},{"code":4430,"receiptHandle":"other"}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"receiptHandle":null}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[{"code":4430,"receiptHandle":"h1","receiptHandle":"h2"}]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":["h1"]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":[null]}""", "unknown")]
    [InlineData("""{"code":6010,"errorList":{}}""", "unknown")]
    [InlineData("""{"code":0,"errorList":"h1"}""", "unknown")]
    public async Task A_message_is_deleted_only_if_the_answer_leaves_no_doubt(string answer, string notDeleted)
    {
        IReadOnlyList<ReceivedMessage<ReadOnlyMemory<byte>>> messages = await ReceiveAsync(3);
        Answer(answer);

        BatchDeleteResult result = await _client.Queue("q").DeleteManyAsync(messages);

        if (notDeleted == "unknown")
            Assert.All(result.Entries, static entry => Assert.IsType<CmqUnavailableException>(entry.Error));
        else
            Assert.Equal(notDeleted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static handle => "m" + handle[1..]), result.Entries.Where(static entry => entry.Error is CmqServiceException).Select(static entry => entry.MessageId));
        Assert.Equal(notDeleted.Length == 0, result.AllSucceeded);
    }

    [Theory]
    [InlineData("""{"code":0,"errorList":[{"code":4430,"message":"(10260)x","receiptHandle":"h1"}]}""", typeof(CmqServiceException))]
    [InlineData("""{"code":0,"errorList":[{"code":4430,"receiptHandle":"other"}]}""", typeof(CmqUnavailableException))]
    public async Task One_message_is_deleted_only_if_the_answer_leaves_no_doubt(string answer, Type error)
    {
        ReceivedMessage<ReadOnlyMemory<byte>> message = (await ReceiveAsync(1))[0];
        Answer(answer);

        Assert.IsType(error, await Record.ExceptionAsync(() => message.DeleteAsync()));
    }

    [Fact]
    public async Task A_failure_that_names_another_message_leaves_all_unknown_whichever_service_reports_it()
    {
        QueueClient<Order> queue = Order.Queue(new ForeignFailures());
        IReadOnlyList<ReceivedMessage<Order>> messages = await queue.ReceiveManyAsync();

        BatchDeleteResult result = await queue.DeleteManyAsync(messages);

        Assert.All(result.Entries, static entry => Assert.IsType<CmqUnavailableException>(entry.Error));
    }

    [Theory]
    [InlineData("\"msgList\":[]")]
    [InlineData("\"msgList\":null")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"2\"},{\"msgId\":\"3\"}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"1\"}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"\"}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":null}]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},\"2\"]")]
    [InlineData("\"msgList\":[{\"msgId\":\"1\"},{\"msgId\":\"2\"}],\"msgList\":[{\"msgId\":\"3\"}]")]
    [InlineData("\"msgList\":{\"msgId\":\"1\"}")]
    public async Task Messages_are_sent_only_if_each_has_an_id(string fields)
    {
        Answer($"{{\"code\":0,{fields}}}");
        ReadOnlyMemory<byte>[] bodies = ["a"u8.ToArray(), "b"u8.ToArray()];

        BatchSendResult sent = await _client.Queue("q").SendManyAsync(bodies);
        BatchPublishResult published = await _client.Topic("t").PublishManyAsync(bodies);

        Assert.All(sent.Entries.Concat(published.Entries), static entry =>
        {
            Assert.Null(entry.MessageId);
            Assert.Contains("not known", Assert.IsType<CmqUnavailableException>(entry.Error).Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("\"more\":1")]
    [InlineData("\"msgInfoList\":[]")]
    [InlineData("\"msgInfoList\":null")]
    [InlineData("\"msgInfoList\":[{}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"\",\"receiptHandle\":\"h\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":null,\"msgId\":\"1\",\"receiptHandle\":\"h\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":7,\"msgId\":\"1\",\"receiptHandle\":\"h\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgBody\":\"b\",\"msgId\":\"1\",\"receiptHandle\":\"h\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\",\"receiptHandle\":\"g\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\",\"dequeueCount\":-1}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\",\"nextVisibleTime\":-1}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\",\"enqueueTime\":253402300800}]")]
    [InlineData("\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\",\"enqueueTime\":\"soon\"}]")]
    [InlineData("\"msgInfoList\":[{\"msgInfoList\":[{\"msgBody\":\"a\",\"msgId\":\"1\",\"receiptHandle\":\"h\"}]}]")]
    public async Task A_message_without_a_body_an_id_a_handle_or_valid_numbers_is_no_answer(string fields)
    {
        Answer($"{{\"code\":0,{fields}}}");

        await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Queue("q").ReceiveManyAsync());
    }

    [Theory]
    [InlineData("GetQueueAttributes", "maxMsgHeapNum", "pollingWaitSeconds", "visibilityTimeout", "maxMsgSize", "msgRetentionSeconds")]
    [InlineData("GetTopicAttributes", "maxMsgSize", "msgRetentionSeconds")]
    [InlineData("GetSubscriptionAttributes", "protocol", "endpoint")]
    public async Task An_answer_that_lacks_an_attribute_is_no_answer(string action, params string[] fields)
    {
        foreach (string field in fields)
        {
            JsonObject answer = JsonNode.Parse(Whole(action))!.AsObject();
            answer.Remove(field);
            Answer(answer.ToJsonString());
            CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Actions[action].Call(_client.Service));
            Assert.Contains($"no {field}", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_messages_than_were_asked_for_are_no_answer()
    {
        Answer($"{{\"code\":0,\"msgInfoList\":[{string.Join(',', Enumerable.Repeat(Message, 3))}]}}");

        await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Queue("q").ReceiveManyAsync(2));
        Assert.Equal(3, (await _client.Queue("q").ReceiveManyAsync(3)).Count);
    }

    public static TheoryData<string, Func<int, (int Total, int First, int Count)>> Lists => new()
    {
        { "without end", static offset => (int.MaxValue, offset, 50) },
        { "that grows", static offset => (offset + 51, offset, 50) },
        { "that repeats its page", static _ => (1000, 0, 50) },
        { "that ends early", static offset => (1000, offset, offset < 100 ? 50 : 0) },
        { "that is empty and says it is not", static _ => (3, 0, 0) },
        { "of more entries than it says", static offset => (10, offset, 50) },
        { "of more entries than asked for", static offset => (1000, offset, 51) },
        { "that says less than nothing", static offset => (-1, offset, 1) },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_that_contradicts_itself_or_does_not_end_is_an_error(string list, Func<int, (int Total, int First, int Count)> page)
    {
        _server.Answer = form => (AnsweringServer.Ok(ListAnswer(form, page)), false);
        QueueSettings settings = new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) };

        CmqUnavailableException ofQueues = await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Queue("q", settings).EnsureCreatedAsync());
        CmqUnavailableException ofSubscriptions = await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Topic("t").ListSubscriptionsAsync());

        Assert.Equal(CmqOutcome.Unknown, ofQueues.Outcome);
        Assert.Equal(CmqOutcome.Unknown, ofSubscriptions.Outcome);
        Assert.True(_server.Requests <= 410, $"A list {list} took {_server.Requests} requests.");
    }

    [Fact]
    public async Task A_list_whose_entries_move_between_pages_has_each_once()
    {
        // One subscription is added in front after the first page, and pages are not full.
        _server.Answer = form => (AnsweringServer.Ok(ListAnswer(form, static offset => offset == 0 ? (100, 1, 40) : (101, offset, Math.Min(40, 101 - offset)))), false);

        IReadOnlyList<SubscriptionListEntry> all = await _client.Topic("t").ListSubscriptionsAsync();

        Assert.Equal(Enumerable.Range(1, 100).Select(static i => $"s{i}"), all.Select(static entry => entry.SubscriptionName));
    }

    [Fact]
    public async Task A_list_whose_last_page_has_only_what_moved_there_is_right()
    {
        // One is added in front after the first page, and the last one is removed.
        _server.Answer = form => (AnsweringServer.Ok(ListAnswer(form, static offset => offset == 0 ? (51, 1, 50) : (51, 50, 1))), false);

        IReadOnlyList<SubscriptionListEntry> all = await _client.Topic("t").ListSubscriptionsAsync();

        Assert.Equal(Enumerable.Range(1, 50).Select(static i => $"s{i}"), all.Select(static entry => entry.SubscriptionName));
    }

    [Fact]
    public async Task Texts_of_a_service_are_shown_on_one_line_and_shortened()
    {
        string text = "x\\r\\nerror: forged\\u001b[2J\\u2028\\u202e" + new string('y', 500_000);
        IReadOnlyList<ReceivedMessage<ReadOnlyMemory<byte>>> messages = await ReceiveAsync(2);
        Answer($"{{\"code\":4430,\"message\":\"(10260){text}\",\"requestId\":\"{text}\"}}");
        AssertShown(await Assert.ThrowsAsync<CmqServiceException>(() => messages[0].DeleteAsync()));
        AssertShown(await Assert.ThrowsAsync<CmqServiceException>(() => _client.Queue("q").GetAttributesAsync()));
        Answer($"{{\"code\":6010,\"errorList\":[{{\"code\":1,\"message\":\"{text}\",\"receiptHandle\":\"h1\"}}]}}");
        AssertShown((await _client.Queue("q").DeleteManyAsync(messages)).Entries[0].Error!);
        Answer($"{{\"code\":0,\"subscriptionName\":\"s\",\"protocol\":\"{text}\"}}");
        AssertShown(await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Topic("t").GetSubscriptionAttributesAsync("s")));
        _server.Answer = _ => (Encoding.ASCII.GetBytes("HTTP/1.1 2oo " + new string('y', 500_000) + "\u001b\r\n\r\n"), true);
        AssertShown(await Assert.ThrowsAsync<CmqUnavailableException>(() => _client.Queue("q").GetAttributesAsync()));

        _server.Answer = form => (AnsweringServer.Ok(
            form.Contains("Action=Create", StringComparison.Ordinal) ? """{"code":4460,"message":"(10210)queue is already existed"}"""
            : form.Contains("Action=List", StringComparison.Ordinal) ? "{\"code\":0,\"totalCount\":0,\"queueList\":[]}"
            : $"{{\"code\":0,\"maxMsgHeapNum\":100000000,\"pollingWaitSeconds\":0,\"visibilityTimeout\":30,\"maxMsgSize\":65536,\"msgRetentionSeconds\":345600,\"deadLetterPolicy\":\"{{\\\"deadLetterQueue\\\":\\\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\\\",\\\"policy\\\":0,\\\"maxReceiveCount\\\":3}}\"}}"), false);
        EnsureCreatedResult state = await _client.Queue("q", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) }).EnsureCreatedAsync();
        Assert.Single(state.Drift);
        Answer($"{{\"code\":0,\"msgInfoList\":[{{\"msgBody\":\"a\",\"msgId\":\"{text}\",\"receiptHandle\":\"h\"}}]}}");
        await new QueueClient<Order>(_client, new QueueContract<Order>("q", new QueueSettings(), new OrderCodec())).ReceiveAsync();

        Assert.NotEmpty(_logs.Lines);
        Assert.All(_logs.Lines, static line => AssertShown(line));
    }

    private static void AssertShown(Exception error)
    {
        AssertShown(error.Message);
        for (Exception? inner = error.InnerException; inner is not null; inner = inner.InnerException)
            AssertShown(inner.Message);
    }

    private static void AssertShown(string text)
    {
        Assert.True(text.Length < 1000, text[..Math.Min(text.Length, 1000)]);
        Assert.DoesNotContain(text, static c => c < ' ' || c is '\u2028' or '\u202e');
    }

    private async Task AssertUnreadableAsync(string action)
    {
        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Actions[action].Call(_client.Service));
        AssertShown(error);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<ReceivedMessage<ReadOnlyMemory<byte>>>> ReceiveAsync(int count)
    {
        Answer($"{{\"code\":0,\"msgInfoList\":[{string.Join(',', Enumerable.Range(1, count).Select(static i => Message.Replace("m1", $"m{i}", StringComparison.Ordinal).Replace("h1", $"h{i}", StringComparison.Ordinal)))}]}}");
        return await _client.Queue("q").ReceiveManyAsync();
    }

    private void Answer(string body) => _server.Answer = _ => (AnsweringServer.Ok(body), false);

    private static string Whole(string action) => $"{{\"code\":0,\"message\":\"\",\"requestId\":\"r\",{Actions[action].Fields}}}";

    private static string ListAnswer(string form, Func<int, (int Total, int First, int Count)> page)
    {
        if (form.Contains("Action=CreateQueue", StringComparison.Ordinal))
            return """{"code":4460,"message":"(10210)queue is already existed"}""";
        if (form.Contains("Action=GetQueueAttributes", StringComparison.Ordinal))
            return """{"code":0,"deadLetterPolicy":"{\"deadLetterQueue\":\"queue-1\",\"policy\":0,\"maxReceiveCount\":3}"}""";
        string offset = form.Split('&').Single(static pair => pair.StartsWith("offset=", StringComparison.Ordinal))[7..];
        (int total, int first, int count) = page(int.Parse(offset, System.Globalization.CultureInfo.InvariantCulture));
        IEnumerable<string> entries = Enumerable.Range(first, count).Select(static i => $"{{\"queueId\":\"i{i}\",\"queueName\":\"q{i}\",\"subscriptionName\":\"s{i}\"}}");
        string list = string.Join(',', entries);
        return $"{{\"code\":0,\"totalCount\":{total},\"queueList\":[{list}],\"subscriptionList\":[{list}]}}";
    }

    /// <summary>The answer with each of its values in turn replaced, or left out.</summary>
    private static IEnumerable<string> Changed(string answer, string? value)
    {
        int count = Values(JsonNode.Parse(answer)!).Count;
        for (int i = 0; i < count; i++)
        {
            JsonNode root = JsonNode.Parse(answer)!;
            (JsonNode parent, object key) = Values(root)[i];
            if (parent is JsonObject members)
                members.Remove((string)key);
            else
                ((JsonArray)parent).RemoveAt((int)key);
            if (value is not null && parent is JsonObject changed)
                changed[(string)key] = "@";
            else if (value is not null)
                ((JsonArray)parent).Add((JsonNode)"@");
            yield return root.ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal);
        }
    }

    /// <summary>All values of a document, each by its parent and its name or index there.</summary>
    private static List<(JsonNode Parent, object Key)> Values(JsonNode node)
    {
        List<(JsonNode, object)> values = [];
        IEnumerable<(object Key, JsonNode? Value)> children = node switch
        {
            JsonObject members => members.Select(static member => ((object)member.Key, member.Value)),
            JsonArray items => items.Select(static (item, i) => ((object)i, item)),
            _ => [],
        };
        foreach ((object key, JsonNode? value) in children)
        {
            values.Add((node, key));
            if (value is not null)
                values.AddRange(Values(value));
        }

        return values;
    }

    private static Task<IReadOnlyList<string>> SendAsync(ICmqService service, int count) => service.SendMessagesAsync(new SendMessagesRequest("q", Bodies(count))).AsTask();

    private static Task<IReadOnlyList<string>> PublishAsync(ICmqService service, int count) => service.PublishMessagesAsync(new PublishMessagesRequest("t", Bodies(count))).AsTask();

    private static Task<IReadOnlyList<CmqMessage>> ReceiveAsync(ICmqService service, int count) => service.ReceiveMessagesAsync(new ReceiveMessagesRequest("q") { MaxMessages = count, PollingWaitSeconds = 0 }).AsTask();

    private static Task<IReadOnlyList<DeleteMessageFailure>> DeleteAsync(ICmqService service, int count) => service.DeleteMessagesAsync(new DeleteMessagesRequest("q", [.. Enumerable.Range(1, count).Select(static i => $"h{i}")])).AsTask();

    private static ReadOnlyMemory<byte>[] Bodies(int count) => [.. Enumerable.Range(1, count).Select(static i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"a:{i}"))];

    private sealed class ForeignFailures : RecordingService
    {
        public ForeignFailures() => Inbox.Enqueue([RecordingService.Message("a:1"), RecordingService.Message("b:1", "2")]);

        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) =>
            new([new DeleteMessageFailure { ReceiptHandle = "other", Error = CmqErrors.ReceiptHandleInvalid }]);
    }
}
