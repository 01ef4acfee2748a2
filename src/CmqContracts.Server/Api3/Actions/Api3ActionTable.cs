using static CmqContracts.Server.ActionEffect;
using static CmqContracts.Server.ActionPlane;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0.</summary>
internal static class Api3ActionTable
{
    private static readonly string[] QueueSettings =
    [
        "QueueName", "MaxMsgHeapNum", "PollingWaitSeconds", "VisibilityTimeout", "MaxMsgSize", "MsgRetentionSeconds", "RewindSeconds", "Transaction",
        "DeadLetterQueueName", "Policy", "MaxReceiveCount", "MaxTimeToLive",
    ];

    private static readonly ActionParameters Queue = new(["QueueName"]);

    private static readonly ActionParameters Topic = new(["TopicName"]);

    private static readonly ActionParameters Subscription = new(["TopicName", "SubscriptionName"]);

    private static readonly string[] SubscriptionWords = ["TopicName", "SubscriptionName", "NotifyStrategy", "NotifyContentFormat"];

    /// <summary>All of them.</summary>
    public static ActionTable<Api3Context> Actions { get; } = new(
        new(new("CreateCmqQueue", Control, Changes, new(QueueSettings)), Api3QueueActions.CreateAsync),
        new(new("ModifyCmqQueueAttribute", Control, Changes, new(QueueSettings)), Api3QueueActions.ModifyAsync),
        new(new("DeleteCmqQueue", Control, Changes, Queue), Api3QueueActions.DeleteAsync),
        new(new("DescribeCmqQueueDetail", Control, Reads, Queue), Api3QueueQueries.DetailAsync),
        new(new("DescribeCmqQueues", Control, Reads, new(["Offset", "Limit"], texts: ["QueueName", "QueueNameList."])), Api3QueueQueries.ListAsync),
        new(new("DescribeCmqDeadLetterSourceQueues", Control, Reads, new(["DeadLetterQueueName", "Offset", "Limit"], texts: ["SourceQueueName"])), Api3QueueQueries.ListDeadLetterSourcesAsync),
        new(new("ClearCmqQueue", Control, Changes, Queue), Api3QueueActions.ClearAsync),
        new(new("RewindCmqQueue", Control, Changes, new(["QueueName", "StartConsumeTime"])), Api3QueueActions.RewindAsync),
        new(new("UnbindCmqDeadLetter", Control, Changes, new(["SourceQueueName"])), Api3QueueActions.UnbindDeadLetterAsync),
        new(new("SendCmqMsg", Data, Changes, new(["QueueName", "DelaySeconds"], requiredTexts: ["MsgContent"])), Api3MessageActions.SendAsync),
        new(new("CreateCmqTopic", Control, Changes, new(["TopicName", "MaxMsgSize", "MsgRetentionSeconds", "FilterType"])), Api3TopicActions.CreateAsync),
        new(new("ModifyCmqTopicAttribute", Control, Changes, new(["TopicName", "MaxMsgSize", "MsgRetentionSeconds"])), Api3TopicActions.ModifyAsync),
        new(new("DeleteCmqTopic", Control, Changes, Topic), Api3TopicActions.DeleteAsync),
        new(new("DescribeCmqTopicDetail", Control, Reads, Topic), Api3TopicActions.DetailAsync),
        new(new("DescribeCmqTopics", Control, Reads, new(["Offset", "Limit"], texts: ["TopicName", "TopicNameList."])), Api3TopicActions.ListAsync),
        new(new("PublishCmqMsg", Data, Changes, new(["TopicName"], texts: ["MsgTag."], requiredTexts: ["MsgContent"])), Api3MessageActions.PublishAsync),
        new(new("CreateCmqSubscribe", Control, Changes, new([.. SubscriptionWords, "Protocol"], texts: ["FilterTag.", "BindingKey."], requiredTexts: ["Endpoint"])), Api3SubscriptionActions.SubscribeAsync),
        new(new("ModifyCmqSubscriptionAttribute", Control, Changes, new(SubscriptionWords, texts: ["FilterTags.", "BindingKey."], unused: ["Protocol"])), Api3SubscriptionActions.ModifyAsync),
        new(new("DeleteCmqSubscribe", Control, Changes, Subscription), Api3SubscriptionActions.UnsubscribeAsync),
        new(new("DescribeCmqSubscriptionDetail", Control, Reads, new(["TopicName", "QueueName", "QueryType", "Offset", "Limit"], texts: ["SubscriptionName"])), Api3SubscriptionActions.DetailAsync),
        new(new("ClearCmqSubscriptionFilterTags", Control, Changes, Subscription), Api3SubscriptionActions.ClearFilterTagsAsync));

    /// <summary>The action of a name, in any case as in v2.</summary>
    /// <exception cref="Api3Exception">There is none.</exception>
    public static ServerAction<Api3Context> Find(string name) => Actions.Find(name)
        ?? throw new Api3Exception(Api3Errors.InvalidAction, "There is no such action. Messages are received and deleted by v2 actions.");
}
