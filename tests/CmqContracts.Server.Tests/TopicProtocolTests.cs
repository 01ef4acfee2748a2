using System.Text.Json;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Topics and subscriptions on the wire: every field that clients read, under every name that they use.</summary>
public sealed class TopicProtocolTests
{
    [Fact]
    public async Task A_topic_is_created_described_changed_listed_and_deleted()
    {
        await using ServerUnderTest server = await StartAsync();
        JsonElement made = AssertOk(await server.PostAsync("CreateTopic", ("topicName", "news"), ("maxMsgSize", "2048"), ("filterType", "2")));
        string id = made.GetProperty("topicId").GetString()!;

        JsonElement topic = AssertOk(await server.PostAsync("GetTopicAttributes", ("topicName", "news")));
        Assert.Equal((0, 2048, 86400, 2, 0), (Number("msgCount"), Number("maxMsgSize"), Number("msgRetentionSeconds"), Number("filterType"), Number("LoggingEnabled")));
        Assert.All(["createTime", "lastModifyTime"], field => Assert.InRange(topic.GetProperty(field).GetInt32(), 1, int.MaxValue));

        AssertOk(await server.PostAsync("SetTopicAttributes", ("topicName", "news"), ("maxMsgSize", "4096")));
        Assert.Equal(4096, (await server.PostAsync("GetTopicAttributes", ("topicName", "news"))).GetProperty("maxMsgSize").GetInt32());

        JsonElement list = AssertOk(await server.PostAsync("ListTopic", ("searchWord", "NEW"), ("offset", "0")));
        Assert.Equal(1, list.GetProperty("totalCount").GetInt32());
        JsonElement entry = Assert.Single(list.GetProperty("topicList").EnumerateArray());
        Assert.Equal((id, "news"), (entry.GetProperty("topicId").GetString(), entry.GetProperty("topicName").GetString()));

        JsonElement route = AssertOk(await server.PostAsync("QueryTopicRoute", ("topicName", "news")));
        Assert.Empty(route.GetProperty("addr").EnumerateArray());
        AssertOk(await server.PostAsync("DeleteTopic", ("topicName", "news")));
        AssertError(await server.PostAsync("QueryTopicRoute", ("topicName", "news")), CmqErrors.TopicDoesNotExist);
        Assert.Empty((await server.PostAsync("ListTopic")).GetProperty("topicList").EnumerateArray());

        int Number(string field) => topic.GetProperty(field).GetInt32();
    }

    [Fact]
    public async Task A_subscription_is_described_under_every_spelling_that_clients_use()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        await server.PostAsync("CreateTopic", ("topicName", "news"));
        JsonElement made = AssertOk(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "s"), ("protocol", "QUEUE"), ("endpoint", "orders"), ("notifyStrategy", "BACKOFF_RETRY"), ("filterTag.1", "a"), ("filterTag.2", "b")));
        Assert.NotEmpty(made.GetProperty("subscriptionId").GetString()!);
        AssertOk(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "hook"), ("protocol", "HTTP"), ("endpoint", "https://127.0.0.1/x")));

        JsonElement found = AssertOk(await server.PostAsync("GetSubscriptionAttributes", ("topicName", "news"), ("subscriptionName", "s")));
        Assert.Equal(("queue", "queue", "orders", "BACKOFF_RETRY", "SIMPLIFIED"), (Text("protocol"), Text("protocal"), Text("endpoint"), Text("notifyStrategy"), Text("notifyContentFormat")));
        Assert.All(["filterTag", "filterTags"], field => Assert.Equal(["a", "b"], found.GetProperty(field).EnumerateArray().Select(tag => tag.GetString())));
        Assert.Empty(found.GetProperty("bindingKey").EnumerateArray());
        Assert.Equal(JsonValueKind.String, found.GetProperty("topicOwner").ValueKind);
        Assert.All(["msgCount", "createTime", "lastModifyTime"], field => Assert.Equal(JsonValueKind.Number, found.GetProperty(field).ValueKind));

        JsonElement list = AssertOk(await server.PostAsync("ListSubscriptionByTopic", ("topicName", "news")));
        Assert.Equal(2, list.GetProperty("totalCount").GetInt32());
        Assert.Equal([("hook", "http", "https://127.0.0.1/x"), ("s", "queue", "orders")], list.GetProperty("subscriptionList").EnumerateArray().Select(entry => (entry.GetProperty("subscriptionName").GetString(), entry.GetProperty("protocol").GetString(), entry.GetProperty("endpoint").GetString())));

        AssertOk(await server.PostAsync("ClearSUbscriptionFIlterTags", ("topicName", "news"), ("subscriptionName", "s")));
        AssertOk(await server.PostAsync("SetSubscriptionAttributes", ("topicName", "news"), ("subscriptionName", "s"), ("notifyStrategy", "EXPONENTIAL_DECAY_RETRY")));
        found = await server.PostAsync("GetSubscriptionAttributes", ("topicName", "news"), ("subscriptionName", "s"));
        Assert.Empty(found.GetProperty("filterTag").EnumerateArray());
        Assert.Equal("EXPONENTIAL_DECAY_RETRY", found.GetProperty("notifyStrategy").GetString());
        AssertError(await server.PostAsync("DeleteTopic", ("topicName", "news")), CmqErrors.SubscriptionsExistUnderTopic);
        AssertOk(await server.PostAsync("Unsubscribe", ("topicName", "news"), ("subscriptionName", "s")));
        AssertError(await server.PostAsync("Unsubscribe", ("topicName", "news"), ("subscriptionName", "s")), CmqErrors.SubscriptionDoesNotExist);

        string? Text(string field) => found.GetProperty(field).GetString();
    }

    [Fact]
    public async Task Published_messages_reach_the_queues_whose_filters_match()
    {
        await using ServerUnderTest server = await StartAsync();
        foreach (string queue in (string[])["all", "vip"])
            await server.PostAsync("CreateQueue", ("queueName", queue));
        await server.PostAsync("CreateTopic", ("topicName", "news"));
        AssertError(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x"), ("routingKey", "")), CmqErrors.TopicHasNoSubscription);
        await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "vip"), ("protocol", "queue"), ("endpoint", "vip"), ("filterTag.0", "vip"));
        AssertError(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x"), ("msgTag.1", "other")), CmqErrors.NoBindingKeyOrFilterTagMatches);
        await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "all"), ("protocol", "queue"), ("endpoint", "all"));

        Assert.NotEmpty(AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "one"), ("msgTag", "a,vip"))).GetProperty("msgId").GetString()!);
        JsonElement batch = AssertOk(await server.PostAsync("BatchPublishMessage", ("topicName", "news"), ("msgBody.1", "two"), ("msgBody.2", "three"), ("msgTag.0", "vip")));
        Assert.Equal(2, batch.GetProperty("msgList").EnumerateArray().Select(entry => entry.GetProperty("msgId").GetString()).Distinct().Count());
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "four"), ("routingKey", "")));

        Assert.Equal(["one", "two", "three"], await BodiesAsync("vip"));
        Assert.Equal(["one", "two", "three", "four"], await BodiesAsync("all"));

        async Task<IEnumerable<string?>> BodiesAsync(string queue) =>
            AssertOk(await server.PostAsync("BatchReceiveMessage", ("queueName", queue), ("numOfMsg", "16"))).GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("msgBody").GetString());
    }

    [Theory]
    [InlineData("protocol", "ftp", 4000, 10510)]
    [InlineData("endpoint", "http://x/a b", 4510, 10570)]
    [InlineData("endpoint", "nothing", 4000, 10500)]
    [InlineData("notifyStrategy", "NEVER", 4000, 10520)]
    [InlineData("notifyContentFormat", "XML", 4000, 10530)]
    [InlineData("subscriptionName", "9", 4000, 10580)]
    [InlineData("topicName", "9", 4000, 10590)]
    [InlineData("topicName", "nowhere", 4440, 10600)]
    [InlineData("filterTag.x", "a", 4000, 10310)]
    [InlineData("filterTag.2", "a", 4000, 10380)]
    public async Task A_bad_subscription_is_refused_with_the_documented_error(string parameter, string value, int code, int moduleCode)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateTopic", ("topicName", "news"));
        Dictionary<string, string> parameters = new() { ["topicName"] = "news", ["subscriptionName"] = "s", ["protocol"] = "http", ["endpoint"] = "http://127.0.0.1/" };
        parameters[parameter] = value;
        JsonElement reply = await server.PostAsync("Subscribe", [.. parameters.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(code, reply.GetProperty("code").GetInt32());
        Assert.StartsWith($"({moduleCode})", reply.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_filters_by_routing_key_requires_keys()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        await server.PostAsync("CreateTopic", ("topicName", "news"), ("filterType", "2"));
        AssertError(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "s"), ("protocol", "queue"), ("endpoint", "orders")), CmqErrors.BindingKeyMissing);
        AssertOk(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "s"), ("protocol", "queue"), ("endpoint", "orders"), ("bindingKey.1", "a.#")));
        AssertError(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x"), ("routingKey", "")), CmqErrors.RoutingKeyMissing);
        AssertError(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x"), ("routingKey", "b")), CmqErrors.NoBindingKeyOrFilterTagMatches);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x"), ("routingKey", "a.b")));
        AssertError(await server.PostAsync("CreateTopic", ("topicName", "other"), ("filterType", "3")), CmqErrors.ParameterOutOfRange("filterType"));
        AssertError(await server.PostAsync("CreateTopic", ("topicName", "NEWS")), CmqErrors.TopicAlreadyExists);
        AssertError(await server.PostAsync("CreateTopic", ("topicName", "new.s")), CmqErrors.TopicNameFormatError);
    }
}
