using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Finds the errors in the values of a contract's attributes.</summary>
/// <param name="limits">The limits in force.</param>
/// <param name="index">The other contracts.</param>
/// <param name="cancellation">Ends the checks.</param>
internal sealed class AttributeRules(CmqLimits limits, ContractIndex index, CancellationToken cancellation)
{
    private const string JsonContext = "JsonContext";

    /// <summary>The errors, each with its attribute.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="contract">Their values.</param>
    /// <param name="schema">The shape of the bodies; <see langword="null"/>: it is not known.</param>
    public IEnumerable<(AttributeData Attribute, AttributeProblem Problem)> Check(ContractAttributes attributes, ContractDeclaration contract, ContractSchema? schema)
    {
        IEnumerable<(AttributeData, AttributeProblem)> found = Array.Empty<(AttributeData, AttributeProblem)>();
        if (contract.Queue is { } queue)
            found = found.Concat(CheckQueue(contract, queue, schema).Select(problem => (attributes.Queue!, problem)));
        if (contract.Topic is not null)
            found = found.Concat(CheckTopic(attributes.Topic!, contract, schema).Select(problem => (attributes.Topic!, problem)));
        if (attributes.Envelope is { } envelope)
        {
            bool hasContext = attributes.Queue?.Named(JsonContext) is not null || attributes.Topic?.Named(JsonContext) is not null;
            found = found.Concat(EnvelopeRules.Check(contract.Envelope!, contract.Message.DisplayName(), hasContext, schema).Select(problem => (envelope, problem)));
        }

        return found.Concat(attributes.Subscriptions
            .Where(AttributeExtensions.IsComplete)
            .Zip(contract.Subscriptions.Select((subscription, i) => CheckSubscription(contract, subscription, i)), (attribute, problems) => problems.Select(problem => (attribute, problem)))
            .SelectMany(problems => problems));
    }

    private IEnumerable<AttributeProblem> CheckQueue(ContractDeclaration contract, QueueSpec queue, ContractSchema? schema)
    {
        IEnumerable<AttributeProblem> problems = QueueRules.Check(queue, limits).Concat(QueuePairRules.Check(contract.Message, queue, index, cancellation));
        return schema is null ? problems : problems.Concat(BodySizeRule.Check(schema, "queue", EnvelopeRules.SizeOf(contract.Envelope, "queues", queue.Name), queue.MaxMsgSize, limits.MaxMsgSize));
    }

    private IEnumerable<AttributeProblem> CheckTopic(AttributeData attribute, ContractDeclaration contract, ContractSchema? schema)
    {
        IEnumerable<AttributeProblem> problems = TopicAttributeRules.Check(attribute, contract.Topic!, contract.Message, limits, index, cancellation);
        return schema is null ? problems : problems.Concat(BodySizeRule.Check(schema, "topic", EnvelopeRules.SizeOf(contract.Envelope, "topics", contract.Topic!.Name), contract.Topic!.MaxMsgSize, limits.TopicMaxMsgSize));
    }

    private IEnumerable<AttributeProblem> CheckSubscription(ContractDeclaration contract, SubscriptionSpec subscription, int position)
    {
        SubscriptionRules rules = new(subscription, limits);
        foreach (AttributeProblem problem in rules.CheckValues())
            yield return problem;
        if (rules.CheckFilter(index.OfTopic(subscription.Topic, cancellation).FirstOrDefault()?.Topic) is { } mismatch)
            yield return mismatch;
        if (rules.CheckName(contract, position, index.SubscribersOf(subscription.Topic, cancellation)) is { } taken)
            yield return taken;
    }
}
