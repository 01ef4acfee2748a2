using System.Globalization;
using System.Text;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks a <c>[CmqSubscription]</c> against the limits, against its topic where that is in the compilation, and against the other subscriptions.</summary>
/// <param name="subscription">The subscription.</param>
/// <param name="limits">The limits in force.</param>
internal sealed class SubscriptionRules(SubscriptionSpec subscription, CmqLimits limits)
{
    private const string FilterTags = nameof(SubscriptionSpec.FilterTags);
    private const string BindingKeys = nameof(SubscriptionSpec.BindingKeys);

    /// <summary>The errors in its own values.</summary>
    public IEnumerable<AttributeProblem> CheckValues()
    {
        if (CmqNameRule.Explain("topic", subscription.Topic, limits) is { } topic)
            yield return new AttributeProblem(Descriptors.TopicName, null, new object[] { QueueRules.Clause(topic) }, NearestName.Of(subscription.Topic, limits, 't'));
        if (subscription.Name is { } name && CmqNameRule.Explain("subscription", name, limits) is { } wrong)
            yield return new AttributeProblem(Descriptors.SubscriptionName, nameof(subscription.Name), new object[] { QueueRules.Clause(wrong) }, NearestName.Of(name, limits, 's'));
        if ((TooMany(FilterTags, subscription.FilterTags, limits.FilterTags) ?? subscription.FilterTags.Select(WrongTag).FirstOrDefault(text => text is not null)) is { } tags)
            yield return new AttributeProblem(Descriptors.TagsOrKeysOutOfLimits, FilterTags, new object[] { tags });
        if ((TooMany(BindingKeys, subscription.BindingKeys, limits.BindingKeys) ?? subscription.BindingKeys.Select(WrongKey).FirstOrDefault(text => text is not null)) is { } keys)
            yield return new AttributeProblem(Descriptors.TagsOrKeysOutOfLimits, BindingKeys, new object[] { keys });
    }

    /// <summary>Whether it fits the filter of its topic.</summary>
    /// <param name="topic">The topic; <see langword="null"/>: it is not in the compilation.</param>
    public AttributeProblem? CheckFilter(TopicSpec? topic)
    {
        // If the queue is created first, binding keys create a topic that filters by routing key.
        bool filtersByKey = topic?.FiltersByKey ?? subscription.BindingKeys.Count > 0;
        if (filtersByKey && subscription.FilterTags.Count > 0)
            return new AttributeProblem(Descriptors.SubscriptionDoesNotFit, FilterTags, new object[] { subscription.Topic, "routing key", FilterTags, BindingKeys });
        if (!filtersByKey && subscription.BindingKeys.Count > 0)
            return new AttributeProblem(Descriptors.SubscriptionDoesNotFit, BindingKeys, new object[] { subscription.Topic, "tags", BindingKeys, FilterTags });
        return filtersByKey && subscription.BindingKeys.Count == 0 ? new AttributeProblem(Descriptors.NoBindingKeys, BindingKeys, new object[] { subscription.Topic }) : null;
    }

    /// <summary>Whether another subscription has its name.</summary>
    /// <param name="declaring">The type that declares it, and its queue.</param>
    /// <param name="position">Which of the subscriptions of that type it is.</param>
    /// <param name="subscribers">All types with subscriptions to the topic, in order.</param>
    public AttributeProblem? CheckName(ContractDeclaration declaring, int position, IEnumerable<ContractDeclaration> subscribers)
    {
        string name = subscription.Name ?? declaring.Queue!.Name;
        foreach (ContractDeclaration other in subscribers)
        {
            bool isDeclaring = SymbolEqualityComparer.Default.Equals(other.Type, declaring.Type);
            int before = isDeclaring ? position : other.Subscriptions.Count;
            bool isTaken = other.Subscriptions.Take(before).Any(candidate =>
                CmqNameRule.Comparer.Equals(candidate.Topic, subscription.Topic) && CmqNameRule.Comparer.Equals(candidate.Name ?? other.Queue!.Name, name));
            // Two versions of a message that share a queue also share its subscriptions.
            if (isTaken && (isDeclaring || !CmqNameRule.Comparer.Equals(other.Queue!.Name, declaring.Queue!.Name)))
                return new AttributeProblem(Descriptors.SubscriptionOfAnotherQueue, subscription.Name is null ? null : nameof(subscription.Name), new object[] { name, subscription.Topic, other.Queue!.Name });
            if (isDeclaring)
                return null;
        }

        return null;
    }

    private static string? TooMany(string argument, EquatableArray<string> values, CmqLimit limit) =>
        limit.Contains(values.Count) ? null : string.Format(CultureInfo.InvariantCulture, "{0} has {1} entries; at most {2} are allowed", argument, values.Count, limit.Maximum);

    private string? WrongTag(string tag) =>
        limits.TagLength.Contains(tag.Length) ? null : string.Format(CultureInfo.InvariantCulture, "Tag '{0}' has {1} characters; use {2}", tag, tag.Length, limits.TagLength.Range);

    private string? WrongKey(string key)
    {
        int bytes = Encoding.UTF8.GetByteCount(key), dots = key.Count(c => c == '.');
        return !limits.KeyLength.Contains(bytes) ? string.Format(CultureInfo.InvariantCulture, "Binding key '{0}' has {1} bytes; use {2}", key, bytes, limits.KeyLength.Range)
            : !limits.KeyDots.Contains(dots) ? string.Format(CultureInfo.InvariantCulture, "Binding key '{0}' has {1} dots; at most {2} are allowed", key, dots, limits.KeyDots.Maximum)
            : null;
    }
}
