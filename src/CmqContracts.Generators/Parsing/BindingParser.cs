using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads which type <c>[CmqQueue&lt;TMessage&gt;]</c> or <c>[CmqTopic&lt;TMessage&gt;]</c> binds, and whether messages can be of that type.</summary>
internal static class BindingParser
{
    /// <summary>Whether a type may be a binding, judged by syntax alone: the attributes with and without a type argument have the same name, and most types have the latter.</summary>
    public static bool MayBind(TypeDeclarationSyntax type) =>
        type.AttributeLists.Any(list => list.Attributes.Any(attribute => SimpleName(attribute) is not IdentifierNameSyntax
        {
            Identifier.ValueText: "CmqQueue" or "CmqQueueAttribute" or "CmqTopic" or "CmqTopicAttribute" or "CmqSubscription" or "CmqSubscriptionAttribute",
        }));

    /// <summary>The bound type; <see langword="null"/>: the attribute is on the message type itself.</summary>
    public static ITypeSymbol? MessageOf(AttributeData attribute) =>
        attribute.AttributeClass is { TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;

    /// <summary>Where the attribute names the type: the location of all diagnostics about a type of another assembly.</summary>
    public static TypeLocation? LocationOf(AttributeData attribute, ITypeSymbol message, ParseContext context)
    {
        if (!context.ReportsDiagnostics || attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) is not AttributeSyntax syntax)
            return null;
        NameSyntax name = SimpleName(syntax);
        return name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? new TypeLocation(arguments[0].GetLocation(), arguments[0], message) : new TypeLocation(name.GetLocation());
    }

    /// <summary>How much can be emitted for the bound type.</summary>
    public static EmissionLevel Check(ITypeSymbol message, Location? location, INamedTypeSymbol binding, ParseContext context)
    {
        if (IsCompilerError(message)
            || !Constraints.AreMet(message, context.Compilation)
            || !context.Compilation.IsSymbolAccessibleWithin(message, binding)
            || (UsageDiagnosticCollector.IsObsoleteError(message) && !UsageDiagnosticCollector.IsObsolete(binding)))
        {
            return EmissionLevel.None;
        }

        if (FileLocalTypes.IsIn(message))
        {
            context.ReportError(Descriptors.NotAMessage, location, message.DisplayName(), "a file-local type", "code in generated files cannot name it, so remove 'file'");
            return EmissionLevel.None;
        }

        if (ExternAliases.Of(message, context.Compilation) is { } alias)
        {
            context.ReportError(Descriptors.NotAMessage, location, message.DisplayName(), "of an assembly that is referenced under the alias '" + alias + "' only", "generated code does not have that alias, so add global to the Aliases of the reference");
            return EmissionLevel.None;
        }

        if (ReasonAgainst(message) is not { } reason)
            return EmissionLevel.Full;
        context.ReportError(Descriptors.NotAMessage, location, message.DisplayName(), reason, "use a record, class or struct of your own that contains what is sent");
        return EmissionLevel.Stub;
    }

    private static NameSyntax SimpleName(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax qualified => qualified.Name,
        NameSyntax simple => simple,
    };

    /// <summary>Whether the compiler already reports an error for the type argument.</summary>
    private static bool IsCompilerError(ITypeSymbol message) =>
        ErrorTypes.IsIn(message)
        || message.IsRefLikeType
        || message.SpecialType is SpecialType.System_Void
        || message is INamedTypeSymbol { IsUnboundGenericType: true }
        || message.TypeKind is not (TypeKind.Array or TypeKind.Class or TypeKind.Delegate or TypeKind.Enum or TypeKind.Interface or TypeKind.Struct);

    /// <summary>The kind of the type, if a message cannot have it; <see langword="null"/>: it can be a message.</summary>
    private static string? ReasonAgainst(ITypeSymbol message) => message switch
    {
        INamedTypeSymbol type when Polymorphism.IsRequested(type) || type.JsonAttribute(KnownNames.JsonConverter) is not null => null,
        IArrayTypeSymbol => "an array, which has no members in JSON",
        { TypeKind: TypeKind.Interface } => "an interface",
        { TypeKind: TypeKind.Delegate } => "a delegate",
        { TypeKind: TypeKind.Enum } => "an enum",
        { IsTupleType: true } => "a tuple, whose items have no names in JSON",
        { IsAbstract: true } => "abstract",
        INamedTypeSymbol type when CollectionTypes.IsCollection(type) && ScalarTypes.KindOf(type) is null => "a collection, which has no members in JSON",
        INamedTypeSymbol type when CollectionTypes.IsOfFramework(type) => "a type of .NET itself",
        _ => null,
    };
}
