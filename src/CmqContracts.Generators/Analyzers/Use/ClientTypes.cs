using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>The types of the clients, and tests whether code uses them.</summary>
internal sealed class ClientTypes
{
    private readonly INamedTypeSymbol _queue;
    private readonly INamedTypeSymbol _topic;
    private readonly INamedTypeSymbol _message;

    private ClientTypes(INamedTypeSymbol queue, INamedTypeSymbol topic, INamedTypeSymbol message, INamedTypeSymbol options, INamedTypeSymbol? credentials)
    {
        _queue = queue;
        _topic = topic;
        _message = message;
        Options = options;
        Credentials = credentials;
    }

    /// <summary><c>CmqOptions</c>.</summary>
    public INamedTypeSymbol Options { get; }

    /// <summary><c>CmqCredentials</c>, if the referenced version has it.</summary>
    public INamedTypeSymbol? Credentials { get; }

    /// <summary>The types; <see langword="null"/>: the compilation does not reference CmqContracts.</summary>
    public static ClientTypes? From(Compilation compilation) =>
        compilation.GetTypeByMetadataName("CmqContracts.IQueue") is { } queue
        && compilation.GetTypeByMetadataName("CmqContracts.ITopic") is { } topic
        && compilation.GetTypeByMetadataName("CmqContracts.ReceivedMessage`1") is { } message
        && compilation.GetTypeByMetadataName("CmqContracts.CmqOptions") is { } options
            ? new ClientTypes(queue, topic, message, options, compilation.GetTypeByMetadataName("CmqContracts.CmqCredentials"))
            : null;

    /// <summary>Whether a type is <c>ReceivedMessage</c> of something.</summary>
    public bool IsMessage(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, _message);

    /// <summary>Whether a method is one of a client, whatever implements it, or of a received message.</summary>
    public bool IsClientMethod(IMethodSymbol method) => IsMessage(method.ContainingType) || IsClient(method.ContainingType);

    /// <summary>Whether a call is of a client's method of this name.</summary>
    public bool IsCall(IInvocationOperation call, string method) => call.TargetMethod.Name == method && IsClient(call.TargetMethod.ContainingType);

    /// <summary>The call whose result a value is, <c>await</c> and <c>ConfigureAwait</c> aside, if it is of a client's method of this name.</summary>
    public IInvocationOperation? AwaitedCall(IOperation value, string method) =>
        value.WithoutConversions() is IAwaitOperation awaiting && awaiting.Operation.Configured() is { } call && IsCall(call, method) ? call : null;

    private bool IsClient(INamedTypeSymbol? type) => type is not null && (Is(type, _queue) || Is(type, _topic));

    private static bool Is(INamedTypeSymbol type, INamedTypeSymbol wanted) =>
        SymbolEqualityComparer.Default.Equals(type, wanted) || type.AllInterfaces.Contains(wanted, SymbolEqualityComparer.Default);
}
