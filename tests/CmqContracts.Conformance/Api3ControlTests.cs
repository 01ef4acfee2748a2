using System.Globalization;

namespace CmqContracts.Conformance;

/// <summary>The typed clients on TDMQ: messages by v2, queues and topics by API 3.0, against our server with that profile.</summary>
public sealed class Api3ControlTests
{
    [Fact]
    public async Task A_queue_is_created_found_compared_and_changed()
    {
        await using BackendUnderTest backend = await OpenAsync();
        await using CmqClient client = CmqClient.Over(backend.Nodes[0].GetService(ScenarioContext.Accounts[0]), CmqLimits.Tdmq);
        IQueueClient<ReadOnlyMemory<byte>> orders = client.Queue("orders", new QueueSettings { VisibilityTimeout = 60, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("failed", 3) });

        Assert.True((await orders.EnsureCreatedAsync()).Created);
        Assert.Equal((false, 0), await StateAsync());

        await orders.SetAttributesAsync(new QueueSettings { VisibilityTimeout = 61 });
        Assert.Equal((false, 1), await StateAsync());
        Assert.Equal("visibilityTimeout", Assert.Single(await orders.ApplyAttributesAsync()).Attribute);
        QueueAttributes now = await orders.GetAttributesAsync();
        Assert.Equal((60, 3600, "failed", 3), (now.VisibilityTimeout, now.MsgRetentionSeconds, now.DeadLetterPolicy!.DeadLetterQueue, now.DeadLetterPolicy.MaxReceiveCount));
        Assert.Equal(backend.Clock.GetUtcNow().ToUnixTimeSeconds(), now.CreatedAt.ToUnixTimeSeconds());

        await orders.SendAsync("1"u8.ToArray());
        ReceivedMessage<ReadOnlyMemory<byte>>? message = await orders.ReceiveAsync();
        await message!.DeleteAsync();
        Assert.Equal("1"u8.ToArray(), message.Body.ToArray());
        await orders.DeleteQueueAsync();
        CmqServiceException gone = await Assert.ThrowsAsync<CmqServiceException>(() => orders.GetAttributesAsync());
        Assert.True(gone.Is(CmqErrors.QueueDoesNotExist));
        Assert.Contains("DescribeCmqQueueDetail on queue 'orders'", gone.Message, StringComparison.Ordinal);

        async Task<(bool, int)> StateAsync()
        {
            EnsureCreatedResult state = await orders.EnsureCreatedAsync();
            return (state.Created, state.Drift.Count);
        }
    }

    /// <summary>API 3.0 has one code for both.</summary>
    [Fact]
    public async Task A_missing_queue_and_a_missing_dead_letter_queue_are_told_apart()
    {
        await using BackendUnderTest backend = await OpenAsync();
        ICmqService service = backend.Nodes[0].GetService(ScenarioContext.Accounts[0]);
        await service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        QueueSettings settings = new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("failed", 3) };

        CmqServiceException noTarget = await Assert.ThrowsAsync<CmqServiceException>(() => service.SetQueueAttributesAsync(new SetQueueAttributesRequest("orders", settings)).AsTask());
        CmqServiceException noPolicy = await Assert.ThrowsAsync<CmqServiceException>(() => service.UnbindDeadLetterQueueAsync("orders").AsTask());
        CmqServiceException noQueue = await Assert.ThrowsAsync<CmqServiceException>(() => service.SetQueueAttributesAsync(new SetQueueAttributesRequest("invoices", settings)).AsTask());

        Assert.True(noTarget.Is(CmqErrors.DeadLetterQueueDoesNotExist) && noPolicy.Is(CmqErrors.DeadLetterQueueDoesNotExist) && noQueue.Is(CmqErrors.QueueDoesNotExist));
        Assert.Contains("'failed'", noTarget.Message, StringComparison.Ordinal);
        Assert.Contains("'orders' has no dead-letter queue", noPolicy.Message, StringComparison.Ordinal);
        Assert.Contains("ModifyCmqQueueAttribute on queue 'invoices'", noQueue.Message, StringComparison.Ordinal);
    }

    /// <summary>API 3.0 finds subscriptions by a part of their name, a page at a time.</summary>
    [Fact]
    public async Task A_subscription_is_found_among_many_with_its_name_in_theirs()
    {
        await using BackendUnderTest backend = await OpenAsync();
        ICmqService service = backend.Nodes[0].GetService(ScenarioContext.Accounts[0]);
        await service.CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        for (int i = 0; i < 60; i++)
            await service.SubscribeAsync(new SubscribeRequest("news", string.Create(CultureInfo.InvariantCulture, $"a{i:00}-zz"), SubscriptionProtocol.Http, "http://127.0.0.1/"));
        await service.SubscribeAsync(new SubscribeRequest("news", "zz", SubscriptionProtocol.Http, "http://127.0.0.1/zz") { FilterTags = ["vip"] });

        SubscriptionAttributes found = await service.GetSubscriptionAttributesAsync("news", "ZZ");

        Assert.Equal(("zz", "http://127.0.0.1/zz"), (found.SubscriptionName, found.Endpoint));
        Assert.Equal(["vip"], found.FilterTags);
        CmqServiceException missing = await Assert.ThrowsAsync<CmqServiceException>(() => service.GetSubscriptionAttributesAsync("news", "z").AsTask());
        Assert.True(missing.Is(CmqErrors.SubscriptionDoesNotExist));
    }

    private static ValueTask<BackendUnderTest> OpenAsync() =>
        Backend.All.Single(static backend => backend.Differs.Length > 0).OpenAsync(CmqLimits.Tdmq, DateTimeOffset.UnixEpoch.AddYears(55));
}
