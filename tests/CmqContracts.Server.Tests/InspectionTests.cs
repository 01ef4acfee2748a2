using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>The inspector over the wire: what its actions answer, whom they answer, and what they refuse.</summary>
public sealed class InspectionTests : IAsyncLifetime
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Queue = "orders";
    private const string Other = "other";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;

    private ICmqService Service => _server.Broker.GetService("default");

    private ICmqInspector Broker => _server.Broker.GetInspector("default");

    public async Task InitializeAsync()
    {
        _server = await StartAsync(
            options =>
            {
                options.Keys =
                [
                    .. options.Keys,
                    new CmqKey { SecretId = "AKIDInspect", SecretKey = "key", Access = CmqKeyAccess.Inspect },
                    new CmqKey { SecretId = "AKIDReadOnly", SecretKey = "key", Access = CmqKeyAccess.ReadOnly },
                    new CmqKey { SecretId = "AKIDFull", SecretKey = "key", Access = CmqKeyAccess.Full },
                ];
                options.Explain = true;
            },
            _log);
        await Service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { RewindSeconds = 3600 }));
        await Service.CreateQueueAsync(new CreateQueueRequest(Other, new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives(Queue, 1) }));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Messages_of_every_state_are_what_the_broker_shows()
    {
        await SendAsync(Other, "dies");
        await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Other));
        _server.Clock.Advance(TimeSpan.FromSeconds(31.5));
        await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Other) { PollingWaitSeconds = 0 });
        await SendAsync(Queue, "first \"quoted\" 中文 \u0001");
        CmqMessage received = (await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue)))[0];
        await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [received.ReceiptHandle]));
        await SendAsync(Queue, "second");
        await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue));
        await SendAsync(Queue, "third");
        await Service.SendMessagesAsync(new SendMessagesRequest(Queue, ["late"u8.ToArray()]) { DelaySeconds = 60 });

        using CmqHttpService client = _server.Client();
        List<InspectedMessage> seen = [];
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            PeekMessagesRequest request = new(Queue, state);
            PeekResult page = await client.Inspector.PeekMessagesAsync(request);
            AssertSame(await Broker.PeekMessagesAsync(request), page);
            Assert.NotEmpty(page.Messages);
            seen.AddRange(page.Messages);
            foreach (InspectedMessage message in page.Messages)
                AssertSame(message, await client.Inspector.FindMessageAsync(new FindMessageRequest(Queue, message.MessageId)));
        }

        Assert.Contains(seen, static message => message.DeadLetterSource?.QueueName == Other);
        Assert.Null(await client.Inspector.FindMessageAsync(new FindMessageRequest(Queue, "999999")));
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended_in_either_order_and_from_a_time()
    {
        DateTimeOffset middle = default;
        for (int i = 0; i < 5; i++)
        {
            await SendAsync(Queue, $"m{i}");
            _server.Clock.Advance(TimeSpan.FromMilliseconds(1500));
            if (i == 2)
                middle = _server.Clock.GetUtcNow();
        }

        using CmqHttpService client = _server.Client();
        Assert.Equal("m0 m1|m2 m3|m4", await PagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 2 }));
        Assert.Equal("m4 m3|m2 m1|m0", await PagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 2, NewestFirst = true }));
        Assert.Equal("m3 m4", await PagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = middle }));
        Assert.Equal("m0|m1|m2|m3|m4", await PagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxBytes = 3 }));

        async Task<string> PagesAsync(PeekMessagesRequest request)
        {
            List<string> pages = [];
            do
            {
                PeekResult page = await client.Inspector.PeekMessagesAsync(request);
                pages.Add(string.Join(' ', page.Messages.Select(Text)));
                request = request with { AfterMessageId = page.ContinueAfter };
            }
            while (request.AfterMessageId is not null);
            return string.Join('|', pages.Where(static page => page.Length > 0));
        }
    }

    [Fact]
    public async Task A_body_that_is_cut_ends_with_a_whole_character()
    {
        await SendAsync(Queue, "aé中🚀");
        using CmqHttpService client = _server.Client();
        List<string> bodies = [];
        for (int bytes = 0; bytes <= 11; bytes++)
        {
            InspectedMessage message = Assert.Single((await client.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxBodyBytes = bytes })).Messages);
            Assert.Equal(10, message.BodyLength);
            bodies.Add(Text(message));
        }

        Assert.Equal(["", "a", "a", "aé", "aé", "aé", "aé中", "aé中", "aé中", "aé中", "aé中🚀", "aé中🚀"], bodies);
    }

    [Fact]
    public async Task A_search_finds_by_text_and_by_json_path_and_says_what_it_looked_at()
    {
        foreach (string body in (string[])["""{"id":1,"n":"a&b=c"}""", """{"id":2}""", "no json", """{"id":1}"""])
            await SendAsync(Queue, body);
        using CmqHttpService client = _server.Client();
        foreach (MessageFilter filter in (MessageFilter[])[new() { Text = "a&b=c" }, new() { JsonPath = "$.id", Value = "1" }, new() { JsonPath = "$.id", Text = "2" }])
        {
            SearchMessagesRequest request = new(Queue, MessageState.Active, filter) { MaxExamined = 3 };
            SearchResult found = await client.Inspector.SearchMessagesAsync(request);
            AssertSame(await Broker.SearchMessagesAsync(request), found);
            Assert.Equal(3, found.Examined);
            Assert.Single(found.Messages);
            Assert.NotNull(found.ContinueAfter);
        }
    }

    [Fact]
    public async Task A_rewind_is_counted_and_profiled()
    {
        for (int i = 0; i < 3; i++)
        {
            await SendAsync(Queue, "x");
            CmqMessage message = (await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue)))[0];
            await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [message.ReceiptHandle]));
            _server.Clock.Advance(TimeSpan.FromSeconds(100));
        }

        using CmqHttpService client = _server.Client();
        RewindQueueRequest request = new(Queue, _server.Clock.GetUtcNow().ToUnixTimeSeconds() - 250);
        Assert.Equal(2, await client.Inspector.CountRewindAsync(request));
        RewindProfile profile = await client.Inspector.GetRewindProfileAsync(Queue);
        Assert.Equal((await Broker.GetRewindProfileAsync(Queue)).Points, profile.Points);
        Assert.Equal(3, profile.Points.Max(static point => point.Messages));
    }

    [Fact]
    public async Task Messages_are_deleted_and_moved_by_their_ids_and_the_rest_is_named()
    {
        string first = await SendAsync(Queue, "a"), second = await SendAsync(Queue, "b"), third = await SendAsync(Queue, "c");
        using CmqHttpService client = _server.Client();
        MessageActionResult deleted = await client.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [first, "999999"]));
        Assert.Equal((1, "999999 NotFound"), (deleted.Done, Skipped(deleted)));
        MessageActionResult left = await client.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [second]) { State = MessageState.Inactive });
        Assert.Equal((0, second + " StateChanged"), (left.Done, Skipped(left)));
        MessageActionResult moved = await client.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, Other, [third, first]));
        Assert.Equal((1, first + " NotMovable"), (moved.Done, Skipped(moved)));
        Assert.Null(moved.EndedBy);
        Assert.Equal(1, (await client.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, Other, 10))).Done);
        Assert.Equal(2, (await Service.GetQueueAttributesAsync(Other)).ActiveMessages);

        static string Skipped(MessageActionResult result) => string.Join(',', result.Skipped.Select(static message => $"{message.MessageId} {message.Reason}"));
    }

    [Fact]
    public async Task A_job_is_begun_listed_and_cancelled()
    {
        await SendAsync(Queue, "a");
        using CmqHttpService client = _server.Client();
        MessageJobRequest request = new(Queue, MessageState.Active, MessageJobAction.Delete) { Filter = new MessageFilter { Text = "a" } };
        MessageJob job = await client.Inspector.StartJobAsync(request);
        Assert.Equal(request, job.Request);
        job = await client.Inspector.CancelJobAsync(job.Id);
        Assert.NotEqual(MessageJobState.Running, job.State);
        Assert.NotNull(job.EndedAt);
        Assert.Equivalent(new[] { job }, await client.Inspector.ListJobsAsync(), strict: true);
        CmqServiceException none = await Assert.ThrowsAsync<CmqServiceException>(() => client.Inspector.CancelJobAsync("77").AsTask());
        Assert.True(none.Is(CmqErrors.InvalidRequestParameters));
        Assert.Contains("There is no job '77'", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queues_are_described_with_counts_and_sources()
    {
        await SendAsync(Queue, "a");
        await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue));
        _server.Clock.Advance(TimeSpan.FromMilliseconds(1234));
        using CmqHttpService client = _server.Client();
        QueueDescriptionList list = await client.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest());
        Assert.Equivalent(await Broker.DescribeQueuesAsync(new DescribeQueuesRequest()), list, strict: true);
        Assert.Equal((1, 1), (list.Queues[0].Counts.Sent, list.Queues[0].Counts.Received));
        Assert.Equal(TimeSpan.FromMilliseconds(1234), list.Queues[0].OldestMessageAge);
        Assert.Equal(Other, Assert.Single(list.Queues[0].DeadLetterSources).QueueName);
        Assert.Empty((await client.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [] })).Queues);
        Assert.Single((await client.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = ["none", "OTHER"] })).Queues);
    }

    public static TheoryData<string, string, CmqKeyAccess> Needs => new()
    {
        { "InspectMessages", "state=active", CmqKeyAccess.Inspect },
        { "InspectMessages", "state=active&maxBodyBytes=", CmqKeyAccess.Inspect },
        { "InspectMessages", "state=active&maxBodyBytes=1", CmqKeyAccess.Inspect },
        { "InspectMessages", "state=active&maxBodyBytes=0", CmqKeyAccess.ReadOnly },
        { "InspectMessage", "msgId=1", CmqKeyAccess.Inspect },
        { "InspectMessage", "msgId=1&maxBodyBytes=00", CmqKeyAccess.ReadOnly },
        { "InspectSearch", "state=active&text=a", CmqKeyAccess.Inspect },
        { "InspectSearch", "state=active&text=a&maxBodyBytes=0", CmqKeyAccess.Inspect },
        { "InspectRewindProfile", "", CmqKeyAccess.ReadOnly },
        { "InspectRewindCount", "startConsumeTime=1488719262", CmqKeyAccess.ReadOnly },
        { "InspectJobs", "", CmqKeyAccess.ReadOnly },
        { "GetQueueAttributes", "", CmqKeyAccess.ReadOnly },
        { "InspectDelete", "msgId.0=1", CmqKeyAccess.Full },
        { "InspectMove", "targetQueueName=other&msgId.0=1", CmqKeyAccess.Full },
        { "InspectStartJob", "state=active&jobAction=delete", CmqKeyAccess.Full },
        { "ReceiveMessage", "pollingWaitSeconds=0", CmqKeyAccess.Full },
        { "ClearQueue", "", CmqKeyAccess.Full },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task An_action_needs_an_access_and_its_refusal_names_it(string action, string parameters, CmqKeyAccess needed)
    {
        await SendAsync(Queue, "TheSecretBody");
        foreach (CmqKeyAccess access in Enum.GetValues<CmqKeyAccess>())
        {
            int lines = _log.Lines.Count;
            JsonElement reply = await AskAsync("AKID" + access, "key", action, $"queueName={Queue}&{parameters}");
            if (access <= needed)
            {
                Assert.NotEqual(CmqErrors.NoCamAuthentication.WireMessage, reply.GetProperty("message").GetString());
                continue;
            }

            AssertError(reply, CmqErrors.NoCamAuthentication);
            Assert.DoesNotContain("TheSecretBody", reply.GetRawText(), StringComparison.Ordinal);
            string line = Assert.Single(_log.Lines.Skip(lines), static line => line.Level == LogLevel.Warning).Text;
            Assert.Contains($"{action} needs the access {(needed == CmqKeyAccess.Full ? "Full" : needed + " or Full")}, and the key's is {access}", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_look_without_bodies_shows_a_read_only_key_no_part_of_one()
    {
        string id = await SendAsync(Queue, "TheSecretBody");
        foreach (string request in (string[])["InspectMessages?state=active", $"InspectMessage?msgId={id}"])
        {
            string[] parts = request.Split('?');
            JsonElement reply = AssertOk(await AskAsync("AKIDReadOnly", "key", parts[0], $"queueName={Queue}&maxBodyBytes=0&{parts[1]}"));
            Assert.Contains($"\"msgId\":\"{id}\"", reply.GetRawText(), StringComparison.Ordinal);
            Assert.Contains("\"msgBody\":\"\",\"msgBodyBytes\":13", reply.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("InspectMessages?state=active", 10390, "queueName")]
    [InlineData("InspectMessages?queueName=orders", 10390, "state")]
    [InlineData("InspectMessages?queueName=orders&state=gone", 10350, "state")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxMessages=0", 10350, "maxMessages")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxMessages=1001", 10350, "maxMessages")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxMessages=x", 10360, "maxMessages")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxBytes=16777217", 10350, "maxBytes")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxBytes=0", 10350, "maxBytes")]
    [InlineData("InspectMessages?queueName=orders&state=active&maxBodyBytes=-1", 10350, "maxBodyBytes")]
    [InlineData("InspectMessages?queueName=orders&state=active&newestFirst=2", 10350, "newestFirst")]
    [InlineData("InspectMessages?queueName=orders&state=active&fromTimeMs=9223372036854775807", 10350, "fromTimeMs")]
    [InlineData("InspectMessages?queueName=orders&state=active&afterMessageId=x", 10000, null)]
    [InlineData("InspectMessages?queueName=none&state=active", 10100, null)]
    [InlineData("InspectMessage?queueName=orders", 10390, "msgId")]
    [InlineData("InspectMessage?queueName=orders&msgId=x", 10000, null)]
    [InlineData("InspectSearch?queueName=orders&state=active", 10000, null)]
    [InlineData("InspectSearch?queueName=orders&state=active&jsonPath=x", 10000, null)]
    [InlineData("InspectSearch?queueName=orders&state=active&text=a&maxExamined=100001", 10350, "maxExamined")]
    [InlineData("InspectRewindCount?queueName=orders", 10390, "startConsumeTime")]
    [InlineData("InspectRewindProfile?queueName=other", 10670, null)]
    [InlineData("InspectDelete?queueName=orders", 10390, "msgId")]
    [InlineData("InspectDelete?queueName=orders&msgId.0=x", 10000, null)]
    [InlineData("InspectDelete?queueName=orders&msgId.0=1&msgId.2=3", 10380, "msgId")]
    [InlineData("InspectMove?queueName=orders&targetQueueName=other", 10390, "msgId")]
    [InlineData("InspectMove?queueName=orders&targetQueueName=other&msgId.0=1&maxMessages=1", 10000, null)]
    [InlineData("InspectMove?queueName=orders&targetQueueName=ORDERS&maxMessages=1", 10000, null)]
    [InlineData("InspectStartJob?queueName=orders&state=active", 10390, "jobAction")]
    [InlineData("InspectStartJob?queueName=orders&state=inactive&jobAction=move&targetQueueName=other", 10000, null)]
    [InlineData("InspectStartJob?queueName=orders&state=active&jobAction=delete&value=1", 10000, null)]
    [InlineData("InspectCancelJob", 10390, "jobId")]
    [InlineData("InspectQueues?offset=-1", 10350, "offset")]
    [InlineData("InspectQueues?queueName=orders&queueName.0=x&queueName.2=y", 10380, "queueName")]
    public async Task A_parameter_that_is_missing_malformed_or_out_of_range_is_refused(string request, int moduleCode, string? named)
    {
        string[] parts = request.Split('?');
        JsonElement reply = await AskAsync("AKIDFull", "key", parts[0], parts.Length > 1 ? parts[1] : "");
        string message = reply.GetProperty("message").GetString()!;
        Assert.StartsWith($"({moduleCode})", message, StringComparison.Ordinal);
        if (named is not null)
            Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_what_a_person_needs_to_know()
    {
        JsonElement reply = await AskAsync("AKIDFull", "key", "InspectMessages", "queueName=orders&state=active&maxMessages=1001");
        Assert.Equal("maxMessages is 1001; it must be 1 to 1000 messages.", reply.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task No_account_sees_another_s_messages_and_jobs()
    {
        string id = await SendAsync(Queue, "TheSecretBody");
        using CmqHttpService owner = _server.Client(), other = _server.Client("AKIDother", "other key");
        MessageJob job = await owner.Inspector.StartJobAsync(new MessageJobRequest(Other, MessageState.Active, MessageJobAction.Delete));
        await _server.Broker.GetService("other account").CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));

        Assert.Empty((await other.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active))).Messages);
        Assert.Null(await other.Inspector.FindMessageAsync(new FindMessageRequest(Queue, id)));
        Assert.Empty((await other.Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, MessageState.Active, new MessageFilter { Text = "Secret" }))).Messages);
        Assert.Equal(SkipReason.NotFound, Assert.Single((await other.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [id]))).Skipped).Reason);
        Assert.Empty(await other.Inspector.ListJobsAsync());
        await Assert.ThrowsAsync<CmqServiceException>(() => other.Inspector.CancelJobAsync(job.Id).AsTask());
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(() => other.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, Other, [id])).AsTask());
        Assert.True(refused.Is(CmqErrors.QueueDoesNotExist));
        Assert.Equal(1, (await Service.GetQueueAttributesAsync(Queue)).ActiveMessages);
    }

    [Fact]
    public async Task Where_memory_is_short_a_page_becomes_smaller_and_the_next_goes_on()
    {
        await using ServerUnderTest server = await StartAsync(options => (options.MaxRequestBytes, options.MaxBufferedBytes) = (1024 * 1024, 2 * 1024 * 1024));
        ICmqService service = server.Broker.GetService("default");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        for (int i = 0; i < 40; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(Queue, [Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), 32 * 1024))]));

        using CmqHttpService client = server.Client();
        PeekMessagesRequest request = new(Queue, MessageState.Active) { MaxMessages = 40, MaxBytes = 16 * 1024 * 1024 };
        List<int> pages = [];
        do
        {
            PeekResult page = await client.Inspector.PeekMessagesAsync(request);
            pages.Add(page.Messages.Count);
            request = request with { AfterMessageId = page.ContinueAfter };
        }
        while (request.AfterMessageId is not null);

        Assert.Equal(40, pages.Sum());
        Assert.InRange(pages.Max(), 2, 11);
    }

    [Fact]
    public async Task The_longest_page_has_no_more_bodies_than_clients_can_read_with_every_byte_escaped()
    {
        await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(Queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        for (int i = 0; i < 4; i++)
            await SendAsync(Queue, new string('\u0001', 1024 * 1024));
        using CmqHttpService client = _server.Client();
        PeekResult page = await client.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 4, MaxBytes = 16 * 1024 * 1024 });
        Assert.Equal(2, page.Messages.Count);
        Assert.All(page.Messages, static message => Assert.Equal(1024 * 1024, message.Body.Length));
        Assert.Equal(page.Messages[1].MessageId, page.ContinueAfter);
    }

    private static string Text(InspectedMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private static void AssertSame(PeekResult expected, PeekResult actual)
    {
        Assert.Equal(expected.ContinueAfter, actual.ContinueAfter);
        AssertSame(expected.Messages, actual.Messages);
    }

    private static void AssertSame(SearchResult expected, SearchResult actual)
    {
        Assert.Equal((expected.ContinueAfter, expected.Examined), (actual.ContinueAfter, actual.Examined));
        AssertSame(expected.Messages, actual.Messages);
    }

    private static void AssertSame(IReadOnlyList<InspectedMessage> expected, IReadOnlyList<InspectedMessage> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            AssertSame(expected[i], actual[i]);
    }

    private static void AssertSame(InspectedMessage expected, InspectedMessage? actual)
    {
        Assert.Equal(expected.ToString(), actual?.ToString());
        Assert.Equal(expected.EnqueuedAt, actual!.EnqueuedAt);
        Assert.Equal(Text(expected), Text(actual));
    }

    private async Task<string> SendAsync(string queue, string body) => (await Service.SendMessagesAsync(new SendMessagesRequest(queue, [Encoding.UTF8.GetBytes(body)])))[0];

    private Task<JsonElement> AskAsync(string secretId, string secretKey, string action, string parameters)
    {
        (string, string)[] values = [.. parameters.Split('&').Where(static pair => pair.Length > 0).Select(static pair => pair.Split('=', 2)).Select(static pair => (pair[0], pair[1]))];
        return _server.PostFormAsync(Path, _server.SignAs(secretId, secretKey, "POST", Path, action, values));
    }
}
