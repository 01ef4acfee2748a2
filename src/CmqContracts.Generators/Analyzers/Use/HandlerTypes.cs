using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>The types of handlers, and which queues a handler's messages may come from.</summary>
internal sealed class HandlerTypes
{
    private readonly INamedTypeSymbol _handler;
    private readonly INamedTypeSymbol _settle;
    private readonly INamedTypeSymbol _options;
    private readonly ContractIndex _index;

    private HandlerTypes(INamedTypeSymbol handler, INamedTypeSymbol settle, INamedTypeSymbol options, ContractIndex index)
    {
        _handler = handler;
        _settle = settle;
        _options = options;
        _index = index;
    }

    /// <summary>The types; <see langword="null"/>: this version of CmqContracts has no handlers.</summary>
    public static HandlerTypes? From(Compilation compilation, ContractIndex index) =>
        compilation.GetTypeByMetadataName("CmqContracts.IMessageHandler`1") is { } handler
        && compilation.GetTypeByMetadataName("CmqContracts.Settle") is { } settle
        && compilation.GetTypeByMetadataName("CmqContracts.HandlerOptions`1") is { } options
            ? new HandlerTypes(handler, settle, options, index)
            : null;

    /// <summary>The interfaces by which a type handles messages.</summary>
    public IEnumerable<INamedTypeSymbol> HandledBy(INamedTypeSymbol type) => type.AllInterfaces.Where(found => SymbolEqualityComparer.Default.Equals(found.OriginalDefinition, _handler));

    /// <summary>The message type that a method handles; <see langword="null"/>: it is no handler's method.</summary>
    public ITypeSymbol? MessageOf(ISymbol method)
    {
        if (method is not IMethodSymbol { ContainingType: { } type })
            return null;
        return HandledBy(type).FirstOrDefault(handled => handled.GetMembers("HandleAsync").Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))?.TypeArguments[0];
    }

    /// <summary>The message type of a handler's options.</summary>
    public ITypeSymbol? MessageOfOptions(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _options) ? named.TypeArguments[0] : null;

    /// <summary>Whether a method is that of <c>Settle</c> with this name.</summary>
    public bool IsSettle(IMethodSymbol method, string name) => method.Name == name && SymbolEqualityComparer.Default.Equals(method.ContainingType, _settle);

    /// <summary>The contracts that the messages of a type may come by; none: they are not known.</summary>
    public IReadOnlyList<ContractDeclaration> ContractsOf(ITypeSymbol message, CancellationToken cancellation)
    {
        List<ContractDeclaration> all = _index.OfMessage(message, cancellation).Where(declaration => declaration.Queue is not null).ToList();
        bool isElsewhere = message is INamedTypeSymbol && !all.Exists(declaration => SymbolEqualityComparer.Default.Equals(declaration.Type, message));
        if (isElsewhere && ContractAttributes.Of((INamedTypeSymbol)message) is { Leading: not null } attributes && ContractDeclaration.Of((INamedTypeSymbol)message, attributes) is { Queue: not null } own)
            all.Add(own);
        return all;
    }
}
