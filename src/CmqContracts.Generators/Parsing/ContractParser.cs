using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Turns a type with <c>[CmqQueue]</c> into its <see cref="ContractSpec"/>. Generator and analyzer both call it, so they cannot disagree.</summary>
internal static class ContractParser
{
    /// <summary>The generator's way in; <see langword="null"/>: another part of the type has the attribute first.</summary>
    public static ContractSpec? Parse(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)match.TargetSymbol;
        AttributeData? attribute = FindAttribute(type);
        if (attribute is null || !IsOn(attribute, match.TargetNode))
            return null;
        return Parse(type, attribute, new ParseContext(match.SemanticModel.Compilation, report: null, cancellation));
    }

    /// <summary>The attribute of a type.</summary>
    public static AttributeData? FindAttribute(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "CmqQueueAttribute" } found && found.MetadataFullName() == KnownNames.QueueAttribute)
                return attribute;
        }

        return null;
    }

    public static ContractSpec Parse(INamedTypeSymbol type, AttributeData attribute, ParseContext context)
    {
        Support support = DeclarationParser.Check(type, context);
        QueueSpec queue = QueueParser.Parse(attribute);
        ClientSpec? client = DeclarationParser.Client(type, context);
        ShapeParser shapes = new(type, context);
        string? jsonContext = JsonContextParser.Parse(type, attribute, context);
        if (support is Support.Full && jsonContext is null)
            shapes.ParseMessage();
        if (support is Support.Full && (context.IsBlocked || queue.Name.Length == 0))
            support = Support.Stub;
        context.Advice.Look(type);
        return new ContractSpec(
            type.ToRef(),
            type.DisplayName(),
            type.MetadataFullName(),
            type.ContainingNamespace.IsGlobalNamespace ? null : DeclarationParser.NamespaceName(type.ContainingNamespace),
            DeclarationParser.Containers(type),
            DeclarationParser.Declaration(type),
            DeclarationParser.FreeMemberName(type, "CmqCodec"),
            client,
            DeclarationParser.IsVisibleInAssembly(type) && !AdviceCollector.Forbids(type),
            support,
            queue,
            jsonContext,
            support is Support.Full ? new EquatableArray<TypeShape>(shapes.Shapes) : default,
            shapes.IsRecursive,
            context.Advice.For(type));
    }

    private static bool IsOn(AttributeData attribute, SyntaxNode declaration) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span);
}
