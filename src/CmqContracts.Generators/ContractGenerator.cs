using System.Collections.Immutable;
using CmqContracts.Generators.Emission;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators;

/// <summary>Generates contract, codec and clients for every type with <c>[CmqQueue]</c> or <c>[CmqTopic]</c> and for every type bound by <c>[CmqQueue&lt;TMessage&gt;]</c> or <c>[CmqTopic&lt;TMessage&gt;]</c>, and the registration for the assembly.</summary>
/// <remarks>Three steps: only parsing reads symbols, the model is plain values that compare by content, and only emission writes text.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ContractGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<TargetFacts> target = context.CompilationProvider
            .Select(static (compilation, _) => TargetParser.Parse(compilation))
            .WithTrackingName(StepNames.Target);

        // One for each attribute. A type with several attributes is in that of its leading one.
        IncrementalValuesProvider<ContractSpec>[] contracts =
        {
            Contracts(context, KnownNames.QueueAttribute, static _ => true),
            Contracts(context, KnownNames.TopicAttribute, static _ => true),
            Contracts(context, KnownNames.QueueBindingAttribute, BindingParser.MayBind),
            Contracts(context, KnownNames.TopicBindingAttribute, BindingParser.MayBind),
        };
        IncrementalValueProvider<EquatableArray<HintNameClash>> clashes = Joined(contracts, HintNameOf)
            .Select(static (names, _) => HintNames.Clashes(names))
            .WithTrackingName(StepNames.HintNameClashes);

        IncrementalValueProvider<(bool CanEmit, EquatableArray<HintNameClash> Clashes)> conditions = target
            .Select(static (facts, _) => facts.CanEmit)
            .Combine(clashes);
        foreach (IncrementalValuesProvider<ContractSpec> source in contracts)
            EmitFiles(context, source, conditions);

        IncrementalValueProvider<EquatableArray<RegistrationEntry>> registrations = Joined(contracts, RegistrationOf)
            .Select(static (entries, _) => RegistrationEmitter.InOrder(entries));

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

    private static IncrementalValuesProvider<string> HintNameOf(IncrementalValuesProvider<ContractSpec> contracts) => contracts
        .Select(static (contract, _) => contract.MetadataName)
        .WithTrackingName(StepNames.HintName);

    private static IncrementalValuesProvider<RegistrationEntry> RegistrationOf(IncrementalValuesProvider<ContractSpec> contracts) => contracts
        .Select(static (contract, _) => contract.IsRegistered && contract.EmissionLevel is (EmissionLevel.Full or EmissionLevel.Stub)
            ? new RegistrationEntry(contract.Type.FullName, contract.Binding, contract.Queue is not null, contract.Topic is not null, contract.UsageDiagnostics.Warnings)
            : new RegistrationEntry(null, null, false, false, default))
        .WithTrackingName(StepNames.Registration);

    /// <summary>The results of all contracts in one list.</summary>
    private static IncrementalValueProvider<ImmutableArray<T>> Joined<T>(IncrementalValuesProvider<ContractSpec>[] contracts, Func<IncrementalValuesProvider<ContractSpec>, IncrementalValuesProvider<T>> select)
    {
        IncrementalValueProvider<ImmutableArray<T>> all = select(contracts[0]).Collect();
        foreach (IncrementalValuesProvider<ContractSpec> more in contracts.Skip(1))
            all = all.Combine(select(more).Collect()).Select(static (lists, _) => lists.Right.IsEmpty ? lists.Left : lists.Left.AddRange(lists.Right));
        return all;
    }

    private static void EmitFiles(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ContractSpec> contracts,
        IncrementalValueProvider<(bool CanEmit, EquatableArray<HintNameClash> Clashes)> conditions) => context.RegisterSourceOutput(
        contracts.Combine(conditions).WithTrackingName(StepNames.ContractFile),
        static (output, input) =>
        {
            (ContractSpec contract, (bool canEmit, EquatableArray<HintNameClash> clashes)) = input;
            if (canEmit && HintNames.Of(contract.MetadataName, clashes) is { } name && ContractEmitter.Emit(contract) is { } text)
                output.AddSource(name, text);
        });
}
