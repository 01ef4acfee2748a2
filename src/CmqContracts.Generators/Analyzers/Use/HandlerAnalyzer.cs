using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reports what handlers do with messages that their contracts rule out. Where a type has several contracts, all of them must.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : ClientUseAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public HandlerAnalyzer()
        : base(Descriptors.RetryWithoutEnvelope, Descriptors.RetryDelay, Descriptors.RewoundTwice, Descriptors.BudgetNotBelowVisibility, Descriptors.DeletedByHandler, Descriptors.DeadlineNotPassedOn, Descriptors.HandlerWithoutContract, Descriptors.RejectWithoutDeadLetterQueue)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, ClientTypes types)
    {
        ContractIndex index = new(start.Compilation);
        if (HandlerTypes.From(start.Compilation, index) is not { } handlers)
            return;
        CmqLimits limits = CmqLimits.For(OptionsParser.Parse(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions).Profile);
        HandlerClassRules classes = new(handlers, new OtherClients(start.Compilation), limits);
        start.RegisterSymbolAction(symbol => classes.Check((INamedTypeSymbol)symbol.Symbol, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        start.RegisterOperationAction(operation => CheckDelay(operation, handlers, limits), OperationKind.Invocation);
        start.RegisterOperationAction(operation => CheckBudget(operation, handlers), OperationKind.SimpleAssignment);
        start.RegisterOperationBlockStartAction(block =>
        {
            if (handlers.MessageOf(block.OwningSymbol) is { } message)
                new HandlerBodyRules((IMethodSymbol)block.OwningSymbol, message, handlers, types, limits).Register(block);
        });
    }

    /// <summary>A delay that no queue takes, wherever it is decided.</summary>
    private static void CheckDelay(OperationAnalysisContext context, HandlerTypes handlers, CmqLimits limits)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (handlers.IsSettle(call.TargetMethod, "RetryAfter") && DelayRules.ConstantSeconds(call.Arguments[0].Value) is { } seconds && !limits.DelaySeconds.Contains(seconds))
            context.ReportDiagnostic(Descriptors.RetryDelay.At(call.Arguments[0].Value.Syntax.GetLocation(), QueueRules.Explain("delay", seconds, limits.DelaySeconds)));
    }

    private static void CheckBudget(OperationAnalysisContext context, HandlerTypes handlers)
    {
        ISimpleAssignmentOperation assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property.Name: "Budget", Instance: { } options }
            || handlers.MessageOfOptions(options.WithoutConversions().Type) is not { } message
            || ConstantTimeSpan.Seconds(assignment.Value) is not { } budget)
        {
            return;
        }

        IReadOnlyList<ContractDeclaration> contracts = handlers.ContractsOf(message, context.CancellationToken);
        if (contracts.Count > 0 && contracts.All(contract => contract.Queue!.VisibilityTimeout <= budget))
            context.ReportDiagnostic(Descriptors.BudgetNotBelowVisibility.At(assignment.Value.Syntax.GetLocation(), budget.ToString(CultureInfo.InvariantCulture), contracts.Max(contract => contract.Queue!.VisibilityTimeout!.Value), contracts[0].Queue!.Name));
    }
}
