using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Finds containing types of a contract that are not partial. Each is reported when it is analyzed itself, not with the contract in
/// it, because editors offer fixes only for diagnostics that are inside of the declaration whose analysis reports them.
/// </summary>
internal static class ContainerRule
{
    /// <summary>What is wrong with a type as the container of contracts; <see langword="null"/>: nothing.</summary>
    public static Diagnostic? Check(INamedTypeSymbol container, Compilation compilation, CancellationToken cancellation) => Contracts(container)
        .Select(contract => Check(container, contract.Type, contract.Attribute, compilation, cancellation))
        .FirstOrDefault(found => found is not null);

    private static Diagnostic? Check(INamedTypeSymbol container, INamedTypeSymbol contract, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        Diagnostic? found = null;
        DeclarationParser.Check(contract, BindingParser.MessageOf(attribute), new ParseContext(compilation, Report, cancellation));
        return found;

        void Report(Diagnostic diagnostic)
        {
            if (diagnostic.Id == Descriptors.ContainerNotPartial.Id && container.Locations.Contains(diagnostic.Location))
                found = diagnostic;
        }
    }

    /// <summary>The contracts in a type, at any depth, each with the attribute that makes it one.</summary>
    private static IEnumerable<(INamedTypeSymbol Type, AttributeData Attribute)> Contracts(INamedTypeSymbol container)
    {
        foreach (INamedTypeSymbol nested in container.GetTypeMembers())
        {
            if (ContractAttributes.Of(nested) is { Leading: { } attribute })
                yield return (nested, attribute);
            foreach ((INamedTypeSymbol Type, AttributeData Attribute) inner in Contracts(nested))
                yield return inner;
        }
    }
}
