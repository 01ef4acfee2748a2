using System.Collections.Frozen;

namespace CmqContracts.Server;

/// <summary>An action of API 3.0.</summary>
/// <param name="Name">Its name as the documents spell it.</param>
/// <param name="Handler">Reads the parameters, calls the backend and fills the reply.</param>
internal sealed record Api3Action(string Name, Func<Api3Context, ValueTask> Handler);

/// <summary>The actions of API 3.0 by name, ignoring case as in v2.</summary>
internal static class Api3ActionTable
{
    private static readonly FrozenDictionary<string, Api3Action> Actions = new Dictionary<string, Func<Api3Context, ValueTask>>
    {
        ["CreateCmqQueue"] = Api3QueueActions.CreateAsync,
        ["ModifyCmqQueueAttribute"] = Api3QueueActions.ModifyAsync,
        ["DeleteCmqQueue"] = Api3QueueActions.DeleteAsync,
        ["DescribeCmqQueueDetail"] = Api3QueueQueries.DetailAsync,
        ["DescribeCmqQueues"] = Api3QueueQueries.ListAsync,
        ["DescribeCmqDeadLetterSourceQueues"] = Api3QueueQueries.ListDeadLetterSourcesAsync,
        ["ClearCmqQueue"] = Api3QueueActions.ClearAsync,
        ["RewindCmqQueue"] = Api3QueueActions.RewindAsync,
        ["UnbindCmqDeadLetter"] = Api3QueueActions.UnbindDeadLetterAsync,
        ["SendCmqMsg"] = Api3MessageActions.SendAsync,
        ["CreateCmqTopic"] = Api3TopicActions.CreateAsync,
        ["ModifyCmqTopicAttribute"] = Api3TopicActions.ModifyAsync,
        ["DeleteCmqTopic"] = Api3TopicActions.DeleteAsync,
        ["DescribeCmqTopicDetail"] = Api3TopicActions.DetailAsync,
        ["DescribeCmqTopics"] = Api3TopicActions.ListAsync,
        ["PublishCmqMsg"] = Api3MessageActions.PublishAsync,
        ["CreateCmqSubscribe"] = Api3SubscriptionActions.SubscribeAsync,
        ["ModifyCmqSubscriptionAttribute"] = Api3SubscriptionActions.ModifyAsync,
        ["DeleteCmqSubscribe"] = Api3SubscriptionActions.UnsubscribeAsync,
        ["DescribeCmqSubscriptionDetail"] = Api3SubscriptionActions.DetailAsync,
        ["ClearCmqSubscriptionFilterTags"] = Api3SubscriptionActions.ClearFilterTagsAsync,
    }.ToFrozenDictionary(static entry => entry.Key, static entry => new Api3Action(entry.Key, entry.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>The action of a name.</summary>
    /// <exception cref="Api3Exception">There is none.</exception>
    public static Api3Action Find(string name) => Actions.TryGetValue(name, out Api3Action? action)
        ? action
        : throw new Api3Exception(Api3Errors.InvalidAction, "There is no such action. Messages are received and deleted by v2 actions.");
}
