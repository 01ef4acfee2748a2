using System.Text;
using CmqContracts.Protocol.Wire;
using static CmqContracts.Server.ActionEffect;
using static CmqContracts.Server.ActionPlane;

namespace CmqContracts.Server;

/// <summary>The v2 actions.</summary>
internal static class V2ActionTable
{
    private static readonly string[] QueueSettings =
        ["queueName", "maxMsgHeapNum", "pollingWaitSeconds", "visibilityTimeout", "maxMsgSize", "msgRetentionSeconds", "rewindSeconds", "deadLetterPolicy"];

    private static readonly ActionParameters Queue = new(["queueName"]);

    private static readonly ActionParameters Topic = new(["topicName"]);

    private static readonly ActionParameters Page = new(["offset", "limit"], texts: ["searchWord"]);

    private static readonly ActionParameters Subscription = new(["topicName", "subscriptionName"]);

    private static readonly string[] Place = ["queueName", "state", "newestFirst", "afterMessageId", "fromTimeMs", "maxMessages", "maxBytes", "maxBodyBytes"];

    private static readonly string[] Filter = ["text", "jsonPath", "value"];

    private static readonly string[] SubscriptionWords = ["topicName", "subscriptionName", "notifyStrategy", "notifyContentFormat"];

    /// <summary>All of them.</summary>
    public static ActionTable<V2Context> Actions { get; } = new(
        new(new(V2Actions.CreateQueue, Control, Changes, new(QueueSettings)), V2QueueActions.CreateAsync),
        new(new(V2Actions.ListQueue, Control, Reads, Page), V2QueueActions.ListAsync),
        new(new(V2Actions.GetQueueAttributes, Control, Reads, Queue), V2QueueActions.GetAttributesAsync),
        new(new(V2Actions.SetQueueAttributes, Control, Changes, new(QueueSettings)), V2QueueActions.SetAttributesAsync),
        new(new(V2Actions.DeleteQueue, Control, Changes, Queue), V2QueueActions.DeleteAsync),
        new(new(V2Actions.ClearQueue, Control, Changes, Queue), V2QueueActions.ClearAsync),
        new(new(V2Actions.RewindQueue, Control, Changes, new(["queueName", "startConsumeTime"])), V2QueueActions.RewindAsync),
        new(new(V2Actions.UnbindDeadLetterQueue, Control, Changes, Queue), V2QueueActions.UnbindDeadLetterAsync),
        new(new(V2Actions.ListDeadLetterSourceQueues, Control, Reads, new(["deadLetterQueueName", "offset", "limit"], texts: ["searchWord"])), V2QueueActions.ListDeadLetterSourcesAsync),
        new(new(V2Actions.QueryQueueRoute, Data, Reads, Queue), V2QueueActions.QueryRouteAsync),
        new(new(V2Actions.SendMessage, Data, Changes, new(["queueName", "delaySeconds"], requiredTexts: ["msgBody"])), V2MessageActions.SendAsync),
        new(new(V2Actions.BatchSendMessage, Data, Changes, new(["queueName", "delaySeconds"], requiredTexts: ["msgBody."])), V2MessageActions.BatchSendAsync),
        new(new(V2Actions.ReceiveMessage, Data, Changes, new(["queueName", "pollingWaitSeconds"])), V2MessageActions.ReceiveAsync),
        new(new(V2Actions.BatchReceiveMessage, Data, Changes, new(["queueName", "pollingWaitSeconds", "numOfMsg"])), V2MessageActions.BatchReceiveAsync),
        new(new(V2Actions.DeleteMessage, Data, Changes, new(["queueName", "receiptHandle"])), V2MessageActions.DeleteAsync),
        new(new(V2Actions.BatchDeleteMessage, Data, Changes, new(["queueName", "receiptHandle."])), V2MessageActions.BatchDeleteAsync),
        new(new(V2Actions.CreateTopic, Control, Changes, new(["topicName", "maxMsgSize", "msgRetentionSeconds", "filterType"])), V2TopicActions.CreateAsync),
        new(new(V2Actions.ListTopic, Control, Reads, Page), V2TopicActions.ListAsync),
        new(new(V2Actions.GetTopicAttributes, Control, Reads, Topic), V2TopicActions.GetAttributesAsync),
        new(new(V2Actions.SetTopicAttributes, Control, Changes, new(["topicName", "maxMsgSize", "msgRetentionSeconds"])), V2TopicActions.SetAttributesAsync),
        new(new(V2Actions.DeleteTopic, Control, Changes, Topic), V2TopicActions.DeleteAsync),
        new(new(V2Actions.PublishMessage, Data, Changes, new(["topicName"], texts: ["msgTag", "msgTag.", "routingKey"], requiredTexts: ["msgBody"])), V2TopicActions.PublishAsync),
        new(new(V2Actions.BatchPublishMessage, Data, Changes, new(["topicName"], texts: ["msgTag", "msgTag.", "routingKey"], requiredTexts: ["msgBody."])), V2TopicActions.BatchPublishAsync),
        new(new(V2Actions.QueryTopicRoute, Data, Reads, Topic), V2TopicActions.QueryRouteAsync),
        new(new(V2Actions.Subscribe, Control, Changes, new([.. SubscriptionWords, "protocol"], texts: ["filterTag.", "bindingKey."], requiredTexts: ["endpoint"])), V2SubscriptionActions.SubscribeAsync),
        new(new(V2Actions.ListSubscriptionByTopic, Control, Reads, new(["topicName", "offset", "limit"], texts: ["searchWord"])), V2SubscriptionActions.ListAsync),
        new(new(V2Actions.GetSubscriptionAttributes, Control, Reads, Subscription), V2SubscriptionActions.GetAttributesAsync),
        new(new(V2Actions.SetSubscriptionAttributes, Control, Changes, new(SubscriptionWords, texts: ["filterTag.", "bindingKey."], unused: ["protocol", "endpoint"])), V2SubscriptionActions.SetAttributesAsync),
        new(new(V2Actions.Unsubscribe, Control, Changes, Subscription), V2SubscriptionActions.UnsubscribeAsync),
        new(new(V2Actions.ClearSubscriptionFilterTags, Control, Changes, Subscription), V2SubscriptionActions.ClearFilterTagsAsync),
        Inspects(V2Actions.InspectMessages, ReadsWantedBodies, new(Place), V2InspectActions.MessagesAsync),
        Inspects(V2Actions.InspectMessage, ReadsWantedBodies, new(["queueName", "msgId", "maxBodyBytes"]), V2InspectActions.MessageAsync),
        Inspects(V2Actions.InspectSearch, ReadsBodies, new([.. Place, "maxExamined"], texts: Filter), V2InspectActions.SearchAsync),
        Inspects(V2Actions.InspectRewindCount, Reads, new(["queueName", "startConsumeTime"]), V2InspectActions.RewindCountAsync),
        Inspects(V2Actions.InspectRewindProfile, Reads, Queue, V2InspectActions.RewindProfileAsync),
        Inspects(V2Actions.InspectDelete, Changes, new(["queueName", "state", "msgId."]), V2InspectActions.DeleteAsync),
        Inspects(V2Actions.InspectMove, Changes, new(["queueName", "targetQueueName", "state", "maxMessages", "msgId."]), V2InspectActions.MoveAsync),
        Inspects(V2Actions.InspectStartJob, Changes, new(["queueName", "state", "jobAction", "targetQueueName"], texts: Filter), V2InspectActions.StartJobAsync),
        Inspects(V2Actions.InspectJobs, Reads, new([]), V2InspectActions.JobsAsync),
        Inspects(V2Actions.InspectCancelJob, Changes, new(["jobId"]), V2InspectActions.CancelJobAsync),
        Inspects(V2Actions.InspectQueues, Reads, new(["queueName.", "offset", "limit"], texts: ["searchWord"]), V2InspectActions.QueuesAsync));

    private static readonly string[] ListNames = [.. Actions.All.SelectMany(static action => action.Info.Parameters.Lists).Distinct()];

    /// <summary>The names of all lists that v2 actions read.</summary>
    public static ReadOnlySpan<string> Lists => ListNames;

    /// <summary>The action that a request's parameter <c>Action</c> names.</summary>
    /// <exception cref="CmqServiceException">The parameter is missing, or there is no such action.</exception>
    public static ServerAction<V2Context> Find(V2Parameters parameters)
    {
        if (parameters.OptionalBytes("Action") is not { Length: > 0 } action)
            throw new CmqServiceException(CmqErrors.ActionDoesNotExist);
        const int maxLength = 64;
        Span<char> name = stackalloc char[maxLength];
        if (action.Length <= maxLength && Actions.Find(name[..Encoding.Latin1.GetChars(action.Span, name)]) is { } found)
            return found;
        throw new CmqServiceException(CmqErrors.ActionNameDoesNotExist(Readable(action.Span)));
    }

    private static ServerAction<V2Context> Inspects(string name, ActionEffect effect, ActionParameters parameters, Func<V2Context, ValueTask> action) =>
        new(new(name, Control, effect, parameters), V2InspectActions.WithDetail(action));

    // Clients parse the code in the message's parentheses, so the name must not contain any.
    private static string Readable(ReadOnlySpan<byte> action)
    {
        StringBuilder text = new();
        foreach (byte b in action[..Math.Min(action.Length, 64)])
            text.Append(char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' ? (char)b : '?');
        return text.ToString();
    }
}
