namespace CmqContracts;

/// <summary>The actions of API 3.0 that manage queues and topics.</summary>
internal static class Api3Actions
{
    public const string CreateQueue = "CreateCmqQueue";
    public const string ModifyQueue = "ModifyCmqQueueAttribute";
    public const string DeleteQueue = "DeleteCmqQueue";
    public const string DescribeQueue = "DescribeCmqQueueDetail";
    public const string DescribeQueues = "DescribeCmqQueues";
    public const string Clear = "ClearCmqQueue";
    public const string Rewind = "RewindCmqQueue";
    public const string UnbindDeadLetter = "UnbindCmqDeadLetter";
    public const string CreateTopic = "CreateCmqTopic";
    public const string ModifyTopic = "ModifyCmqTopicAttribute";
    public const string DeleteTopic = "DeleteCmqTopic";
    public const string DescribeTopic = "DescribeCmqTopicDetail";
    public const string DescribeTopics = "DescribeCmqTopics";
    public const string Subscribe = "CreateCmqSubscribe";
    public const string ModifySubscription = "ModifyCmqSubscriptionAttribute";
    public const string Unsubscribe = "DeleteCmqSubscribe";
    public const string DescribeSubscriptions = "DescribeCmqSubscriptionDetail";
    public const string ClearFilterTags = "ClearCmqSubscriptionFilterTags";
}
