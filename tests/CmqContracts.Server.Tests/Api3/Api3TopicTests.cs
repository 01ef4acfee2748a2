using System.Text.Json;
using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

public sealed class Api3TopicTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private Api3Client _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _client = new Api3Client(_server);
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "audit" });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_topic_shows_every_field_with_times_in_milliseconds()
    {
        JsonElement created = await _client.PostAsync("CreateCmqTopic", new { TopicName = "news", FilterType = 1, Trace = true });
        long now = _client.Now;
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        AssertOk(await _client.PostAsync("ModifyCmqTopicAttribute", new { TopicName = "news", MaxMsgSize = 2048 }));
        await SubscribeAsync("""{"TopicName":"news","SubscriptionName":"s1","Protocol":"queue","Endpoint":"orders"}""");

        JsonElement topic = (await _client.PostAsync("DescribeCmqTopicDetail", new { TopicName = "news" })).GetProperty("TopicDescribe");

        using JsonDocument expected = JsonDocument.Parse($$"""
            {
              "TopicId": "{{created.GetProperty("TopicId").GetString()}}", "TopicName": "news", "MsgRetentionSeconds": 86400, "MaxMsgSize": 2048, "Qps": 0, "FilterType": 1,
              "CreateTime": {{now}}000, "LastModifyTime": {{now + 5}}000, "MsgCount": 0, "CreateUin": 0, "Tags": [], "Trace": false, "TenantId": "", "NamespaceName": "",
              "Status": 1, "BrokerType": 0, "SubscriptionCount": 1
            }
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, topic), topic.ToString());
    }

    [Fact]
    public async Task Topics_are_listed_by_page_by_part_of_the_name_and_by_names()
    {
        foreach (string name in (string[])["a-news", "b-news", "c-alerts"])
            await _client.PostAsync("CreateCmqTopic", new { TopicName = name });

        Assert.Equal((3, "a-news,b-news,c-alerts"), await ListAsync("{}"));
        Assert.Equal((3, "b-news"), await ListAsync("""{"Offset":1,"Limit":1}"""));
        Assert.Equal((2, "a-news,b-news"), await ListAsync("""{"TopicName":"news"}"""));
        Assert.Equal((2, "c-alerts,a-news"), await ListAsync("""{"TopicNameList":["c-alerts","absent","a-news"]}"""));
    }

    [Fact]
    public async Task A_subscription_shows_every_field_and_can_be_changed_and_ended()
    {
        await _client.PostAsync("CreateCmqTopic", new { TopicName = "news" });
        JsonElement created = await SubscribeAsync("""{"TopicName":"news","SubscriptionName":"s1","Protocol":"http","Endpoint":"http://example.com/a","NotifyStrategy":"BACKOFF_RETRY","FilterTag":["a","b"],"BindingKey":[]}""");
        long now = _client.Now;
        string expected = $$"""
            {"SubscriptionName":"s1","SubscriptionId":"{{created.GetProperty("SubscriptionId").GetString()}}","TopicOwner":0,"MsgCount":0,"LastModifyTime":{{now}}000,"CreateTime":{{now}}000,"BindingKey":[],"Endpoint":"http://example.com/a","FilterTags":["a","b"],"Protocol":"http","NotifyStrategy":"BACKOFF_RETRY","NotifyContentFormat":"JSON","TopicName":"news"}
            """.Trim();
        Assert.Equal(expected, (await FindAsync("""{"TopicName":"news"}""")).Single().GetRawText());

        AssertOk(await _client.PostTextAsync("ModifyCmqSubscriptionAttribute", """{"TopicName":"news","SubscriptionName":"s1","NotifyStrategy":"EXPONENTIAL_DECAY_RETRY","NotifyContentFormat":"SIMPLIFIED","FilterTags":["c"]}"""));
        JsonElement changed = (await FindAsync("""{"TopicName":"news"}""")).Single();
        Assert.Equal("""["c"]""", changed.GetProperty("FilterTags").GetRawText());
        Assert.Equal(("EXPONENTIAL_DECAY_RETRY", "SIMPLIFIED"), (changed.GetProperty("NotifyStrategy").GetString(), changed.GetProperty("NotifyContentFormat").GetString()));

        AssertOk(await _client.PostAsync("ClearCmqSubscriptionFilterTags", new { TopicName = "news", SubscriptionName = "s1" }));
        Assert.Equal("[]", (await FindAsync("""{"TopicName":"news"}""")).Single().GetProperty("FilterTags").GetRawText());
        AssertError(await _client.PostAsync("DeleteCmqTopic", new { TopicName = "news" }), "ResourceInUse");
        AssertOk(await _client.PostAsync("DeleteCmqSubscribe", new { TopicName = "news", SubscriptionName = "s1" }));
        Assert.Empty(await FindAsync("""{"TopicName":"news"}"""));
        AssertOk(await _client.PostAsync("DeleteCmqTopic", new { TopicName = "news" }));
    }

    [Fact]
    public async Task Subscriptions_are_found_by_name_and_by_queue_in_one_topic_or_in_all()
    {
        foreach (string topic in (string[])["news", "alerts"])
        {
            await _client.PostAsync("CreateCmqTopic", new { TopicName = topic });
            await SubscribeAsync($$"""{"TopicName":"{{topic}}","SubscriptionName":"to-orders","Protocol":"queue","Endpoint":"orders"}""");
            await SubscribeAsync($$"""{"TopicName":"{{topic}}","SubscriptionName":"to-audit","Protocol":"queue","Endpoint":"audit"}""");
        }

        Assert.Equal("news/to-audit,news/to-orders", await NamesAsync("""{"TopicName":"news"}"""));
        Assert.Equal("news/to-orders", await NamesAsync("""{"TopicName":"news","SubscriptionName":"ORD"}"""));
        Assert.Equal("news/to-orders", await NamesAsync("""{"TopicName":"news","QueueName":"orders"}"""));
        Assert.Equal("alerts/to-orders,news/to-orders", await NamesAsync("""{"TopicName":"news","QueueName":"orders","QueryType":"queue"}"""));
        Assert.Equal("news/to-orders", await NamesAsync("""{"QueueName":"orders","QueryType":"queue","Offset":1}"""));
        Assert.Equal("news/to-audit", await NamesAsync("""{"TopicName":"news","Limit":1}"""));
    }

    [Fact]
    public async Task A_message_goes_to_the_subscriptions_with_one_of_its_tags()
    {
        await _client.PostAsync("CreateCmqTopic", new { TopicName = "news" });
        await SubscribeAsync("""{"TopicName":"news","SubscriptionName":"s1","Protocol":"queue","Endpoint":"orders","NotifyContentFormat":"SIMPLIFIED","FilterTag":["a"]}""");
        JsonElement sent = await _client.PostTextAsync("PublishCmqMsg", """{"TopicName":"news","MsgContent":"你好","MsgTag":["b","a"]}""");

        Assert.True(sent.GetProperty("Result").GetBoolean());
        Assert.NotEmpty(sent.GetProperty("MsgId").GetString()!);
        Assert.Equal("你好", (await _server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("msgBody").GetString());
        AssertError(await _client.PostTextAsync("PublishCmqMsg", """{"TopicName":"news","MsgContent":"x","MsgTag":["c"]}"""), "FailedOperation.SendMsg", "matches");
    }

    [Fact]
    public async Task In_a_topic_that_filters_by_routing_key_the_one_tag_is_the_key()
    {
        await _client.PostAsync("CreateCmqTopic", new { TopicName = "news", FilterType = 2 });
        AssertOk(await _client.SendFormAsync("POST", "/", "CreateCmqSubscribe", "HmacSHA256", ("TopicName", "news"), ("SubscriptionName", "s1"), ("Protocol", "queue"), ("Endpoint", "orders"), ("BindingKey.0", "none"), ("BindingKey.1", "1.*.0")));
        AssertOk(await _client.PostTextAsync("PublishCmqMsg", """{"TopicName":"news","MsgContent":"hello","MsgTag":["1.any-word-longer-than-tags-may-be.0"]}"""));

        Assert.Equal("hello", (await _server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("msgBody").GetString());
        AssertError(await _client.PostTextAsync("PublishCmqMsg", """{"TopicName":"news","MsgContent":"x","MsgTag":["1.2.0","1.3.0"]}"""), "InvalidParameterValue", "routing key");
        AssertError(await _client.PostTextAsync("PublishCmqMsg", """{"TopicName":"news","MsgContent":"x"}"""), "InvalidParameterValue", "routing key");
    }

    [Theory]
    [InlineData("CreateCmqTopic", "{}", "MissingParameter", "TopicName")]
    [InlineData("CreateCmqTopic", """{"TopicName":"NEWS"}""", "ResourceInUse.Topic", "")]
    [InlineData("CreateCmqTopic", """{"TopicName":"1st"}""", "InvalidParameterValue", "letter")]
    [InlineData("CreateCmqTopic", """{"TopicName":"t","FilterType":3}""", "InvalidParameterValue", "1 (tags) or 2")]
    [InlineData("CreateCmqTopic", """{"TopicName":"t","MaxMsgSize":1}""", "InvalidParameterValue", "1024")]
    [InlineData("CreateCmqTopic", """{"TopicName":"t","MsgRetentionSeconds":59}""", "InvalidParameterValue", "60 to 86400")]
    [InlineData("ModifyCmqTopicAttribute", """{"TopicName":"absent"}""", "ResourceNotFound.Topic", "")]
    [InlineData("ModifyCmqTopicAttribute", """{"TopicName":"news","MsgRetentionSeconds":59}""", "InvalidParameterValue", "60 to 86400")]
    [InlineData("DeleteCmqTopic", """{"TopicName":"absent"}""", "ResourceNotFound.Topic", "")]
    [InlineData("DescribeCmqTopicDetail", """{"TopicName":"absent"}""", "ResourceNotFound.Topic", "")]
    [InlineData("PublishCmqMsg", """{"TopicName":"absent","MsgContent":"x"}""", "ResourceNotFound.Topic", "")]
    [InlineData("PublishCmqMsg", """{"TopicName":"news"}""", "MissingParameter", "MsgContent")]
    [InlineData("PublishCmqMsg", """{"TopicName":"lonely","MsgContent":"x"}""", "FailedOperation.SendMsg", "subscription")]
    [InlineData("PublishCmqMsg", """{"TopicName":"news","MsgContent":"x","MsgTag":["1","2","3","4","5","6"]}""", "InvalidParameterValue", "at most 5")]
    [InlineData("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"S1","Protocol":"queue","Endpoint":"orders"}""", "ResourceInUse.Subscription", "")]
    [InlineData("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"s2","Protocol":"smtp","Endpoint":"orders"}""", "InvalidParameterValue", "http or queue")]
    [InlineData("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"s2","Protocol":"queue","Endpoint":"absent"}""", "InvalidParameterValue", "endpoint")]
    [InlineData("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"s2","Protocol":"queue"}""", "MissingParameter", "Endpoint")]
    [InlineData("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"s2","Protocol":"queue","Endpoint":"orders","FilterTag":"a"}""", "InvalidParameterValue", "FilterTag")]
    [InlineData("ModifyCmqSubscriptionAttribute", """{"TopicName":"news","SubscriptionName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("DeleteCmqSubscribe", """{"TopicName":"news","SubscriptionName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("DeleteCmqSubscribe", """{"TopicName":"news"}""", "MissingParameter", "SubscriptionName")]
    [InlineData("ClearCmqSubscriptionFilterTags", """{"TopicName":"news","SubscriptionName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("DescribeCmqSubscriptionDetail", "{}", "MissingParameter", "TopicName")]
    [InlineData("DescribeCmqSubscriptionDetail", """{"TopicName":"news","QueryType":"queue"}""", "MissingParameter", "QueueName")]
    [InlineData("DescribeCmqSubscriptionDetail", """{"TopicName":"absent"}""", "ResourceNotFound.Topic", "")]
    public async Task A_request_that_is_refused_says_why(string action, string body, string code, string inMessage)
    {
        await _client.PostAsync("CreateCmqTopic", new { TopicName = "news" });
        await _client.PostAsync("CreateCmqTopic", new { TopicName = "lonely" });
        await SubscribeAsync("""{"TopicName":"news","SubscriptionName":"s1","Protocol":"queue","Endpoint":"orders"}""");

        AssertError(await _client.PostTextAsync(action, body), code, inMessage);
    }

    private async Task<JsonElement> SubscribeAsync(string body)
    {
        JsonElement response = await _client.PostTextAsync("CreateCmqSubscribe", body);
        AssertOk(response);
        return response;
    }

    private async Task<(int Total, string Names)> ListAsync(string parameters)
    {
        JsonElement list = await _client.PostTextAsync("DescribeCmqTopics", parameters);
        return (list.GetProperty("TotalCount").GetInt32(), string.Join(',', list.GetProperty("TopicList").EnumerateArray().Select(topic => topic.GetProperty("TopicName").GetString())));
    }

    private async Task<IReadOnlyList<JsonElement>> FindAsync(string parameters) =>
        [.. (await _client.PostTextAsync("DescribeCmqSubscriptionDetail", parameters)).GetProperty("SubscriptionSet").EnumerateArray()];

    private async Task<string> NamesAsync(string parameters) =>
        string.Join(',', (await FindAsync(parameters)).Select(subscription => $"{subscription.GetProperty("TopicName").GetString()}/{subscription.GetProperty("SubscriptionName").GetString()}"));
}
