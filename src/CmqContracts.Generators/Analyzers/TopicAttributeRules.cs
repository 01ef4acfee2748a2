using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks a <c>[CmqTopic]</c> against the limits that client and server enforce, and against the other topics of the compilation.</summary>
internal static class TopicAttributeRules
{
    private const string Filter = "Filter";

    public static IEnumerable<AttributeProblem> Check(AttributeData attribute, TopicSpec topic, ITypeSymbol message, CmqLimits limits, ContractIndex index, CancellationToken cancellation)
    {
        if (CmqNameRule.Explain("topic", topic.Name, limits) is { } wrong)
            yield return new AttributeProblem(Descriptors.TopicName, null, new object[] { QueueRules.Clause(wrong) }, NearestName.Of(topic.Name, limits, 't'));
        if (topic.MaxMsgSize is { } size && !limits.TopicMaxMsgSize.Contains(size))
            yield return new AttributeProblem(Descriptors.OutOfRange, nameof(topic.MaxMsgSize), new object[] { QueueRules.Explain(nameof(topic.MaxMsgSize), size, limits.TopicMaxMsgSize) }, limits.TopicMaxMsgSize.Clamp(size).ToString(CultureInfo.InvariantCulture));
        if (attribute.Named(Filter) is int filter and not (1 or 2))
            yield return new AttributeProblem(Descriptors.OutOfRange, Filter, new object[] { $"{Filter} is {filter.ToString(CultureInfo.InvariantCulture)}; it must be 1 (TopicFilter.Tags) or 2 (TopicFilter.RoutingKey)" });
        if (topic.Name.Length > 0
            && index.OfTopic(topic.Name, cancellation).FirstOrDefault() is { } first
            && !SymbolEqualityComparer.Default.Equals(first.Message, message))
        {
            yield return new AttributeProblem(Descriptors.TopicOfAnotherMessage, null, new object[] { topic.Name, first.Message.DisplayName() });
        }
    }
}
