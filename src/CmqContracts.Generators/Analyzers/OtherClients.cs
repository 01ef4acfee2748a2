using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// The clients that a program has without a contract: classes of its own or of a library that implement the interfaces, and those
/// that are type arguments of another method or type, which registers or fakes them. They are collected on first use.
/// </summary>
internal sealed class OtherClients(Compilation compilation)
{
    private const string Library = "CmqContracts";

    // Two threads may both compute one of these; the results are equal.
    private HashSet<(ClientKind Kind, string Message)>? _named;
    private INamedTypeSymbol[]? _implemented;

    /// <summary>Whether there may be such a client of a message type.</summary>
    public bool MayExist(ClientKind kind, ITypeSymbol message, CancellationToken cancellation) =>
        (_named ??= new HashSet<(ClientKind, string)>(compilation.SyntaxTrees.SelectMany(tree => Named(tree.GetRoot(cancellation))))).Contains((kind, message.Name))
        || (_implemented ??= Assemblies().SelectMany(assembly => Implemented(assembly.GlobalNamespace, cancellation)).ToArray())
            .Any(client => ClientKind.OfInterface(client.Name) == kind && (client.TypeArguments[0] is ITypeParameterSymbol || SymbolEqualityComparer.Default.Equals(client.TypeArguments[0], message)));

    /// <summary>The clients that are type arguments of anything but <c>GetRequiredService</c>.</summary>
    private static IEnumerable<(ClientKind Kind, string Message)> Named(SyntaxNode root) =>
        from name in root.DescendantNodes().OfType<GenericNameSyntax>()
        let kind = ClientKind.OfInterface(name.Identifier.ValueText)
        where kind is not null && name.FirstAncestorOrSelf<TypeArgumentListSyntax>() is { Parent: GenericNameSyntax { Identifier.ValueText: not "GetRequiredService" } }
        from message in name.TypeArgumentList.Arguments
        select (kind, message.GetLastToken().ValueText);

    /// <summary>This assembly, and those that can implement the interfaces.</summary>
    private IEnumerable<IAssemblySymbol> Assemblies() => compilation.SourceModule.ReferencedAssemblySymbols
        .Where(assembly => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(referenced => referenced.Name == Library)))
        .Append(compilation.Assembly);

    private static IEnumerable<INamedTypeSymbol> Implemented(INamespaceOrTypeSymbol space, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IEnumerable<INamedTypeSymbol> own = space is INamedTypeSymbol type
            ? type.AllInterfaces.Where(found => found.Arity == 1 && ClientKind.OfInterface(found.Name) is not null && found.ContainingNamespace.ToDisplayString() == Library)
            : Enumerable.Empty<INamedTypeSymbol>();
        return own.Concat(space.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => Implemented(member, cancellation)));
    }
}
