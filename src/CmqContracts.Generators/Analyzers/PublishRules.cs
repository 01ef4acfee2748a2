using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the routing key of a publish, where it is a constant, against the filter of the message type's topic.</summary>
internal static class PublishRules
{
    public static Diagnostic? Check(IInvocationOperation call, ContractIndex index, CancellationToken cancellation)
    {
        if (call.TargetMethod.Name is not ("PublishAsync" or "PublishManyAsync")
            || ClientCall.MessageOf(call, KnownNames.TopicPublisher, KnownNames.TopicClient) is not { } message
            || ClientCall.ArgumentOf(call, "routingKey") is not { } key
            || key.Value.ConstantValue is not { HasValue: true, Value: var constant }
            || TopicOf(message, index, cancellation) is not { } topic)
        {
            return null;
        }

        bool hasKey = constant is string { Length: > 0 };
        if (hasKey == topic.FiltersByKey)
            return null;
        Location place = (key.ArgumentKind is ArgumentKind.Explicit ? key.Value : call).Syntax.GetLocation();
        string text = hasKey
            ? $"Topic '{topic.Name}' filters by tags, so a routing key has no effect: publish with tags, or give the topic Filter = TopicFilter.RoutingKey"
            : $"Topic '{topic.Name}' filters by routing key, and CMQ refuses a message without one: publish with routingKey";
        return Descriptors.PublishDoesNotFit.At(place, text);
    }

    /// <summary>The topic of a message type; <see langword="null"/>: it has none, or several that filter differently, so that it is not known which one the call uses.</summary>
    private static TopicSpec? TopicOf(INamedTypeSymbol message, ContractIndex index, CancellationToken cancellation)
    {
        IEnumerable<TopicSpec> all = index.OfMessage(message, cancellation).Select(declaration => declaration.Topic).OfType<TopicSpec>();
        if (ContractAttributes.Of(message) is { Topic: { } attribute })
            all = all.Prepend(TopicParser.Parse(attribute));
        TopicSpec? first = all.FirstOrDefault();
        return first is not null && all.All(topic => topic.FiltersByKey == first.FiltersByKey) ? first : null;
    }
}
