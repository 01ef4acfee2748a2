using System.Text.Json;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>The format that all official SDKs send by default for the subscription of a queue.</summary>
public sealed class SubscriptionQuirkTests
{
    private static readonly (string, string)[] Names = [("topicName", "news"), ("subscriptionName", "all")];

    [Theory]
    [InlineData("JSON")]
    [InlineData("json")]
    [InlineData("SIMPLIFIED")]
    public async Task JSON_for_a_queue_is_treated_as_SIMPLIFIED(string format)
    {
        await using ServerUnderTest server = await StartAsync(strict: false);
        using Api3Client client = new(server);

        ServerUnderTest.AssertOk(await server.PostAsync("Subscribe", [.. Names, ("protocol", "queue"), ("endpoint", "orders"), ("notifyContentFormat", format)]));
        await AssertSimplifiedAsync(server);
        ServerUnderTest.AssertOk(await server.PostAsync("SetSubscriptionAttributes", [.. Names, ("notifyContentFormat", format)]));
        await AssertSimplifiedAsync(server);
        Api3Client.AssertOk(await client.PostAsync("ModifyCmqSubscriptionAttribute", new { TopicName = "news", SubscriptionName = "all", NotifyContentFormat = format }));
        await AssertSimplifiedAsync(server);
        Api3Client.AssertOk(await client.PostAsync("CreateCmqSubscribe", new { TopicName = "news", SubscriptionName = "too", Protocol = "queue", Endpoint = "orders", NotifyContentFormat = format }));
        JsonElement set = (await client.PostAsync("DescribeCmqSubscriptionDetail", new { TopicName = "news" })).GetProperty("SubscriptionSet");
        Assert.All(set.EnumerateArray(), subscription => Assert.Equal("SIMPLIFIED", subscription.GetProperty("NotifyContentFormat").GetString()));

        ServerUnderTest.AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "as it is")));
        Assert.Equal("as it is", (await server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("msgBody").GetString());
    }

    [Fact]
    public async Task Strict_limits_refuse_JSON_for_a_queue()
    {
        await using ServerUnderTest server = await StartAsync(strict: true);
        using Api3Client client = new(server);
        ServerUnderTest.AssertOk(await server.PostAsync("Subscribe", [.. Names, ("protocol", "queue"), ("endpoint", "orders")]));

        ServerUnderTest.AssertError(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "too"), ("protocol", "queue"), ("endpoint", "orders"), ("notifyContentFormat", "JSON")), CmqErrors.NotifyContentFormatMustBeSimplified);
        ServerUnderTest.AssertError(await server.PostAsync("SetSubscriptionAttributes", [.. Names, ("notifyContentFormat", "JSON")]), CmqErrors.NotifyContentFormatMustBeSimplified);
        Api3Client.AssertError(await client.PostAsync("CreateCmqSubscribe", new { TopicName = "news", SubscriptionName = "too", Protocol = "queue", Endpoint = "orders", NotifyContentFormat = "JSON" }), "InvalidParameterValue");
        Api3Client.AssertError(await client.PostAsync("ModifyCmqSubscriptionAttribute", new { TopicName = "news", SubscriptionName = "all", NotifyContentFormat = "JSON" }), "InvalidParameterValue");
    }

    private static async Task<ServerUnderTest> StartAsync(bool strict)
    {
        ServerUnderTest server = await ServerUnderTest.StartAsync(limits: CmqLimits.For(CmqProfile.Classic, strict));
        ServerUnderTest.AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders")));
        ServerUnderTest.AssertOk(await server.PostAsync("CreateTopic", ("topicName", "news")));
        return server;
    }

    private static async Task AssertSimplifiedAsync(ServerUnderTest server) =>
        Assert.Equal("SIMPLIFIED", (await server.PostAsync("GetSubscriptionAttributes", Names)).GetProperty("notifyContentFormat").GetString());
}
