using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>The declaration of a contract: a message type with its queue, its topic, or both.</summary>
/// <param name="Type">The type that has the attributes.</param>
/// <param name="Message">The message type: that one, or the one that it binds.</param>
/// <param name="Queue">The queue; <see langword="null"/>: it has none.</param>
/// <param name="Topic">The topic; <see langword="null"/>: it has none.</param>
/// <param name="Subscriptions">The queue's subscriptions.</param>
/// <param name="Envelope">The envelope; <see langword="null"/>: it has none.</param>
internal sealed record ContractDeclaration(INamedTypeSymbol Type, ITypeSymbol Message, QueueSpec? Queue, TopicSpec? Topic, EquatableArray<SubscriptionSpec> Subscriptions, EnvelopeSpec? Envelope)
{
    /// <summary>Reads the complete attributes of a type.</summary>
    public static ContractDeclaration Of(INamedTypeSymbol type, ContractAttributes attributes)
    {
        QueueSpec? queue = attributes.Queue is { } ofQueue && ofQueue.IsComplete() ? QueueParser.Parse(ofQueue) : null;
        TopicSpec? topic = attributes.Topic is { } ofTopic && ofTopic.IsComplete() ? TopicParser.Parse(ofTopic) : null;
        IEnumerable<SubscriptionSpec> subscriptions = queue is null ? Array.Empty<SubscriptionSpec>() : attributes.Subscriptions.Where(AttributeExtensions.IsComplete).Select(TopicParser.ParseSubscription);
        ITypeSymbol message = BindingParser.MessageOf(attributes.Leading!) ?? type;
        EnvelopeSpec? envelope = attributes.Envelope is { } ofEnvelope ? EnvelopeParser.Parse(ofEnvelope, message) : null;
        return new ContractDeclaration(type, message, queue, topic, new EquatableArray<SubscriptionSpec>(subscriptions), envelope);
    }
}

/// <summary>
/// The queues and topics of all message types of a compilation. They are collected on first use, so that a project without
/// messages has no cost. No action at the compilation's end is needed, so the rules report while the user types.
/// </summary>
internal sealed class ContractIndex(Compilation compilation)
{
    // Two threads may both compute one of these; the results are equal.
    private ContractDeclaration[]? _all;
    private ILookup<string, ContractDeclaration>? _queues;
    private ILookup<string, ContractDeclaration>? _topics;
    private ILookup<string, ContractDeclaration>? _subscribers;
    private ILookup<ITypeSymbol, ContractDeclaration>? _messages;

    /// <summary>The contracts with a queue, in the order of files and lines.</summary>
    public IEnumerable<ContractDeclaration> OfQueue(string queue, CancellationToken cancellation) =>
        (_queues ??= All(cancellation).Where(declaration => declaration.Queue is not null).ToLookup(declaration => declaration.Queue!.Name, CmqNameRule.Comparer))[queue];

    /// <summary>The contracts with a topic, in the order of files and lines.</summary>
    public IEnumerable<ContractDeclaration> OfTopic(string topic, CancellationToken cancellation) =>
        (_topics ??= All(cancellation).Where(declaration => declaration.Topic is not null).ToLookup(declaration => declaration.Topic!.Name, CmqNameRule.Comparer))[topic];

    /// <summary>The contracts with a subscription to a topic, in the order of files and lines.</summary>
    public IEnumerable<ContractDeclaration> SubscribersOf(string topic, CancellationToken cancellation)
    {
        _subscribers ??= All(cancellation)
            .SelectMany(declaration => declaration.Subscriptions.Select(subscription => subscription.Topic).Distinct(CmqNameRule.Comparer).Select(name => (name, declaration)))
            .ToLookup(found => found.name, found => found.declaration, CmqNameRule.Comparer);
        return _subscribers[topic];
    }

    /// <summary>The queues and topics of a message type: its own, and those that it is bound to.</summary>
    public IEnumerable<ContractDeclaration> OfMessage(ITypeSymbol message, CancellationToken cancellation) =>
        (_messages ??= All(cancellation).ToLookup(declaration => declaration.Message, (IEqualityComparer<ITypeSymbol>)SymbolEqualityComparer.Default))[message];

    private ContractDeclaration[] All(CancellationToken cancellation) => _all ??= Find(compilation.Assembly.GlobalNamespace, cancellation)
        .OrderBy(found => found.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(found => found.Syntax.Span.Start)
        .Select(found => found.Contract)
        .ToArray();

    private static IEnumerable<(ContractDeclaration Contract, SyntaxReference Syntax)> Find(INamespaceOrTypeSymbol space, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (space is INamedTypeSymbol type && ContractAttributes.Of(type) is { Leading.ApplicationSyntaxReference: { } place } attributes)
            yield return (ContractDeclaration.Of(type, attributes), place);
        IEnumerable<INamespaceOrTypeSymbol> members = space is INamespaceSymbol names ? names.GetMembers() : space.GetTypeMembers();
        foreach (INamespaceOrTypeSymbol member in members)
        {
            foreach ((ContractDeclaration Contract, SyntaxReference Syntax) found in Find(member, cancellation))
                yield return found;
        }
    }
}
