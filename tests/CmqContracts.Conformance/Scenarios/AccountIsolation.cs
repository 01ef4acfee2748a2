using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class AccountIsolation
{
    public static async Task Queues_of_one_account_are_unknown_to_another(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("mine");
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Other.GetQueueAttributesAsync(Queue).AsTask());
        Assert.Equal(0, (await cmq.Other.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        await cmq.Other.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        Assert.Empty(await cmq.Other.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 0 }));
        await cmq.Other.DeleteQueueAsync(Queue);
        Assert.Equal("mine", Text(await cmq.ReceiveAsync()));
    }

    public static async Task Handles_of_one_account_do_not_work_in_another(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("mine");
        CmqMessage message = await cmq.ReceiveAsync();
        await cmq.Other.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        Assert.Single(await cmq.Other.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [message.ReceiptHandle])));
        Assert.Empty(await cmq.DeleteAsync(message.ReceiptHandle));
    }

    public static async Task Topics_of_one_account_are_unknown_to_another(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping");
        await cmq.Other.CreateQueueAsync(new CreateQueueRequest("shipping", new QueueSettings()));
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.Other.GetTopicAttributesAsync(Topic).AsTask());
        await FailsAsync(CmqErrors.TopicDoesNotExist, () => cmq.Other.PublishMessagesAsync(new PublishMessagesRequest(Topic, [Utf8("x")])).AsTask());
        Assert.Equal(0, (await cmq.Other.ListTopicsAsync(new ListTopicsRequest())).TotalCount);
        await cmq.PublishAsync("x");
        Assert.Equal(0, (await cmq.Other.GetQueueAttributesAsync("shipping")).ActiveMessages);
    }

    public static async Task Dead_letters_and_subscriptions_stay_within_an_account(ScenarioContext cmq)
    {
        await cmq.Other.CreateQueueAsync(new CreateQueueRequest("theirs", new QueueSettings()));
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, () => cmq.CreateAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("theirs", 1) }));
        await cmq.CreateTopicAsync();
        await FailsAsync(CmqErrors.IllegalEndpoint, () => cmq.SubscribeAsync(new SubscribeRequest(Topic, "s", SubscriptionProtocol.Queue, "theirs")));
    }
}
