using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>The attributes that make a type a contract. Where a type has more than it may, the first counts.</summary>
/// <param name="Queue"><c>[CmqQueue]</c>; <see langword="null"/>: it has none, or one that is in conflict.</param>
/// <param name="Topic"><c>[CmqTopic]</c>; <see langword="null"/>: it has none, or one that is in conflict.</param>
/// <param name="Subscriptions">Every <c>[CmqSubscription]</c>.</param>
/// <param name="Envelope"><c>[CmqEnvelope]</c>; <see langword="null"/>: it has none.</param>
/// <param name="Conflict">The attribute that conflicts with <see cref="Leading"/>, as it is for another message type.</param>
internal sealed record ContractAttributes(AttributeData? Queue, AttributeData? Topic, ImmutableArray<AttributeData> Subscriptions, AttributeData? Envelope, AttributeData? Conflict)
{
    /// <summary>The attribute that decides what the message type is; <see langword="null"/>: the type is no contract.</summary>
    public AttributeData? Leading => Queue ?? Topic;

    /// <summary>The attributes of a type; <see langword="null"/>: it has none of them.</summary>
    public static ContractAttributes? Of(INamedTypeSymbol type)
    {
        AttributeData? queue = null, topic = null, boundQueue = null, boundTopic = null, envelope = null;
        ImmutableArray<AttributeData>.Builder? subscriptions = null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "CmqQueueAttribute" or "CmqTopicAttribute" or "CmqSubscriptionAttribute" or "CmqEnvelopeAttribute" } found)
                continue;
            switch (found.MetadataFullName())
            {
                case KnownNames.QueueAttribute: queue ??= attribute; break;
                case KnownNames.TopicAttribute: topic ??= attribute; break;
                case KnownNames.QueueBindingAttribute: boundQueue ??= attribute; break;
                case KnownNames.TopicBindingAttribute: boundTopic ??= attribute; break;
                case KnownNames.EnvelopeAttribute: envelope = attribute; break;
                case KnownNames.SubscriptionAttribute: (subscriptions ??= ImmutableArray.CreateBuilder<AttributeData>()).Add(attribute); break;
            }
        }

        if (queue is null && topic is null && boundQueue is null && boundTopic is null && subscriptions is null && envelope is null)
            return null;
        ImmutableArray<AttributeData> all = subscriptions?.ToImmutable() ?? ImmutableArray<AttributeData>.Empty;
        if (queue is not null || topic is not null)
            return new ContractAttributes(queue, topic, all, envelope, boundQueue ?? boundTopic);
        bool isOne = boundQueue is null || boundTopic is null || SymbolEqualityComparer.Default.Equals(BindingParser.MessageOf(boundQueue), BindingParser.MessageOf(boundTopic));
        return new ContractAttributes(boundQueue, isOne ? boundTopic : null, all, envelope, isOne ? null : boundTopic);
    }
}
