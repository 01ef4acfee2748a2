using CmqContracts.Protocol;

namespace CmqContracts.Tests;

/// <summary>The client's view into queues: where it works, and what is said where it does not.</summary>
public sealed class InspectorTests
{
    [Fact]
    public async Task An_embedded_client_looks_into_its_own_queues()
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:inspected" });
        await client.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        string id = (await client.Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()])))[0];
        Assert.Equal(id, Assert.Single((await client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("orders", MessageState.Active))).Messages).MessageId);
    }

    [Fact]
    public async Task A_client_over_other_actions_has_the_inspector_that_it_was_given()
    {
        using CmqClient embedded = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:inspected" });
        await using CmqClient with = CmqClient.Over(embedded.Service, inspector: embedded.Inspector), without = CmqClient.Over(embedded.Service);
        Assert.Same(embedded.Inspector, with.Inspector);
        Assert.Contains("without an inspector", Assert.Throws<NotSupportedException>(() => without.Inspector).Message, StringComparison.Ordinal);
        with.Dispose();
        Assert.Throws<ObjectDisposedException>(() => with.Inspector);
    }

    [Theory]
    [InlineData("(10280)action is not existed")]
    [InlineData("(10430)action name InspectMessages is not existed")]
    public async Task A_service_without_the_actions_is_said_to_have_none(string message)
    {
        await using AnsweringServer server = new() { Answer = _ => (AnsweringServer.Ok($$"""{"code":4000,"message":"{{message}}","requestId":"7"}"""), false) };
        await using CmqClient client = Client(server);
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(() => client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("orders", MessageState.Active)).AsTask());
        Assert.Contains("Only a server of this project (cmq serve) can look into queues", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_to_be_masked_is_refused_before_it_is_sent()
    {
        await using AnsweringServer server = new();
        await using CmqClient client = Client(server);
        JsonMask? mask = JsonMask.Of(["$.a"]);
        foreach (Func<Task> call in (Func<Task>[])
            [
                () => client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("q", MessageState.Active) { Mask = mask }).AsTask(),
                () => client.Inspector.FindMessageAsync(new FindMessageRequest("q", "1") { Mask = mask }).AsTask(),
                () => client.Inspector.SearchMessagesAsync(new SearchMessagesRequest("q", MessageState.Active, new MessageFilter { Text = "x" }) { Mask = mask }).AsTask(),
                () => client.Inspector.StartJobAsync(new MessageJobRequest("q", MessageState.Active, MessageJobAction.Delete) { Mask = mask }).AsTask(),
            ])
        {
            CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(call);
            Assert.Contains("Set MaskedPaths of the server that has the queues", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_request_that_breaks_a_rule_is_refused_before_it_is_sent()
    {
        await using AnsweringServer server = new();
        await using CmqClient client = Client(server);
        foreach (Func<Task> call in (Func<Task>[])
            [
                () => client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("", MessageState.Active)).AsTask(),
                () => client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("q", (MessageState)9)).AsTask(),
                () => client.Inspector.FindMessageAsync(new FindMessageRequest("q", "x")).AsTask(),
                () => client.Inspector.SearchMessagesAsync(new SearchMessagesRequest("q", MessageState.Active, new MessageFilter())).AsTask(),
                () => client.Inspector.CountRewindAsync(new RewindQueueRequest("", 0)).AsTask(),
                () => client.Inspector.GetRewindProfileAsync("").AsTask(),
                () => client.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest("q", [])).AsTask(),
                () => client.Inspector.MoveMessagesAsync(new MoveMessagesRequest("q", "Q", 1)).AsTask(),
                () => client.Inspector.StartJobAsync(new MessageJobRequest("q", MessageState.Inactive, MessageJobAction.Move) { TargetQueueName = "t" }).AsTask(),
                () => client.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Offset = -1 }).AsTask(),
            ])
        {
            CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(call);
            Assert.Null(refused.RequestId);
        }

        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task More_messages_than_were_asked_for_are_no_answer()
    {
        const string message = """{"msgId":"1","state":"active","msgBody":"","msgBodyBytes":1,"enqueueTimeMs":1,"dequeueCount":0}""";
        await using AnsweringServer server = new() { Answer = _ => (AnsweringServer.Ok($$"""{"code":0,"message":"","requestId":"7","msgInfoList":[{{message}},{{message}}]}"""), false) };
        await using CmqClient client = Client(server);
        await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("orders", MessageState.Active) { MaxMessages = 1 }).AsTask());
        Assert.Equal(2, (await client.Inspector.PeekMessagesAsync(new PeekMessagesRequest("orders", MessageState.Active))).Messages.Count);
    }

    [Fact]
    public async Task What_a_server_says_about_a_refusal_is_in_the_exception()
    {
        await using AnsweringServer server = new() { Answer = _ => (AnsweringServer.Ok("""{"code":4000,"message":"(10000)invalid request parameters","requestId":"7","detail":"Job 3 is at work."}"""), false) };
        await using CmqClient client = Client(server);
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(() => client.Inspector.CancelJobAsync("3").AsTask());
        Assert.Contains("Job 3 is at work.", refused.Message, StringComparison.Ordinal);
    }

    private static CmqClient Client(AnsweringServer server) => CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "AKIDtest", SecretKey = "key" });
}
