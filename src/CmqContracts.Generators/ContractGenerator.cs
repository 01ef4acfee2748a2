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

        IncrementalValueProvider<EquatableArray<HintNameClash>> clashes = contracts
            .Select(static (contract, _) => contract.MetadataName)
            .WithTrackingName(StepNames.HintName)
            .Collect()
            .Select(static (names, _) => HintNames.Clashes(names))
            .WithTrackingName(StepNames.HintNameClashes);

        IncrementalValueProvider<(bool CanEmit, EquatableArray<HintNameClash> Clashes)> surroundings = target
            .Select(static (facts, _) => facts.CanEmit)
            .Combine(clashes);

        context.RegisterSourceOutput(
            contracts.Combine(surroundings).WithTrackingName(StepNames.ContractFile),
            static (output, input) =>
            {
                (ContractSpec contract, (bool canEmit, EquatableArray<HintNameClash> clashes)) = input;
                if (canEmit && HintNames.Of(contract.MetadataName, clashes) is { } name && ContractEmitter.Emit(contract) is { } text)
                    output.AddSource(name, text);
            });

        IncrementalValueProvider<EquatableArray<RegistrationEntry>> registrations = contracts
            .Select(static (contract, _) => contract.IsRegistered && contract.Support is (Support.Full or Support.Stub)
                ? new RegistrationEntry(contract.Type.FullName, contract.Advice.Warnings)
                : new RegistrationEntry(null, default))
            .WithTrackingName(StepNames.Registration)
            .Collect()
            .Select(static (entries, _) => new EquatableArray<RegistrationEntry>(entries.Distinct().OrderBy(entry => entry.TypeName, StringComparer.Ordinal)));

        context.RegisterSourceOutput(
            registrations.Combine(target).WithTrackingName(StepNames.RegistrationFile),
            static (output, input) =>
            {
                if (input.Right.CanEmit && input.Left.Count > 0)
                    output.AddSource(HintNames.Registration + ".g.cs", RegistrationEmitter.Emit(input.Left, input.Right));
            });
    }
}
