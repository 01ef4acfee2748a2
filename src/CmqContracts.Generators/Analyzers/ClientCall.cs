using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Reads calls of clients, whose arguments rules compare with the contract of the message type.</summary>
internal static class ClientCall
{
    /// <summary>The message type of the client that is called; <see langword="null"/>: the call is not through the interface or the class, or the message type is not known.</summary>
    public static INamedTypeSymbol? MessageOf(IInvocationOperation call, string @interface, string @class)
    {
        INamedTypeSymbol client = call.TargetMethod.ContainingType;
        string name = client.OriginalDefinition.MetadataFullName();
        return name == @interface || name == @class ? client.TypeArguments[0] as INamedTypeSymbol : null;
    }

    /// <summary>The argument for a parameter; <see langword="null"/>: the method has no such parameter.</summary>
    public static IArgumentOperation? ArgumentOf(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);
}
