using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Checks that the message types of injected clients have a contract, as nothing else registers these clients. Only types of the
/// program itself are checked: those of a library may be bound where it is used. The code compiles, so this is a warning.
/// </summary>
internal static class InjectionRule
{
    public static Diagnostic? Check(GenericNameSyntax name, SemanticModel model, ContractIndex index, OtherClients others, CmqLimits limits, CancellationToken cancellation)
    {
        Compilation compilation = model.Compilation;
        if (ClientKind.OfInterface(name.Identifier.ValueText) is not { } kind
            || !IsProgram(compilation)
            || !IsInjected(name, model, cancellation)
            || model.GetSymbolInfo(name, cancellation).Symbol is not INamedTypeSymbol { ContainingNamespace: { Name: "CmqContracts", ContainingNamespace.IsGlobalNamespace: true }, TypeArguments: { Length: 1 } arguments }
            || !ClientRules.CanHaveAttribute(arguments[0], compilation)
            || compilation.GetTypeByMetadataName(kind.Interface) is not { } contract
            || compilation.ClassifyCommonConversion(arguments[0], contract.Construct(arguments[0])).IsImplicit
            || index.OfMessage(arguments[0], cancellation).Any(kind.IsIn)
            || others.MayExist(kind, arguments[0], cancellation))
        {
            return null;
        }

        return Descriptors.ClientWithoutContract.At(
            DiagnosticSeverity.Warning,
            name.TypeArgumentList.Arguments[0].GetLocation(),
            DiagnosticProperties.Of(ClientRules.NameFor(arguments[0], kind, limits)),
            $"'{arguments[0].DisplayName()}' has no {kind.Noun}",
            $"add [{kind.Attribute}(\"...\")] and 'partial' to it");
    }

    /// <summary>Whether nobody else can bind the types of a compilation.</summary>
    public static bool IsProgram(Compilation compilation) => compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;

    /// <summary>Whether the host injects the type. An attribute of a parameter may name another source, such as a key.</summary>
    private static bool IsInjected(GenericNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
            type = type.Parent;
        return type.Parent switch
        {
            ParameterSyntax { AttributeLists.Count: 0, Default: null, Parent.Parent: ConstructorDeclarationSyntax or TypeDeclarationSyntax } => true,
            PropertyDeclarationSyntax property => property.AttributeLists.Any(list => list.Attributes.Any(attribute => attribute.Name.ToString() is "Inject" or "InjectAttribute")),
            TypeArgumentListSyntax { Arguments.Count: 1, Parent: GenericNameSyntax { Identifier.ValueText: "GetRequiredService" } method } =>
                model.GetSymbolInfo(method, cancellation).Symbol?.ContainingNamespace?.ToDisplayString() == "Microsoft.Extensions.DependencyInjection",
            _ => false,
        };
    }
}
