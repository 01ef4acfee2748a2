using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>Batches of a typed client that a server refuses as a whole, for one body or for a limit that is lower than the client's.</summary>
public sealed class TypedBatchTests
{
    [Theory]
    [InlineData("https://x/?a=1&routingKey=2")]
    [InlineData("&msgTag.1=")]
    public async Task A_message_that_cannot_be_published_is_refused_alone_and_says_which_and_why_and_what_to_do(string text)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService service = server.Client();
        CmqClient cmq = await SubscribeAsync(service);

        BatchPublishResult result = await cmq.Topic("t").PublishManyAsync(Bodies(16, i => i == 7 ? text : $"m{i}"));
        CmqServiceException alone = await Assert.ThrowsAsync<CmqServiceException>(() => cmq.Topic("t").PublishAsync(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(Enumerable.Range(0, 16).Select(static i => i == 7 ? CmqOutcome.Refused : CmqOutcome.Done), result.Entries.Select(static entry => entry.Outcome));
        Assert.Equal(15, (await service.GetQueueAttributesAsync("q")).ActiveMessages);
        CmqServiceException error = Assert.IsType<CmqServiceException>(result.Entries[7].Error);
        Assert.Contains("Entries[7]", error.Message, StringComparison.Ordinal);
        foreach (CmqServiceException said in new[] { error, alone })
        {
            Assert.True(said.Is(CmqErrors.ParameterKeyFormatError("msgBody")));
            Assert.Contains("cannot tell the two apart", said.Message, StringComparison.Ordinal);
            Assert.Contains("write & as \\u0026", said.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(text, said.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_text_can_be_sent_to_a_queue()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService service = server.Client();
        CmqClient cmq = await SubscribeAsync(service);
        string[] names = [.. V2ActionTable.Actions.All.Select(static action => action.Info).SelectMany(static info => info.Parameters.Read.Concat(info.Parameters.Unused)).Concat(["Action", "Nonce", "Region", "RequestClient", "SecretId", "Signature", "SignatureMethod", "Timestamp", "Token", "Version", "Language", "clientRequestId"]).Distinct()];

        foreach (string name in names)
        {
            string text = $"a&{name}{(name.EndsWith('.') ? "1" : "")}=b&c=d";
            await cmq.Queue("q").SendAsync(Encoding.UTF8.GetBytes(text));
            Assert.Equal(text, Encoding.UTF8.GetString((await cmq.Queue("q").ReceiveAsync(TimeSpan.Zero))!.Body.Span));
        }
    }

    [Fact]
    public async Task A_body_in_JSON_can_be_published_whatever_text_it_holds()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService service = server.Client();
        CmqClient cmq = await SubscribeAsync(service);

        Assert.True((await cmq.Topic("t").PublishManyAsync(Bodies(16, static i => $"{{\"url\":\"https://x/?a=1\\u0026routingKey={i}\"}}"))).AllSucceeded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_that_is_too_much_for_a_server_with_lower_limits_goes_out_in_parts(bool strict)
    {
        CmqLimits limits = strict ? CmqLimits.For(CmqProfile.Classic, strict: true) : CmqLimits.For(CmqProfile.Classic, strict: false, [new("batchSize", new CmqLimitOverride { Maximum = 4 })]);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(limits: limits);
        await using CmqHttpService service = server.Client();
        CmqClient cmq = await SubscribeAsync(service);
        string[] sent = [.. Enumerable.Range(0, 16).Select(static i => $"{i:00}" + new string('x', 8 * 1024))];

        BatchSendResult result = await cmq.Queue("q").SendManyAsync(Bodies(16, i => sent[i]));
        BatchPublishResult published = await cmq.Topic("t").PublishManyAsync(Bodies(16, i => sent[i]));

        Assert.True(result.AllSucceeded && published.AllSucceeded, $"{result.Entries[0].Error} {published.Entries[0].Error}");
        Assert.Equal(32, (await service.GetQueueAttributesAsync("q")).ActiveMessages);
        List<ReceivedMessage<ReadOnlyMemory<byte>>> received = [];
        while (received.Count < 32)
            received.AddRange(await cmq.Queue("q").ReceiveManyAsync(4, TimeSpan.Zero));
        Assert.Equal(sent.Concat(sent), received.Select(static message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.True((await cmq.Queue("q").DeleteManyAsync(received)).AllSucceeded);
        Assert.Equal(0, (await service.GetQueueAttributesAsync("q")).InactiveMessages);
    }

    private static async Task<CmqClient> SubscribeAsync(CmqHttpService service)
    {
        await service.CreateQueueAsync(new CreateQueueRequest("q", new QueueSettings()));
        await service.CreateTopicAsync(new CreateTopicRequest("t", new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest("t", "s", SubscriptionProtocol.Queue, "q"));
        return CmqClient.Over(service);
    }

    private static ReadOnlyMemory<byte>[] Bodies(int count, Func<int, string> text) => [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text(i)))];
}
