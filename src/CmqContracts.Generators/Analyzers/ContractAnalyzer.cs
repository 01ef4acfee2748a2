using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Reports what is wrong with a contract, where it is wrong. It runs the generator's own parser, so both always agree.</summary>
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
        Descriptors.UnsupportedMember,
        Descriptors.DuplicateJsonName,
        Descriptors.RenamedOverride,
        Descriptors.UnboundParameter,
        Descriptors.UncoveredAttribute,
        Descriptors.RequiredButUnreachable,
        Descriptors.ContradictingJsonAttributes,
        Descriptors.PrecisionLoss,
        Descriptors.LargerThanMaxMsgSize,
        Descriptors.ObjectMember,
        Descriptors.UnreadMember,
        Descriptors.JsonContext,
        Descriptors.DiscriminatorName,
        Descriptors.CompletedElsewhere,
        Descriptors.PublishDoesNotFit,
        Descriptors.ClientWithoutContract);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            CmqLimits limits = CmqLimits.For(OptionsParser.Parse(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions).Service);
            ReportedPlaces places = new();
            ContractIndex index = new(start.Compilation);
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
                    if (ClientRules.Check((GenericNameSyntax)node.Node, node.SemanticModel, index, limits, node.CancellationToken) is { } diagnostic)
                        node.ReportDiagnostic(diagnostic);
                },
                SyntaxKind.GenericName);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, CmqLimits limits, ReportedPlaces places, ContractIndex index)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (ContractAttributes.Of(type) is not { } attributes)
            return;
        if (attributes.Queue is null)
        {
            foreach (AttributeData subscription in attributes.Subscriptions)
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.SubscriptionWithoutQueue, subscription.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation(), type.DisplayName()));
        }

        if (attributes.Leading is null)
            return;
        ParseContext parse = new(context.Compilation, ReportOnce, context.CancellationToken);
        ContractSpec contract = ContractParser.Parse(type, attributes, parse);
        ContractUse use = ContractUse.Of(type, attributes);
        INamedTypeSymbol? body = contract.JsonContext is null ? use.Message as INamedTypeSymbol : null;
        foreach (Diagnostic diagnostic in body is null ? Array.Empty<Diagnostic>() : BodyRules.Check(body, parse))
            ReportOnce(diagnostic);
        foreach (Diagnostic diagnostic in CompletionRule.Check(type, use.Message, contract, context.Compilation, context.CancellationToken))
            ReportOnce(diagnostic);
        AttributeRules rules = new(limits, index, context.Compilation, context.CancellationToken);
        foreach ((AttributeData attribute, AttributeProblem problem) in rules.Check(attributes, use, contract.Support is Support.Full ? body : null))
            context.ReportDiagnostic(Diagnostic.Create(problem.Rule, LocationOf(attribute, problem.Argument, context.CancellationToken), DiagnosticProperties.Of(problem.Nearest), Words.Escaped(problem.Words)));

        void ReportOnce(Diagnostic diagnostic)
        {
            if (places.IsOwnedBy(type, diagnostic))
                context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>Where the value of an argument stands; the name is the first one.</summary>
    private static Location? LocationOf(AttributeData attribute, string? argument, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return null;
        foreach (AttributeArgumentSyntax candidate in syntax.ArgumentList?.Arguments ?? default)
        {
            if (candidate.NameEquals?.Name.Identifier.ValueText == argument)
                return candidate.Expression.GetLocation();
        }

        return syntax.GetLocation();
    }
}
