using System.Text;
using CmqContracts.Broker;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server.Tests;

/// <summary>What is sent or published is stored, also when its client has disconnected before the action begins.</summary>
public sealed class DisconnectedClientTests : IAsyncLifetime
{
    private static readonly CancellationToken Disconnected = new(canceled: true);

    private readonly CmqBroker _broker = new();
    private readonly ICmqService _service;

    public DisconnectedClientTests() => _service = _broker.GetService("a");

    public async Task InitializeAsync()
    {
        await _service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await _service.CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        await _service.SubscribeAsync(new SubscribeRequest("news", "s1", SubscriptionProtocol.Queue, "orders"));
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Theory]
    [InlineData("SendMessage", "queueName=orders&msgBody=x")]
    [InlineData("BatchSendMessage", "queueName=orders&msgBody.0=x")]
    [InlineData("PublishMessage", "topicName=news&msgBody=x")]
    [InlineData("BatchPublishMessage", "topicName=news&msgBody.0=x")]
    public async Task A_message_of_v2_is_stored(string action, string form)
    {
        using RequestBuffers buffers = new(new V2Reply());
        buffers.Reset(1, null!);
        buffers.Parameters.AddForm(Encoding.UTF8.GetBytes(form));
        DefaultHttpContext http = new() { RequestAborted = Disconnected };
        await V2ActionTable.Actions.Find(action)!.Handler(new V2Context(_broker, "a", TimeSpan.Zero, buffers, http, null!, null));
        Assert.Equal(1, (await _service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    [Theory]
    [InlineData("InspectDelete", "queueName=orders&msgId.0=")]
    [InlineData("InspectMove", "queueName=orders&targetQueueName=other&msgId.0=")]
    public async Task An_action_on_messages_by_id_is_carried_out(string action, string form)
    {
        await _service.CreateQueueAsync(new CreateQueueRequest("other", new QueueSettings()));
        string id = (await _service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()])))[0];
        using RequestBuffers buffers = new(new V2Reply());
        buffers.Reset(1, null!);
        buffers.Parameters.AddForm(Encoding.UTF8.GetBytes(form + id));
        DefaultHttpContext http = new() { RequestAborted = Disconnected };
        await V2ActionTable.Actions.Find(action)!.Handler(new V2Context(_broker, "a", TimeSpan.Zero, buffers, http, null!, null));
        Assert.Equal(0, (await _service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    [Theory]
    [InlineData("SendCmqMsg", """{"QueueName":"orders","MsgContent":"x"}""")]
    [InlineData("PublishCmqMsg", """{"TopicName":"news","MsgContent":"x"}""")]
    public async Task A_message_of_API_3_is_stored(string action, string body)
    {
        using Api3Reply reply = new();
        await Api3ActionTable.Find(action).Handler(new Api3Context(_broker, "a", CmqLimits.Tdmq, new Api3JsonParameters(Encoding.UTF8.GetBytes(body)), reply, Disconnected));
        Assert.Equal(1, (await _service.GetQueueAttributesAsync("orders")).ActiveMessages);
    }
}
