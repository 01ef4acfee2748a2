using System.Text.Json;
using CmqContracts.Server.Tests.Quirks;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests.Errors;

/// <summary>A server with queues and topics in every relevant state. Requests that are refused do not change it.</summary>
public sealed class PreparedServer : IAsyncLifetime
{
    private static readonly string[] Setup =
    [
        "CreateQueue?queueName=dead",
        "CreateQueue?queueName=orders",
        "CreateQueue?queueName=small&maxMsgSize=1024",
        "CreateQueue?queueName=full&maxMsgHeapNum=1",
        "SendMessage?queueName=full&msgBody=a",
        "CreateQueue?queueName=rewindable&rewindSeconds=3600",
        .. Enumerable.Range(0, 6).Select(i => $"CreateQueue?queueName=source{i}&deadLetterPolicy={{\"deadLetterQueue\":\"dead\",\"policy\":0,\"maxReceiveCount\":1}}"),
        "CreateTopic?topicName=quiet",
        "CreateTopic?topicName=tags&maxMsgSize=1024",
        "Subscribe?topicName=tags&subscriptionName=vip&protocol=queue&endpoint=orders&filterTag.1=vip",
        "CreateTopic?topicName=keys&filterType=2",
        "Subscribe?topicName=keys&subscriptionName=some&protocol=queue&endpoint=orders&bindingKey.1=a.#",
    ];

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        foreach (string request in Setup)
            ServerUnderTest.AssertOk(await AskAsync(request));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Sends a request, and asserts that it gets this error and changes nothing.</summary>
    /// <param name="request">Action and parameters, not encoded.</param>
    /// <param name="code">The reply's code.</param>
    /// <param name="message">The reply's message.</param>
    internal async Task AssertRefusedAsync(string request, int code, string message)
    {
        string before = await DescribeAsync();
        JsonElement reply = await AskAsync(request);
        Assert.Equal((code, message), (reply.GetProperty("code").GetInt32(), reply.GetProperty("message").GetString()));
        Assert.NotEmpty(reply.GetProperty("requestId").GetString()!);
        Assert.Equal(before, await DescribeAsync());
    }

    private async Task<JsonElement> AskAsync(string request)
    {
        string[] parts = request.Split('?', 2);
        (string, string)[] values = [.. parts[1].Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], WireRequest.Utf8(pair[1])))];
        return (await WireConnection.AskAsync(new WireRequest(_server, parts[0], values))).Json;
    }

    private async Task<string> DescribeAsync()
    {
        ICmqService service = _server.Broker.GetService("default");
        List<object> all = [.. await _server.Broker.GetInspector("default").DescribeAllAsync()];
        foreach (TopicListEntry topic in (await service.ListTopicsAsync(new ListTopicsRequest())).Topics)
        {
            all.Add(await service.GetTopicAttributesAsync(topic.TopicName));
            foreach (SubscriptionListEntry subscription in (await service.ListSubscriptionsAsync(new ListSubscriptionsRequest(topic.TopicName))).Subscriptions)
                all.Add(await service.GetSubscriptionAttributesAsync(topic.TopicName, subscription.SubscriptionName));
        }

        return string.Join('\n', all);
    }
}
