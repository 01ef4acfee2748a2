using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>A message type with its queue, its topic, or both.</summary>
/// <param name="Type">The type that has the attributes.</param>
/// <param name="Message">The message type: that one, or the one that it binds.</param>
/// <param name="Queue">The queue; <see langword="null"/>: it has none.</param>
/// <param name="Topic">The topic; <see langword="null"/>: it has none.</param>
/// <param name="Subscriptions">The queue's subscriptions.</param>
internal sealed record ContractUse(INamedTypeSymbol Type, ITypeSymbol Message, QueueSpec? Queue, TopicSpec? Topic, EquatableArray<SubscriptionSpec> Subscriptions)
{
    /// <summary>Reads the complete attributes of a type.</summary>
    public static ContractUse Of(INamedTypeSymbol type, ContractAttributes attributes)
    {
        QueueSpec? queue = attributes.Queue is { } ofQueue && ofQueue.IsComplete() ? QueueParser.Parse(ofQueue) : null;
        TopicSpec? topic = attributes.Topic is { } ofTopic && ofTopic.IsComplete() ? TopicParser.Parse(ofTopic) : null;
        IEnumerable<SubscriptionSpec> subscriptions = queue is null ? Array.Empty<SubscriptionSpec>() : attributes.Subscriptions.Where(AttributeExtensions.IsComplete).Select(TopicParser.ParseSubscription);
        return new ContractUse(type, BindingParser.MessageOf(attributes.Leading!) ?? type, queue, topic, new EquatableArray<SubscriptionSpec>(subscriptions));
    }
}

/// <summary>
/// The queues and topics of all message types of a compilation. They are collected on first use, so that a project without
/// messages has no cost. No action at the compilation's end is needed, so the rules report while the user types.
/// </summary>
internal sealed class ContractIndex(Compilation compilation)
{
    // Two threads may both compute one of these; the results are equal.
    private ContractUse[]? _all;
    private ILookup<string, ContractUse>? _queues;
    private ILookup<string, ContractUse>? _topics;
    private ILookup<string, ContractUse>? _subscribers;
    private ILookup<ITypeSymbol, ContractUse>? _messages;

    /// <summary>The contracts with a queue, in the order of files and lines.</summary>
    public IEnumerable<ContractUse> OfQueue(string queue, CancellationToken cancellation) =>
        (_queues ??= All(cancellation).Where(use => use.Queue is not null).ToLookup(use => use.Queue!.Name, CmqNameRule.Comparer))[queue];

    /// <summary>The contracts with a topic, in the order of files and lines.</summary>
    public IEnumerable<ContractUse> OfTopic(string topic, CancellationToken cancellation) =>
        (_topics ??= All(cancellation).Where(use => use.Topic is not null).ToLookup(use => use.Topic!.Name, CmqNameRule.Comparer))[topic];

    /// <summary>The contracts with a subscription to a topic, in the order of files and lines.</summary>
    public IEnumerable<ContractUse> SubscribersOf(string topic, CancellationToken cancellation)
    {
        _subscribers ??= All(cancellation)
            .SelectMany(use => use.Subscriptions.Select(subscription => subscription.Topic).Distinct(CmqNameRule.Comparer).Select(name => (name, use)))
            .ToLookup(found => found.name, found => found.use, CmqNameRule.Comparer);
        return _subscribers[topic];
    }

    /// <summary>The queues and topics of a message type: its own, and those that it is bound to.</summary>
    public IEnumerable<ContractUse> OfMessage(ITypeSymbol message, CancellationToken cancellation) =>
        (_messages ??= All(cancellation).ToLookup(use => use.Message, (IEqualityComparer<ITypeSymbol>)SymbolEqualityComparer.Default))[message];

    private ContractUse[] All(CancellationToken cancellation) => _all ??= Find(compilation.Assembly.GlobalNamespace, cancellation)
        .OrderBy(found => found.Declaration.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(found => found.Declaration.Span.Start)
        .Select(found => found.Use)
        .ToArray();

    private static IEnumerable<(ContractUse Use, SyntaxReference Declaration)> Find(INamespaceOrTypeSymbol space, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (space is INamedTypeSymbol type && ContractAttributes.Of(type) is { Leading.ApplicationSyntaxReference: { } place } attributes)
            yield return (ContractUse.Of(type, attributes), place);
        IEnumerable<INamespaceOrTypeSymbol> members = space is INamespaceSymbol names ? names.GetMembers() : space.GetTypeMembers();
        foreach (INamespaceOrTypeSymbol member in members)
        {
            foreach ((ContractUse Use, SyntaxReference Declaration) found in Find(member, cancellation))
                yield return found;
        }
    }
}
