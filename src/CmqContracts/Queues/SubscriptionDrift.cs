using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Compares what a contract states of a subscription with what the service has.</summary>
internal static class SubscriptionDrift
{
    /// <summary>What differs. No tags in the contract means every message, so tags that are there differ; what else it does not state cannot differ.</summary>
    public static List<AttributeDrift> Find(SubscriptionContract stated, string queueName, SubscriptionAttributes actual)
    {
        List<AttributeDrift> drift = [];
        // A URL may have a password in it, so it is not repeated.
        if (actual.Protocol != SubscriptionProtocol.Queue || !CmqNameRule.Comparer.Equals(actual.Endpoint, queueName))
            drift.Add(new AttributeDrift(Of("endpoint", stated), $"queue '{queueName}'", actual.Protocol == SubscriptionProtocol.Queue ? $"queue '{ShownText.Of(actual.Endpoint)}'" : "a URL") { IsFixed = true });
        if (!IsSame(stated.Tags, actual.FilterTags))
            drift.Add(new AttributeDrift(Of("filterTag", stated), Describe(stated.Tags), Describe(actual.FilterTags)));
        if (stated.BindingKeys.Count > 0 && !IsSame(stated.BindingKeys, actual.BindingKeys))
            drift.Add(new AttributeDrift(Of("bindingKey", stated), Describe(stated.BindingKeys), Describe(actual.BindingKeys)));
        if (stated.Strategy is { } strategy && strategy != actual.NotifyStrategy)
            drift.Add(new AttributeDrift(Of("notifyStrategy", stated), strategy.ToString(), actual.NotifyStrategy.ToString()));
        return drift;
    }

    /// <summary>A subscription that was not there.</summary>
    public static AttributeDrift Missing(SubscriptionContract stated) => new(Of("endpoint", stated), "subscribed", "missing");

    private static string Of(string attribute, SubscriptionContract stated) => $"{attribute} of subscription '{stated.Name}' to topic '{stated.TopicName}'";

    private static bool IsSame(IReadOnlyList<string> stated, IReadOnlyList<string> actual) => stated.ToHashSet(StringComparer.Ordinal).SetEquals(actual);

    private static string Describe(IReadOnlyList<string> values) => values.Count == 0 ? "none" : ShownText.Of(string.Join(", ", values));
}
