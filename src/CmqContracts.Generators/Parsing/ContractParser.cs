using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>
/// Turns a type with <c>[CmqQueue]</c> or <c>[CmqQueue&lt;TMessage&gt;]</c> into its <see cref="ContractSpec"/>. Generator and
/// analyzer both call it, so they cannot disagree.
/// </summary>
internal static class ContractParser
{
    /// <summary>The generator's way in; <see langword="null"/>: another part of the type has the attribute first, or it has both.</summary>
    public static ContractSpec? Parse(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)match.TargetSymbol;
        AttributeData? attribute = FindAttribute(type);
        if (attribute is null || !match.Attributes.Contains(attribute) || !IsOn(attribute, match.TargetNode))
            return null;
        return Parse(type, attribute, new ParseContext(match.SemanticModel.Compilation, report: null, cancellation));
    }

    /// <summary>The attribute of a type, of whichever kind.</summary>
    public static AttributeData? FindAttribute(INamedTypeSymbol type) =>
        FindAttribute(type, KnownNames.QueueAttribute) ?? FindAttribute(type, KnownNames.BindingAttribute);

    private static AttributeData? FindAttribute(INamedTypeSymbol type, string name)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "CmqQueueAttribute" } found && found.MetadataFullName() == name)
                return attribute;
        }

        return null;
    }

    public static ContractSpec Parse(INamedTypeSymbol type, AttributeData attribute, ParseContext context)
    {
        ITypeSymbol? bound = BindingParser.MessageOf(attribute);
        ITypeSymbol message = bound ?? type;
        Location? place = bound is null ? context.LocationOf(type) : BindingParser.LocationOf(attribute, context.Cancellation);
        Support support = DeclarationParser.Check(type, bound, context);
        if (bound is null)
            CheckSecond(type, context);
        else if (support is Support.Full)
            support = BindingParser.Check(bound, place, type, context);
        QueueSpec queue = QueueParser.Parse(attribute);
        ClientSpec? client = bound is null ? DeclarationParser.Client(type, context) : null;
        ShapeParser shapes = new(type, context);
        string? jsonContext = JsonContextParser.Parse(message, place, type, attribute, context);
        if (support is Support.Full && jsonContext is null)
            shapes.ParseMessage((INamedTypeSymbol)message, place);
        if (support is Support.Full && (context.IsBlocked || queue.Name.Length == 0))
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
            client,
            IsNameable(type, context) && IsNameable(message, context),
            support,
            queue,
            jsonContext,
            support is Support.Full ? new EquatableArray<TypeShape>(shapes.Shapes) : default,
            shapes.IsRecursive,
            context.Advice.For(type));
    }

    /// <summary>A message type that is a binding as well: the contract is that of the message, and both have an error.</summary>
    private static void CheckSecond(INamedTypeSymbol type, ParseContext context)
    {
        if (FindAttribute(type, KnownNames.BindingAttribute) is not { } second)
            return;
        Location? location = second.ApplicationSyntaxReference?.GetSyntax(context.Cancellation).GetLocation();
        context.Block(Descriptors.TwoAttributes, location, type.DisplayName(), BindingParser.MessageOf(second)?.DisplayName() ?? "");
    }

    /// <summary>Whether any code of the assembly may name a type.</summary>
    private static bool IsNameable(ITypeSymbol type, ParseContext context) =>
        context.Compilation.IsSymbolAccessibleWithin(type, context.Compilation.Assembly) && !AdviceCollector.Forbids(type);

    private static bool IsOn(AttributeData attribute, SyntaxNode declaration) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span);
}
