using System.Collections.Frozen;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>A v2 action.</summary>
/// <param name="Name">Its name as the documents spell it.</param>
/// <param name="Handler">Reads the parameters, calls the backend and fills the reply.</param>
internal sealed record V2Action(string Name, Func<ActionContext, ValueTask> Handler);

/// <summary>The v2 actions by name, ignoring case: a Java client capitalizes one of them oddly.</summary>
internal static class ActionTable
{
    private static readonly FrozenDictionary<string, V2Action> Actions = new Dictionary<string, Func<ActionContext, ValueTask>>
    {
        [V2Actions.CreateQueue] = QueueActions.CreateAsync,
        [V2Actions.ListQueue] = QueueActions.ListAsync,
        [V2Actions.GetQueueAttributes] = QueueActions.GetAttributesAsync,
        [V2Actions.SetQueueAttributes] = QueueActions.SetAttributesAsync,
        [V2Actions.DeleteQueue] = QueueActions.DeleteAsync,
        [V2Actions.ClearQueue] = QueueActions.ClearAsync,
        [V2Actions.RewindQueue] = QueueActions.RewindAsync,
        [V2Actions.UnbindDeadLetterQueue] = QueueActions.UnbindDeadLetterAsync,
        [V2Actions.ListDeadLetterSourceQueues] = QueueActions.ListDeadLetterSourcesAsync,
        [V2Actions.QueryQueueRoute] = QueueActions.QueryRouteAsync,
        [V2Actions.SendMessage] = MessageActions.SendAsync,
        [V2Actions.BatchSendMessage] = MessageActions.BatchSendAsync,
        [V2Actions.ReceiveMessage] = MessageActions.ReceiveAsync,
        [V2Actions.BatchReceiveMessage] = MessageActions.BatchReceiveAsync,
        [V2Actions.DeleteMessage] = MessageActions.DeleteAsync,
        [V2Actions.BatchDeleteMessage] = MessageActions.BatchDeleteAsync,
        [V2Actions.CreateTopic] = TopicActions.CreateAsync,
        [V2Actions.ListTopic] = TopicActions.ListAsync,
        [V2Actions.GetTopicAttributes] = TopicActions.GetAttributesAsync,
        [V2Actions.SetTopicAttributes] = TopicActions.SetAttributesAsync,
        [V2Actions.DeleteTopic] = TopicActions.DeleteAsync,
        [V2Actions.PublishMessage] = TopicActions.PublishAsync,
        [V2Actions.BatchPublishMessage] = TopicActions.BatchPublishAsync,
        [V2Actions.QueryTopicRoute] = TopicActions.QueryRouteAsync,
        [V2Actions.Subscribe] = SubscriptionActions.SubscribeAsync,
        [V2Actions.ListSubscriptionByTopic] = SubscriptionActions.ListAsync,
        [V2Actions.GetSubscriptionAttributes] = SubscriptionActions.GetAttributesAsync,
        [V2Actions.SetSubscriptionAttributes] = SubscriptionActions.SetAttributesAsync,
        [V2Actions.Unsubscribe] = SubscriptionActions.UnsubscribeAsync,
        [V2Actions.ClearSubscriptionFilterTags] = SubscriptionActions.ClearFilterTagsAsync,
    }.ToFrozenDictionary(static entry => entry.Key, static entry => new V2Action(entry.Key, entry.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a request's <c>Action</c> names.</summary>
    /// <exception cref="CmqServiceException">The parameter is missing, or names no action.</exception>
    public static V2Action Find(V2Parameters parameters)
    {
        if (parameters.OptionalBytes("Action") is not { Length: > 0 } action)
            throw new CmqServiceException(CmqErrors.ActionMissing);
        const int longest = 64;
        Span<char> name = stackalloc char[longest];
        if (action.Length <= longest && Actions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..Encoding.Latin1.GetChars(action.Span, name)], out V2Action? found))
            return found;
        throw new CmqServiceException(CmqErrors.UnknownAction(Readable(action.Span)));
    }

    // Clients read the module code out of the reply's first brackets, so what they sent may not add any.
    private static string Readable(ReadOnlySpan<byte> action)
    {
        StringBuilder text = new();
        foreach (byte b in action[..Math.Min(action.Length, 64)])
            text.Append(char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' ? (char)b : '?');
        return text.ToString();
    }
}
