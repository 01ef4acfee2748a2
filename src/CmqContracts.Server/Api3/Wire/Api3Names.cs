using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CmqContracts.Server;

/// <summary>The names that API 3.0 has for the parameters and actions in errors of the service, which have the names of v2.</summary>
internal static partial class Api3Names
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["queueName"] = "QueueName", ["topicName"] = "TopicName", ["subscriptionName"] = "SubscriptionName", ["deadLetterQueueName"] = "DeadLetterQueueName",
        ["maxMsgHeapNum"] = "MaxMsgHeapNum", ["pollingWaitSeconds"] = "PollingWaitSeconds", ["visibilityTimeout"] = "VisibilityTimeout", ["maxMsgSize"] = "MaxMsgSize",
        ["msgRetentionSeconds"] = "MsgRetentionSeconds", ["rewindSeconds"] = "RewindSeconds", ["deadLetterPolicy"] = "DeadLetterQueueName", ["deadLetterQueue"] = "DeadLetterQueueName",
        ["maxReceiveCount"] = "MaxReceiveCount", ["maxTimeToLive"] = "MaxTimeToLive", ["delaySeconds"] = "DelaySeconds", ["startConsumeTime"] = "StartConsumeTime",
        ["msgBody"] = "MsgContent", ["msgTag"] = "MsgTag", ["routingKey"] = "MsgTag", ["filterTag"] = "FilterTag", ["filterTags"] = "FilterTags", ["bindingKey"] = "BindingKey",
        ["filterType"] = "FilterType", ["notifyStrategy"] = "NotifyStrategy", ["notifyContentFormat"] = "NotifyContentFormat", ["searchWord"] = "QueueName",
        ["offset"] = "Offset", ["limit"] = "Limit", ["GetQueueAttributes"] = "DescribeCmqQueueDetail", ["DeleteTopic"] = "DeleteCmqTopic",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names that are also English words. They are parameters only after "parameter", or at the beginning of a sentence.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.Create(StringComparer.Ordinal, "offset", "limit");

    /// <summary>A text with the names of API 3.0. Text in quotation marks is a value and is not changed.</summary>
    public static string In(string text) => Token().Replace(text, match =>
        Words.Contains(match.Value) && !IsNamed(text, match.Index) ? match.Value : Names.GetValueOrDefault(match.Value, match.Value));

    private static bool IsNamed(string text, int at) => at == 0 || text.AsSpan(0, at).EndsWith("parameter ", StringComparison.Ordinal) || text.AsSpan(0, at).EndsWith(". ", StringComparison.Ordinal);

    [GeneratedRegex("'[^']*'|[A-Za-z]+")]
    private static partial Regex Token();
}
