using CmqContracts.Generators.Emission;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators;

/// <summary>Gives every type with <c>[CmqQueue]</c> its contract, codec and client, and the assembly its registration.</summary>
/// <remarks>Three steps: parsing alone sees symbols, the model is plain values that compare by content, emission alone makes text.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ContractGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<TargetFacts> target = context.CompilationProvider
            .Select(static (compilation, _) => TargetParser.Parse(compilation))
            .WithTrackingName(StepNames.Target);

        IncrementalValuesProvider<ContractSpec> contracts = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.QueueAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, cancellation) => ContractParser.Parse(match, cancellation))
            .Where(static contract => contract is not null)
            .Select(static (contract, _) => contract!)
            .WithTrackingName(StepNames.Contract);

        context.RegisterSourceOutput(
            contracts.Combine(target.Select(static (facts, _) => facts.SupportsStaticAbstracts)).WithTrackingName(StepNames.ContractFile),
            static (output, input) =>
            {
                if (input.Right && ContractEmitter.Emit(input.Left) is { } text)
                    output.AddSource(input.Left.HintName, text);
            });

        IncrementalValueProvider<EquatableArray<RegistrationEntry>> registrations = contracts
            .Where(static contract => contract.IsRegistered && contract.Support is Support.Full or Support.Stub)
            .Select(static (contract, _) => new RegistrationEntry(contract.Type.FullName))
            .WithTrackingName(StepNames.Registration)
            .Collect()
            .Select(static (entries, _) => new EquatableArray<RegistrationEntry>(entries.OrderBy(entry => entry.TypeName, StringComparer.Ordinal)));

        context.RegisterSourceOutput(
            registrations.Combine(target).WithTrackingName(StepNames.RegistrationFile),
            static (output, input) =>
            {
                if (input.Right.SupportsStaticAbstracts && input.Left.Count > 0)
                    output.AddSource(RegistrationEmitter.HintName, RegistrationEmitter.Emit(input.Left, input.Right.AssemblyName));
            });
    }
}
