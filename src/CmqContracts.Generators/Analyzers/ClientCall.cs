using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Calls of clients, whose values rules compare with what the contract of the message type says.</summary>
internal static class ClientCall
{
    /// <summary>The message type of the client that is called; <see langword="null"/>: neither of the two types is what the call goes through, or the message type is not known.</summary>
    public static INamedTypeSymbol? MessageOf(IInvocationOperation call, string @interface, string @class)
    {
        INamedTypeSymbol client = call.TargetMethod.ContainingType;
        string name = client.OriginalDefinition.MetadataFullName();
        return name == @interface || name == @class ? client.TypeArguments[0] as INamedTypeSymbol : null;
    }

    /// <summary>The argument for a parameter; <see langword="null"/>: the method has no such parameter.</summary>
    public static IArgumentOperation? ArgumentOf(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);
}
