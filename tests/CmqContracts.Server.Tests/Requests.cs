namespace CmqContracts.Server.Tests;

/// <summary>A well-formed request of every v2 action.</summary>
internal static class Requests
{
    private const string Topic = "news";
    private const string Subscription = "all";

    /// <summary>Creates what the requests name.</summary>
    public static async Task PrepareAsync(ICmqService service, string queue, string deadLetterQueue)
    {
        foreach (string name in (string[])[queue, deadLetterQueue])
            await service.CreateQueueAsync(new CreateQueueRequest(name, new QueueSettings { RewindSeconds = 3600 }));
        await service.CreateTopicAsync(new CreateTopicRequest(Topic, new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest(Topic, Subscription, SubscriptionProtocol.Queue, queue));
    }

    /// <param name="queue">The queue that is worked on, and to which a topic delivers.</param>
    /// <param name="deadLetterQueue">A second queue, for the actions on dead letters.</param>
    /// <param name="body">What is sent and published.</param>
    public static IEnumerable<(string Action, (string Name, string Value)[] Values)> OfEveryAction(string queue, string deadLetterQueue, string body = "body")
    {
        (string, string) name = ("queueName", queue), topic = ("topicName", Topic), subscription = ("subscriptionName", Subscription);
        yield return ("CreateQueue", [("queueName", queue + "-new")]);
        yield return ("ListQueue", []);
        yield return ("GetQueueAttributes", [name]);
        yield return ("SetQueueAttributes", [name, ("visibilityTimeout", "20")]);
        yield return ("SendMessage", [name, ("msgBody", body)]);
        yield return ("BatchSendMessage", [name, ("msgBody.0", body), ("msgBody.1", body)]);
        yield return ("ReceiveMessage", [name]);
        yield return ("BatchReceiveMessage", [name, ("numOfMsg", "16")]);
        yield return ("DeleteMessage", [name, ("receiptHandle", "4503599627370501")]);
        yield return ("BatchDeleteMessage", [name, ("receiptHandle.0", "4503599627370501")]);
        yield return ("InspectMessages", [name, ("state", "active")]);
        yield return ("InspectMessage", [name, ("msgId", "1")]);
        yield return ("InspectSearch", [name, ("state", "active"), ("text", body)]);
        yield return ("InspectRewindCount", [name, ("startConsumeTime", "1488719262")]);
        yield return ("InspectRewindProfile", [name]);
        yield return ("InspectDelete", [name, ("msgId.0", "1")]);
        yield return ("InspectMove", [name, ("targetQueueName", deadLetterQueue), ("msgId.0", "1")]);
        yield return ("InspectStartJob", [name, ("state", "active"), ("jobAction", "delete"), ("text", body + "!")]);
        yield return ("InspectJobs", []);
        yield return ("InspectCancelJob", [("jobId", "1")]);
        yield return ("InspectQueues", []);
        yield return ("RewindQueue", [name, ("startConsumeTime", "1488719262")]);
        yield return ("QueryQueueRoute", [name]);
        yield return ("ListDeadLetterSourceQueues", [("deadLetterQueueName", deadLetterQueue)]);
        yield return ("UnbindDeadLetterQueue", [name]);
        yield return ("CreateTopic", [("topicName", Topic + "-new")]);
        yield return ("ListTopic", []);
        yield return ("GetTopicAttributes", [topic]);
        yield return ("SetTopicAttributes", [topic, ("maxMsgSize", "2048")]);
        yield return ("PublishMessage", [topic, ("msgBody", body)]);
        yield return ("BatchPublishMessage", [topic, ("msgBody.0", body), ("msgBody.1", body)]);
        yield return ("QueryTopicRoute", [topic]);
        yield return ("Subscribe", [topic, ("subscriptionName", Subscription + "-new"), ("protocol", "queue"), ("endpoint", queue)]);
        yield return ("ListSubscriptionByTopic", [topic]);
        yield return ("GetSubscriptionAttributes", [topic, subscription]);
        yield return ("SetSubscriptionAttributes", [topic, subscription, ("filterTag.1", "a")]);
        yield return ("ClearSubscriptionFilterTags", [topic, subscription]);
        yield return ("Unsubscribe", [topic, subscription]);
        yield return ("DeleteTopic", [topic]);
        yield return ("ClearQueue", [name]);
        yield return ("DeleteQueue", [name]);
    }
}
