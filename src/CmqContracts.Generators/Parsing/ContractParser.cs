using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>
/// Turns a type with <c>[CmqQueue]</c> or <c>[CmqTopic]</c>, or both, into its <see cref="ContractSpec"/>, and so a class that binds
/// a message type by them. Generator and analyzer both call it, so they cannot disagree.
/// </summary>
internal static class ContractParser
{
    /// <summary>Parses for the generator; <see langword="null"/>: the type is parsed at another part of its declaration, or at another attribute.</summary>
    public static ContractSpec? Parse(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)match.TargetSymbol;
        if (ContractAttributes.Of(type) is not { Leading: { } leading } attributes || !match.Attributes.Contains(leading) || !IsOn(leading, match.TargetNode))
            return null;
        return Parse(type, attributes, new ParseContext(match.SemanticModel.Compilation, report: null, cancellation));
    }

    public static ContractSpec Parse(INamedTypeSymbol type, ContractAttributes attributes, ParseContext context)
    {
        AttributeData leading = attributes.Leading!;
        ITypeSymbol? bound = BindingParser.MessageOf(leading);
        ITypeSymbol message = bound ?? type;
        TypeLocation? location = bound is not null ? BindingParser.LocationOf(leading, bound, context) : context.LocationOf(type) is { } name ? new TypeLocation(name) : null;
        EmissionLevel level = DeclarationParser.Check(type, bound, context);
        if (bound is not null && level is EmissionLevel.Full)
            level = BindingParser.Check(bound, location?.Of(bound), type, context);
        if (attributes.Conflict is { } conflict)
            ReportConflict(conflict, leading, type, context);
        QueueSpec? queue = attributes.Queue is { } ofQueue ? QueueParser.Parse(ofQueue) : null;
        TopicSpec? topic = attributes.Topic is { } ofTopic ? TopicParser.Parse(ofTopic) : null;
        ClientSpec? queueClient = bound is null && queue is not null ? DeclarationParser.Client(type, "Queue", context) : null;
        ClientSpec? topicClient = bound is null && topic is not null ? DeclarationParser.Client(type, "Topic", context) : null;
        ShapeParser shapes = new(type, context);
        string? jsonContext = JsonContext(message, attributes, context);
        if (level is EmissionLevel.Full && jsonContext is null)
            shapes.ParseMessage((INamedTypeSymbol)message, location);
        DeduplicationKeySpec? key = queue is not null && message is INamedTypeSymbol named ? DeduplicationKeyParser.Parse(named, type, context.LocationOf(leading), context) : null;
        if (level is EmissionLevel.Full && (context.IsInvalid || queue is { Name.Length: 0 } || topic is { Name.Length: 0 }))
            level = EmissionLevel.Stub;
        context.UsageDiagnostics.Collect(type);
        return new ContractSpec
        {
            Type = message.ToRef(),
            Binding = bound is null ? null : type.FullName(),
            DisplayName = message.DisplayName(),
            MetadataName = type.MetadataFullName(),
            Namespace = type.ContainingNamespace.IsGlobalNamespace ? null : DeclarationParser.NamespaceName(type.ContainingNamespace),
            Containers = DeclarationParser.Containers(type),
            Declaration = DeclarationParser.Declaration(type),
            CodecName = DeclarationParser.FreeMemberName(type, "CmqCodec"),
            QueueClient = queueClient,
            TopicClient = topicClient,
            IsRegistered = IsNameable(type, context) && IsNameable(message, context),
            EmissionLevel = level,
            Queue = queue,
            Subscriptions = queue is null ? default : new EquatableArray<SubscriptionSpec>(attributes.Subscriptions.Select(TopicParser.ParseSubscription)),
            DeduplicationKey = key,
            Topic = topic,
            Envelope = attributes.Envelope is { } envelope ? EnvelopeParser.Parse(envelope, message) : null,
            JsonContext = jsonContext,
            Shapes = level is EmissionLevel.Full ? new EquatableArray<TypeShape>(shapes.Shapes) : default,
            IsRecursive = shapes.IsRecursive,
            UsageDiagnostics = context.UsageDiagnostics.For(type),
        };
    }

    /// <summary>The context that the queue's attribute names, or else the topic's: both share one codec.</summary>
    private static string? JsonContext(ITypeSymbol message, ContractAttributes attributes, ParseContext context)
    {
        string? ofQueue = attributes.Queue is { } queue ? JsonContextParser.Parse(message, queue, context) : null;
        return ofQueue ?? (attributes.Topic is { } topic ? JsonContextParser.Parse(message, topic, context) : null);
    }

    /// <summary>Reports a type that is the message of one attribute and binds another message with a second one: the contract is that of the first.</summary>
    private static void ReportConflict(AttributeData conflict, AttributeData leading, INamedTypeSymbol type, ParseContext context)
    {
        context.ReportError(Descriptors.TwoAttributes, context.LocationOf(conflict), type.DisplayName(), Written(leading), Written(conflict));
    }

    /// <summary>An attribute as users write it.</summary>
    private static string Written(AttributeData attribute)
    {
        string argument = BindingParser.MessageOf(attribute) is { } message ? "<" + message.DisplayName() + ">" : "";
        return "[" + AttributeExtensions.WithoutSuffix(attribute.AttributeClass!.Name) + argument + "]";
    }

    /// <summary>Whether any code of the assembly may name a type.</summary>
    private static bool IsNameable(ITypeSymbol type, ParseContext context) =>
        context.Compilation.IsSymbolAccessibleWithin(type, context.Compilation.Assembly) && !UsageDiagnosticCollector.IsObsoleteError(type);

    private static bool IsOn(AttributeData attribute, SyntaxNode declaration) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span);
}
