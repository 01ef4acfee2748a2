using System.Collections.Immutable;
using CmqContracts.Generators.Emission;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators;

/// <summary>Gives every type with <c>[CmqQueue]</c> its contract, codec and client, those bound by <c>[CmqQueue&lt;TMessage&gt;]</c> theirs, and the assembly its registration.</summary>
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

        IncrementalValuesProvider<ContractSpec> messages = Contracts(context, KnownNames.QueueAttribute, static _ => true);
        IncrementalValuesProvider<ContractSpec> bindings = Contracts(context, KnownNames.BindingAttribute, BindingParser.MayBind);
        IncrementalValueProvider<EquatableArray<HintNameClash>> clashes = HintNamesOf(messages)
            .Combine(HintNamesOf(bindings))
            .Select(static (names, _) => HintNames.Clashes(names.Left.Concat(names.Right)))
            .WithTrackingName(StepNames.HintNameClashes);

        IncrementalValueProvider<(bool CanEmit, EquatableArray<HintNameClash> Clashes)> surroundings = target
            .Select(static (facts, _) => facts.CanEmit)
            .Combine(clashes);
        EmitFiles(context, messages, surroundings);
        EmitFiles(context, bindings, surroundings);

        IncrementalValueProvider<EquatableArray<RegistrationEntry>> registrations = RegistrationsOf(messages)
            .Combine(RegistrationsOf(bindings))
            .Select(static (entries, _) => RegistrationEmitter.InOrder(entries.Left.Concat(entries.Right)));

        context.RegisterSourceOutput(
            registrations.Combine(target).WithTrackingName(StepNames.RegistrationFile),
            static (output, input) =>
            {
                if (input.Right.CanEmit && input.Left.Count > 0)
                    output.AddSource(HintNames.Registration + ".g.cs", RegistrationEmitter.Emit(input.Left, input.Right));
            });
    }

    private static IncrementalValuesProvider<ContractSpec> Contracts(IncrementalGeneratorInitializationContext context, string attribute, Func<TypeDeclarationSyntax, bool> mayHaveIt) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            (node, _) => node is TypeDeclarationSyntax type && mayHaveIt(type),
            static (match, cancellation) => ContractParser.Parse(match, cancellation))
        .Where(static contract => contract is not null)
        .Select(static (contract, _) => contract!)
        .WithTrackingName(StepNames.Contract);

    private static IncrementalValueProvider<ImmutableArray<string>> HintNamesOf(IncrementalValuesProvider<ContractSpec> contracts) => contracts
        .Select(static (contract, _) => contract.MetadataName)
        .WithTrackingName(StepNames.HintName)
        .Collect();

    private static IncrementalValueProvider<ImmutableArray<RegistrationEntry>> RegistrationsOf(IncrementalValuesProvider<ContractSpec> contracts) => contracts
        .Select(static (contract, _) => contract.IsRegistered && contract.Support is (Support.Full or Support.Stub)
            ? new RegistrationEntry(contract.Type.FullName, contract.Binding, contract.Advice.Warnings)
            : new RegistrationEntry(null, null, default))
        .WithTrackingName(StepNames.Registration)
        .Collect();

    private static void EmitFiles(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ContractSpec> contracts,
        IncrementalValueProvider<(bool CanEmit, EquatableArray<HintNameClash> Clashes)> surroundings) => context.RegisterSourceOutput(
        contracts.Combine(surroundings).WithTrackingName(StepNames.ContractFile),
        static (output, input) =>
        {
            (ContractSpec contract, (bool canEmit, EquatableArray<HintNameClash> clashes)) = input;
            if (canEmit && HintNames.Of(contract.MetadataName, clashes) is { } name && ContractEmitter.Emit(contract) is { } text)
                output.AddSource(name, text);
        });
}
