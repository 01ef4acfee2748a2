using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>
/// Follows one event, a receive or a delete, along all paths until the next event of the message. Paths that end in an exception are
/// not followed, and the state of the message in a catch block is unknown.
/// </summary>
internal sealed class MessageFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly MessageEvents _events;
    private readonly MessageEvent _followed;
    private readonly Func<BasicBlock, ControlFlowBranch, bool> _isIntentional;
    private readonly Dictionary<(int Region, States Before), States> _finallyBlocks = new();

    /// <summary>Follows an event.</summary>
    /// <param name="graph">The code.</param>
    /// <param name="events">What happens to the variable.</param>
    /// <param name="followed">The event.</param>
    /// <param name="isIntentional">Whether a branch intentionally leaves the message unsettled.</param>
    public MessageFlow(ControlFlowGraph graph, MessageEvents events, MessageEvent followed, Func<BasicBlock, ControlFlowBranch, bool> isIntentional)
    {
        (_graph, _events, _followed, _isIntentional) = (graph, events, followed, isIntentional);
        Follow(0, graph.Blocks.Length - 1, States.Other);
    }

    /// <summary>The possible states of the variable at a point of the code.</summary>
    [Flags]
    private enum States
    {
        Unreachable = 0,

        /// <summary>It has no message.</summary>
        Empty = 1,

        /// <summary>Its message is the followed one, and nothing else has happened to it.</summary>
        Followed = 2,

        /// <summary>Anything else.</summary>
        Other = 4,
    }

    /// <summary>Whether a path leads from the event to the end, or to another message in the variable, and the message is neither settled nor passed on.</summary>
    public bool ReachesEnd { get; private set; }

    /// <summary>Whether a path passes the message on.</summary>
    public bool PassesOn { get; private set; }

    /// <summary>Deletes that some path reaches from the event.</summary>
    public HashSet<MessageEvent> Settling { get; } = new();

    /// <summary>Deletes that are reached on other paths too.</summary>
    public HashSet<MessageEvent> SettlingOthers { get; } = new();

    private States Follow(int first, int last, States start)
    {
        States[] before = new States[last - first + 1];
        Queue<int> work = new();
        States after = States.Unreachable;
        Reach(first, start);
        foreach (BasicBlock block in _graph.Blocks)
        {
            if (block.Ordinal > first && block.Ordinal <= last && IsStartOfHandler(block))
                Reach(block.Ordinal, States.Other);
        }

        while (work.Count > 0)
        {
            BasicBlock block = _graph.Blocks[work.Dequeue()];
            States states = Pass(block, before[block.Ordinal - first]);
            NullTest test = block.ConditionKind == ControlFlowConditionKind.None ? default : NullTest.Of(block.BranchValue!, _events.IsNullWithoutMessage);
            if (block.ConditionKind == ControlFlowConditionKind.WhenFalse)
                test = new NullTest(test.WhenFalse, test.WhenTrue);
            if (block.ConditionalSuccessor is { } conditional)
                Take(block, conditional, Narrow(states, test.WhenTrue));
            if (block.FallThroughSuccessor is { } fallThrough)
                Take(block, fallThrough, Narrow(states, test.WhenFalse));
        }

        return after;

        void Take(BasicBlock block, ControlFlowBranch branch, States states)
        {
            if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                after |= states;
            if (branch.Semantics is not (ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return) || branch.Destination is not { } destination)
                return;
            if (states.HasFlag(States.Followed) && _isIntentional(block, branch))
                states = (states & ~States.Followed) | States.Other;
            foreach (ControlFlowRegion region in branch.FinallyRegions)
                states = FollowFinally(region, states);
            if (destination.Kind == BasicBlockKind.Exit)
                ReachesEnd |= states.HasFlag(States.Followed);
            else
                Reach(destination.Ordinal, states);
        }

        void Reach(int ordinal, States states)
        {
            if ((before[ordinal - first] | states) == before[ordinal - first])
                return;
            before[ordinal - first] |= states;
            work.Enqueue(ordinal);
        }
    }

    /// <summary>A finally block is followed once for each state before it, as the path continues where the branch into the block leads.</summary>
    private States FollowFinally(ControlFlowRegion region, States before)
    {
        if (before == States.Unreachable)
            return before;
        if (!_finallyBlocks.TryGetValue((region.FirstBlockOrdinal, before), out States after))
        {
            after = Follow(region.FirstBlockOrdinal, region.LastBlockOrdinal, before);
            _finallyBlocks[(region.FirstBlockOrdinal, before)] = after;
        }

        return after;
    }

    private States Pass(BasicBlock block, States states)
    {
        foreach (MessageEvent happened in _events.Blocks[block.Ordinal])
            states = Pass(happened, states);
        return states;
    }

    private States Pass(MessageEvent happened, States states)
    {
        bool isFollowed = states.HasFlag(States.Followed);
        switch (happened.Kind)
        {
            case MessageEventKind.Received or MessageEventKind.Replaced or MessageEventKind.Cleared:
                ReachesEnd |= isFollowed;
                states = happened.Kind == MessageEventKind.Cleared ? States.Empty : States.Other;
                break;
            case MessageEventKind.Settled:
                if (isFollowed)
                    Settling.Add(happened);
                if (states.HasFlag(States.Other))
                    SettlingOthers.Add(happened);
                states = States.Other;
                break;
            case MessageEventKind.PassedOn:
                PassesOn |= isFollowed;
                states = States.Other;
                break;
            default:
                return states;
        }

        if (happened != _followed)
            return states;
        return happened.Kind == MessageEventKind.Received ? States.Followed | States.Empty : States.Followed;
    }

    private static States Narrow(States states, bool? hasMessage) => hasMessage switch
    {
        true => states & ~States.Empty,
        false => states & ~States.Followed,
        null => states,
    };

    private static bool IsStartOfHandler(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter)
                return true;
        }

        return false;
    }
}
