using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reports received messages that nothing deletes on some path, and those that are deleted twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SettlementAnalyzer : ClientUseAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public SettlementAnalyzer()
        : base(Descriptors.NeverSettled, Descriptors.SettledTwice)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, ClientTypes types) =>
        start.RegisterOperationBlockAction(block => Analyze(block, types));

    private static void Analyze(OperationBlockAnalysisContext context, ClientTypes types)
    {
        foreach (IOperation body in context.OperationBlocks)
        {
            ReceiveSites sites = ReceiveSites.Of(body, types);
            HashSet<SyntaxNode> unsettled = new(sites.Dropped);
            Dictionary<SyntaxNode, ISymbol> twice = new();
            if (sites.HasMessages)
            {
                Outcomes outcomes = new(body, types);
                foreach (ControlFlowGraph graph in WithNested(context.GetControlFlowGraph(body)))
                {
                    foreach (ISymbol variable in Variables(graph, types).Where(variable => !sites.IsCaptured(variable)))
                        Analyze(graph, variable, new MessageEvents(graph, variable, types, sites), outcomes, unsettled, twice);
                }
            }

            foreach (SyntaxNode receive in unsettled)
                context.ReportDiagnostic(Descriptors.NeverSettled.At(receive.GetLocation()));
            foreach (KeyValuePair<SyntaxNode, ISymbol> delete in twice)
                context.ReportDiagnostic(Descriptors.SettledTwice.At(delete.Key.GetLocation(), delete.Value.Name));
        }
    }

    private static void Analyze(ControlFlowGraph graph, ISymbol variable, MessageEvents events, Outcomes outcomes, HashSet<SyntaxNode> unsettled, Dictionary<SyntaxNode, ISymbol> twice)
    {
        bool isSettledSomewhere = events.All.Any(happened => happened.Kind is MessageEventKind.Settled or MessageEventKind.PassedOn);
        bool isOnlyTested = !isSettledSomewhere && events.All.All(happened => happened.Kind != MessageEventKind.Read) && events.All.Any(happened => happened.Kind == MessageEventKind.Tested);
        foreach (MessageEvent happened in events.All)
        {
            if (happened.Kind == MessageEventKind.Received && !isOnlyTested)
            {
                IntentionalRetries retries = new(graph, events, outcomes, happened.Syntax);
                if (new MessageFlow(graph, events, happened, (block, branch) => isSettledSomewhere && retries.Contains(block, branch)).ReachesEnd)
                    unsettled.Add(happened.Syntax);
            }
            else if (happened.Kind == MessageEventKind.Settled)
            {
                // If every path from the first delete leads to the second, the second is always wrong. Otherwise a condition decides, and the second is wrong only if no other path leads to it.
                MessageFlow flow = new(graph, events, happened, static (_, _) => false);
                bool isAlways = !flow.ReachesEnd && !flow.PassesOn;
                foreach (MessageEvent second in flow.Settling.Where(second => isAlways || !flow.SettlingOthers.Contains(second)))
                    twice[second.Syntax] = variable;
            }
        }
    }

    private static IEnumerable<ISymbol> Variables(ControlFlowGraph graph, ClientTypes types) => graph.Blocks
        .SelectMany(MessageEvents.Operations)
        .SelectMany(operation => operation.DescendantsAndSelf())
        .SelectMany(operation => ReceiveSites.Variable(operation) is { } used && types.IsMessage(operation.Type) ? new[] { used }
            : operation is IIsPatternOperation test && MessageEvents.DeclaredBy(test.Pattern) is ILocalSymbol declared && types.IsMessage(declared.Type) ? new[] { declared }
            : Array.Empty<ISymbol>())
        .Distinct(SymbolEqualityComparer.Default)
        .OfType<ISymbol>();

    private static IEnumerable<ControlFlowGraph> WithNested(ControlFlowGraph graph)
    {
        IEnumerable<ControlFlowGraph> functions = graph.LocalFunctions.Select(function => graph.GetLocalFunctionControlFlowGraph(function));
        IEnumerable<ControlFlowGraph> lambdas = graph.Blocks
            .SelectMany(MessageEvents.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .Select(function => graph.GetAnonymousFunctionControlFlowGraph(function));
        return functions.Concat(lambdas).SelectMany(WithNested).Prepend(graph);
    }
}
