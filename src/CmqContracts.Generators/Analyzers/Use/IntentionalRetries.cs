using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>
/// Finds the branches that leave a message unsettled intentionally, so that it is delivered again: those on an outcome, between code
/// that settles the message and code that does not.
/// </summary>
internal sealed class IntentionalRetries
{
    private readonly ControlFlowGraph _graph;
    private readonly MessageEvents _events;
    private readonly Outcomes _outcomes;
    private readonly SyntaxNode _receive;
    private readonly bool[] _canSettle;

    public IntentionalRetries(ControlFlowGraph graph, MessageEvents events, Outcomes outcomes, SyntaxNode receive)
    {
        (_graph, _events, _outcomes, _receive) = (graph, events, outcomes, receive);
        _canSettle = new bool[graph.Blocks.Length];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (BasicBlock block in graph.Blocks)
            {
                if (_canSettle[block.Ordinal] || !CanSettle(block))
                    continue;
                _canSettle[block.Ordinal] = true;
                hasChanged = true;
            }
        }
    }

    /// <summary>Whether a branch is a decision to leave the message unsettled.</summary>
    public bool Contains(BasicBlock block, ControlFlowBranch branch) =>
        block.ConditionKind != ControlFlowConditionKind.None
        && !CanSettle(branch)
        && CanSettle(branch.IsConditionalSuccessor ? block.FallThroughSuccessor : block.ConditionalSuccessor)
        && Conditions(block.BranchValue!.Syntax).Any(condition => IsLoop(condition) || _outcomes.AreInspected(condition, _receive));

    /// <summary>Whether a condition is that of a loop around the work on one message, such as a retry loop, which is assumed to run at least once.</summary>
    private bool IsLoop(SyntaxNode condition) =>
        condition.Parent is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax && !condition.Parent.Span.Contains(_receive.Span);

    private bool CanSettle(BasicBlock block)
    {
        foreach (MessageEvent happened in _events.Blocks[block.Ordinal])
        {
            if (happened.Kind is MessageEventKind.Settled or MessageEventKind.PassedOn)
                return true;
            if (happened.Kind is MessageEventKind.Received or MessageEventKind.Replaced or MessageEventKind.Cleared)
                return false;
        }

        return CanSettle(block.ConditionalSuccessor) || CanSettle(block.FallThroughSuccessor);
    }

    private bool CanSettle(ControlFlowBranch? branch) =>
        branch?.Destination is { } destination
        && (_canSettle[destination.Ordinal] || branch.FinallyRegions.Any(region => Enumerable.Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1).Any(Settles)));

    private bool Settles(int ordinal) => _events.Blocks[ordinal].Any(happened => happened.Kind is MessageEventKind.Settled or MessageEventKind.PassedOn);

    /// <summary>The whole condition that a branch is part of, and those of the statements around it that belong to the message.</summary>
    private IEnumerable<SyntaxNode> Conditions(SyntaxNode branch)
    {
        SyntaxNode node = branch;
        while (IsPartOfExpression(node))
            node = node.Parent!;
        // The condition of a foreach loop is the whole statement.
        if (node is StatementSyntax)
            yield break;
        yield return node;
        for (SyntaxNode? outer = node.Parent; outer is not null && !outer.Span.Contains(_receive.Span); outer = outer.Parent)
        {
            if (outer is IfStatementSyntax choice)
                yield return choice.Condition;
            else if (outer is SwitchStatementSyntax { Expression: { } value })
                yield return value;
        }
    }

    private static bool IsPartOfExpression(SyntaxNode node) =>
        node.Parent is ExpressionSyntax or PatternSyntax or SwitchExpressionArmSyntax or SubpatternSyntax or PropertyPatternClauseSyntax or ArgumentListSyntax or ArgumentSyntax
        && node.Parent is not AnonymousFunctionExpressionSyntax;
}
