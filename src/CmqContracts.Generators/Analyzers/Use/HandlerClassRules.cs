using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Compares the declaration of a handler with the contracts of its messages.</summary>
/// <param name="handlers">The types of handlers.</param>
/// <param name="others">The clients that a program has without a contract.</param>
/// <param name="limits">The limits.</param>
internal sealed class HandlerClassRules(HandlerTypes handlers, OtherClients others, CmqLimits limits)
{
    private const string Idempotent = "CmqContracts.IdempotentAttribute";

    public void Check(INamedTypeSymbol type, Compilation compilation, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract || type.Locations.FirstOrDefault(location => location.IsInSource) is not { } place)
            return;
        foreach (ITypeSymbol message in handlers.HandledBy(type).Select(handled => handled.TypeArguments[0]))
        {
            IReadOnlyList<ContractDeclaration> contracts = handlers.ContractsOf(message, cancellation);
            if (contracts.Count == 0)
            {
                if (IsWithoutContract(message, compilation, cancellation))
                    report(Descriptors.HandlerWithoutContract.At(place, type.DisplayName(), message.DisplayName(), ClientRules.NameFor(message, ClientKind.OfMethod("Queue")!, limits)));
            }
            else if (contracts.All(contract => contract.Queue!.RewindSeconds > 0 && !HasEnvelope(contract)) && !DeduplicationKeyParser.HasKey(message) && !IsIdempotent(type))
            {
                report(Descriptors.RewoundTwice.At(place, type.DisplayName(), contracts[0].Queue!.Name, message.DisplayName()));
            }
        }
    }

    /// <summary>Whether a contract has an envelope, by whose id messages can be told apart: a host's options may do so.</summary>
    public static bool HasEnvelope(ContractDeclaration contract) => contract.Type.GetAttributes().Any(attribute => attribute.AttributeClass?.MetadataFullName() == KnownNames.EnvelopeAttribute);

    /// <summary>Whether no queue can have messages of this type: it is of a program, which nobody else binds.</summary>
    private bool IsWithoutContract(ITypeSymbol message, Compilation compilation, CancellationToken cancellation) =>
        InjectionRule.IsProgram(compilation)
        && ClientRules.CanHaveAttribute(message, compilation)
        && ClientKind.OfMethod("Queue") is { } kind
        && ContractAttributes.Of((INamedTypeSymbol)message)?.Queue is null
        && compilation.GetTypeByMetadataName(kind.Interface) is { } contract
        && !compilation.ClassifyCommonConversion(message, contract.Construct(message)).IsImplicit
        && !others.MayExist(kind, message, cancellation);

    private static bool IsIdempotent(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.MetadataFullName() == Idempotent);
}
