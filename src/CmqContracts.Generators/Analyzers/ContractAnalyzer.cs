using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Reports the errors in contracts. It runs the generator's own parser, so both always agree.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.NotPartial,
        Descriptors.ContainerNotPartial,
        Descriptors.LanguageVersion,
        Descriptors.Generic,
        Descriptors.NotAMessage,
        Descriptors.NoConstructor,
        Descriptors.ClientNameTaken,
        Descriptors.HidesNamespace,
        Descriptors.TwoAttributes,
        Descriptors.NotABinding,
        Descriptors.SubscriptionWithoutQueue,
        Descriptors.EnvelopeWithoutContract,
        Descriptors.TwoDeduplicationKeys,
        Descriptors.NotADeduplicationKey,
        Descriptors.QueueName,
        Descriptors.OutOfRange,
        Descriptors.RewindLongerThanRetention,
        Descriptors.DeadLetterIncomplete,
        Descriptors.TimeToLiveNotBelowRetention,
        Descriptors.OwnDeadLetterQueue,
        Descriptors.QueueOfAnotherMessage,
        Descriptors.DelayNotBelowRetention,
        Descriptors.DelayOutOfRange,
        Descriptors.VisibilityLongerThanRetention,
        Descriptors.LongPollingWait,
        Descriptors.NestedDeadLetterQueue,
        Descriptors.TopicName,
        Descriptors.SubscriptionName,
        Descriptors.TagsOrKeysOutOfLimits,
        Descriptors.SubscriptionDoesNotFit,
        Descriptors.NoBindingKeys,
        Descriptors.SubscriptionOfAnotherQueue,
        Descriptors.TopicOfAnotherMessage,
        Descriptors.EnvelopeValue,
        Descriptors.UnsupportedMember,
        Descriptors.DuplicateJsonName,
        Descriptors.RenamedOverride,
        Descriptors.UnboundParameter,
        Descriptors.UnsupportedAttribute,
        Descriptors.RequiredButUnreachable,
        Descriptors.ContradictingJsonAttributes,
        Descriptors.PrecisionLoss,
        Descriptors.LargerThanMaxMsgSize,
        Descriptors.ObjectMember,
        Descriptors.UnreadMember,
        Descriptors.JsonContext,
        Descriptors.DiscriminatorName,
        Descriptors.CompletedElsewhere,
        Descriptors.AmbiguousPlainBody,
        Descriptors.PublishDoesNotFit,
        Descriptors.ClientWithoutContract);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            CmqLimits limits = CmqLimits.For(OptionsParser.Parse(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions).Profile);
            ReportedLocations places = new();
            ContractIndex index = new(start.Compilation);
            OtherClients others = new(start.Compilation);
            start.RegisterSymbolAction(symbol => Analyze(symbol, limits, places, index), SymbolKind.NamedType);
            start.RegisterOperationAction(
                operation =>
                {
                    IInvocationOperation call = (IInvocationOperation)operation.Operation;
                    if ((DelayRules.Check(call, limits, index, operation.CancellationToken) ?? PublishRules.Check(call, index, operation.CancellationToken)) is { } diagnostic)
                        operation.ReportDiagnostic(diagnostic);
                },
                OperationKind.Invocation);
            start.RegisterSyntaxNodeAction(
                node =>
                {
                    GenericNameSyntax name = (GenericNameSyntax)node.Node;
                    if ((ClientRules.Check(name, node.SemanticModel, index, limits, node.CancellationToken) ?? InjectionRule.Check(name, node.SemanticModel, index, others, limits, node.CancellationToken)) is { } diagnostic)
                        node.ReportDiagnostic(diagnostic);
                },
                SyntaxKind.GenericName);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, CmqLimits limits, ReportedLocations places, ContractIndex index)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (ContainerRule.Check(type, context.Compilation, context.CancellationToken) is { } open)
            context.ReportDiagnostic(open);
        if (ContractAttributes.Of(type) is not { } attributes)
            return;
        if (attributes.Queue is null)
        {
            foreach (AttributeData subscription in attributes.Subscriptions)
                context.ReportDiagnostic(Descriptors.SubscriptionWithoutQueue.At(subscription.GetLocation(context.CancellationToken), type.DisplayName()));
        }

        if (attributes is { Leading: null, Envelope: { } envelope })
            context.ReportDiagnostic(Descriptors.EnvelopeWithoutContract.At(envelope.GetLocation(context.CancellationToken), type.DisplayName()));
        if (attributes.Leading is null)
            return;
        ParseContext parse = new(context.Compilation, ReportOnce, context.CancellationToken);
        ContractSpec contract = ContractParser.Parse(type, attributes, parse);
        ContractDeclaration declaration = ContractDeclaration.Of(type, attributes);
        INamedTypeSymbol? body = contract.JsonContext is null ? declaration.Message as INamedTypeSymbol : null;
        foreach (Diagnostic diagnostic in body is null ? Array.Empty<Diagnostic>() : BodyRules.Check(body, parse))
            ReportOnce(diagnostic);
        foreach (Diagnostic diagnostic in CompletionRule.Check(type, declaration.Message, contract, context.Compilation, context.CancellationToken))
            ReportOnce(diagnostic);
        AttributeRules rules = new(limits, index, context.CancellationToken);
        foreach ((AttributeData attribute, AttributeProblem problem) in rules.Check(attributes, declaration, ContractSchemaBuilder.Of(contract)))
            context.ReportDiagnostic(problem.Rule.At(attribute.GetLocation(problem.Argument, context.CancellationToken), DiagnosticProperties.Of(problem.Nearest), problem.Arguments));

        void ReportOnce(Diagnostic diagnostic)
        {
            // Containing types that are not partial are reported when they are analyzed themselves.
            if (diagnostic.Id != Descriptors.ContainerNotPartial.Id && places.IsOwnedBy(type, diagnostic))
                context.ReportDiagnostic(diagnostic);
        }
    }
}
