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
    /// <summary>The generator's way in; <see langword="null"/>: the type is parsed where another part of it, or another attribute, leads.</summary>
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
        TypePlace? place = bound is not null ? BindingParser.PlaceOf(leading, bound, context) : context.LocationOf(type) is { } name ? new TypePlace(name) : null;
        Support support = DeclarationParser.Check(type, bound, context);
        if (bound is not null && support is Support.Full)
            support = BindingParser.Check(bound, place?.Of(bound), type, context);
        if (attributes.Conflict is { } conflict)
            Refuse(conflict, leading, type, context);
        QueueSpec? queue = attributes.Queue is { } ofQueue ? QueueParser.Parse(ofQueue) : null;
        TopicSpec? topic = attributes.Topic is { } ofTopic ? TopicParser.Parse(ofTopic) : null;
        ClientSpec? queueClient = bound is null && queue is not null ? DeclarationParser.Client(type, "Queue", context) : null;
        ClientSpec? topicClient = bound is null && topic is not null ? DeclarationParser.Client(type, "Topic", context) : null;
        ShapeParser shapes = new(type, context);
        string? jsonContext = JsonContext(message, type, attributes, context);
        if (support is Support.Full && jsonContext is null)
            shapes.ParseMessage((INamedTypeSymbol)message, place);
        if (support is Support.Full && (context.IsBlocked || queue is { Name.Length: 0 } || topic is { Name.Length: 0 }))
            support = Support.Stub;
        context.Advice.Look(type);
        return new ContractSpec(
            message.ToRef(),
            bound is null ? null : type.FullName(),
            message.DisplayName(),
            type.MetadataFullName(),
            type.ContainingNamespace.IsGlobalNamespace ? null : DeclarationParser.NamespaceName(type.ContainingNamespace),
            DeclarationParser.Containers(type),
            DeclarationParser.Declaration(type),
            DeclarationParser.FreeMemberName(type, "CmqCodec"),
            queueClient,
            topicClient,
            IsNameable(type, context) && IsNameable(message, context),
            support,
            queue,
            queue is null ? default : new EquatableArray<SubscriptionSpec>(attributes.Subscriptions.Select(TopicParser.ParseSubscription)),
            topic,
            jsonContext,
            support is Support.Full ? new EquatableArray<TypeShape>(shapes.Shapes) : default,
            shapes.IsRecursive,
            context.Advice.For(type));
    }

    /// <summary>The context that the queue asks for, or else the topic: both have one codec.</summary>
    private static string? JsonContext(ITypeSymbol message, INamedTypeSymbol home, ContractAttributes attributes, ParseContext context)
    {
        string? ofQueue = attributes.Queue is { } queue ? JsonContextParser.Parse(message, home, queue, context) : null;
        return ofQueue ?? (attributes.Topic is { } topic ? JsonContextParser.Parse(message, home, topic, context) : null);
    }

    /// <summary>A type that is the message of one attribute and binds another one: the contract is that of the first, and the second has an error.</summary>
    private static void Refuse(AttributeData conflict, AttributeData leading, INamedTypeSymbol type, ParseContext context)
    {
        context.Block(Descriptors.TwoAttributes, context.LocationOf(conflict), type.DisplayName(), Written(leading), Written(conflict));
    }

    /// <summary>An attribute as users write it.</summary>
    private static string Written(AttributeData attribute)
    {
        string argument = BindingParser.MessageOf(attribute) is { } message ? "<" + message.DisplayName() + ">" : "";
        return "[" + AttributeExtensions.WithoutEnding(attribute.AttributeClass!.Name) + argument + "]";
    }

    /// <summary>Whether any code of the assembly may name a type.</summary>
    private static bool IsNameable(ITypeSymbol type, ParseContext context) =>
        context.Compilation.IsSymbolAccessibleWithin(type, context.Compilation.Assembly) && !AdviceCollector.Forbids(type);

    private static bool IsOn(AttributeData attribute, SyntaxNode declaration) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span);
}
