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
            drift.Add(Of(stated, "endpoint", $"queue '{queueName}'", actual.Protocol == SubscriptionProtocol.Queue ? $"queue '{ShownText.Of(actual.Endpoint)}'" : "a URL", DriftKind.Fixed));
        if (!IsSame(stated.FilterTags, actual.FilterTags))
            drift.Add(Of(stated, "filterTag", Describe(stated.FilterTags), Describe(actual.FilterTags)));
        if (stated.BindingKeys.Count > 0 && !IsSame(stated.BindingKeys, actual.BindingKeys))
            drift.Add(Of(stated, "bindingKey", Describe(stated.BindingKeys), Describe(actual.BindingKeys)));
        if (stated.NotifyStrategy is { } strategy && strategy != actual.NotifyStrategy)
            drift.Add(Of(stated, "notifyStrategy", strategy.ToString(), actual.NotifyStrategy.ToString()));
        return drift;
    }

    /// <summary>A subscription that was not there.</summary>
    public static AttributeDrift Missing(SubscriptionContract stated) => Of(stated, "endpoint", "subscribed", "missing", DriftKind.Missing);

    private static AttributeDrift Of(SubscriptionContract stated, string attribute, string expected, string actual, DriftKind kind = DriftKind.Changeable) => new()
    {
        Kind = kind,
        Subject = DriftSubject.Subscription,
        SubjectName = stated.Name,
        TopicName = stated.TopicName,
        Attribute = attribute,
        Expected = expected,
        Actual = actual,
    };

    private static bool IsSame(IReadOnlyList<string> stated, IReadOnlyList<string> actual) => stated.ToHashSet(StringComparer.Ordinal).SetEquals(actual);

    private static string Describe(IReadOnlyList<string> values) => values.Count == 0 ? "none" : ShownText.Of(string.Join(", ", values));
}
