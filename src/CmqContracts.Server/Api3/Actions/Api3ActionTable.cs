using System.Collections.Frozen;

namespace CmqContracts.Server;

/// <summary>An action of API 3.0.</summary>
/// <param name="Name">Its name as the documents spell it.</param>
/// <param name="IsReadOnly">Whether it changes nothing.</param>
/// <param name="Handler">Reads the parameters, calls the backend and fills the reply.</param>
internal sealed record Api3Action(string Name, bool IsReadOnly, Func<Api3Context, ValueTask> Handler);

/// <summary>The actions of API 3.0 by name, ignoring case as in v2.</summary>
internal static class Api3ActionTable
{
    private static readonly FrozenDictionary<string, Api3Action> Actions = new Dictionary<string, Api3Action>
    {
        ["CreateCmqQueue"] = Changing(Api3QueueActions.CreateAsync),
        ["ModifyCmqQueueAttribute"] = Changing(Api3QueueActions.ModifyAsync),
        ["DeleteCmqQueue"] = Changing(Api3QueueActions.DeleteAsync),
        ["DescribeCmqQueueDetail"] = Reading(Api3QueueQueries.DetailAsync),
        ["DescribeCmqQueues"] = Reading(Api3QueueQueries.ListAsync),
        ["DescribeCmqDeadLetterSourceQueues"] = Reading(Api3QueueQueries.ListDeadLetterSourcesAsync),
        ["ClearCmqQueue"] = Changing(Api3QueueActions.ClearAsync),
        ["RewindCmqQueue"] = Changing(Api3QueueActions.RewindAsync),
        ["UnbindCmqDeadLetter"] = Changing(Api3QueueActions.UnbindDeadLetterAsync),
        ["SendCmqMsg"] = Changing(Api3MessageActions.SendAsync),
        ["CreateCmqTopic"] = Changing(Api3TopicActions.CreateAsync),
        ["ModifyCmqTopicAttribute"] = Changing(Api3TopicActions.ModifyAsync),
        ["DeleteCmqTopic"] = Changing(Api3TopicActions.DeleteAsync),
        ["DescribeCmqTopicDetail"] = Reading(Api3TopicActions.DetailAsync),
        ["DescribeCmqTopics"] = Reading(Api3TopicActions.ListAsync),
        ["PublishCmqMsg"] = Changing(Api3MessageActions.PublishAsync),
        ["CreateCmqSubscribe"] = Changing(Api3SubscriptionActions.SubscribeAsync),
        ["ModifyCmqSubscriptionAttribute"] = Changing(Api3SubscriptionActions.ModifyAsync),
        ["DeleteCmqSubscribe"] = Changing(Api3SubscriptionActions.UnsubscribeAsync),
        ["DescribeCmqSubscriptionDetail"] = Reading(Api3SubscriptionActions.DetailAsync),
        ["ClearCmqSubscriptionFilterTags"] = Changing(Api3SubscriptionActions.ClearFilterTagsAsync),
    }.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Value with { Name = entry.Key }, StringComparer.OrdinalIgnoreCase);

    /// <summary>The action of a name.</summary>
    /// <exception cref="Api3Exception">There is none.</exception>
    public static Api3Action Find(string name) => Actions.TryGetValue(name, out Api3Action? action)
        ? action
        : throw new Api3Exception(Api3Errors.InvalidAction, "There is no such action. Messages are received and deleted by v2 actions.");

    private static Api3Action Changing(Func<Api3Context, ValueTask> handler) => new("", IsReadOnly: false, handler);

    private static Api3Action Reading(Func<Api3Context, ValueTask> handler) => new("", IsReadOnly: true, handler);
}
