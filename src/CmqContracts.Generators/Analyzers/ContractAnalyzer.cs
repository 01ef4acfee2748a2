using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

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
        Descriptors.QueueName,
        Descriptors.OutOfRange,
        Descriptors.RewindLongerThanRetention,
        Descriptors.DeadLetterIncomplete,
        Descriptors.TimeToLiveNotBelowRetention,
        Descriptors.OwnDeadLetterQueue,
        Descriptors.UnsupportedMember,
        Descriptors.DuplicateJsonName,
        Descriptors.UnboundParameter,
        Descriptors.UncoveredAttribute,
        Descriptors.RequiredButUnreachable,
        Descriptors.ObjectMember,
        Descriptors.UnreadMember,
        Descriptors.JsonContext);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            ReportedPlaces places = new();
            start.RegisterSymbolAction(symbol => Analyze(symbol, places), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ReportedPlaces places)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (ContractParser.FindAttribute(type) is not { } attribute)
            return;
        ParseContext parse = new(
            context.Compilation,
            diagnostic =>
            {
                if (places.IsOwnedBy(type, diagnostic))
                    context.ReportDiagnostic(diagnostic);
            },
            context.CancellationToken);
        ContractSpec contract = ContractParser.Parse(type, attribute, parse);
        if (!QueueParser.IsComplete(attribute))
            return;
        CmqLimits limits = CmqLimits.For(OptionsParser.Parse(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions).Service);
        foreach (QueueProblem problem in QueueRules.Check(contract.Queue, limits))
            context.ReportDiagnostic(Diagnostic.Create(problem.Rule, LocationOf(attribute, problem.Argument, context.CancellationToken), DiagnosticProperties.Of(problem), problem.Words));
    }

    /// <summary>Where an argument stands; the name is the first one.</summary>
    private static Location? LocationOf(AttributeData attribute, string? argument, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return null;
        foreach (AttributeArgumentSyntax candidate in syntax.ArgumentList?.Arguments ?? default)
        {
            if (candidate.NameEquals?.Name.Identifier.ValueText == argument)
                return candidate.GetLocation();
        }

        return syntax.GetLocation();
    }
}
