using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Finds what happens to one variable, block by block, in the order in which it happens.</summary>
internal sealed class MessageEvents
{
    private readonly ISymbol _variable;
    private readonly ClientTypes _types;
    private readonly ReceiveSites _sites;
    private readonly Dictionary<CaptureId, SyntaxNode> _capturedReceives = new();
    private readonly HashSet<CaptureId> _capturedMessages = new();
    private readonly HashSet<CaptureId> _capturedBodies = new();
    private readonly HashSet<ISymbol> _names = new(SymbolEqualityComparer.Default);
    private readonly List<List<MessageEvent>> _blocks = new();

    /// <summary>Collects the events.</summary>
    /// <param name="graph">The code.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="types">The types.</param>
    /// <param name="sites">Where the body receives messages.</param>
    public MessageEvents(ControlFlowGraph graph, ISymbol variable, ClientTypes types, ReceiveSites sites)
    {
        (_variable, _types, _sites) = (variable, types, sites);
        _names.Add(variable);
        foreach (IOperation operation in graph.Blocks.SelectMany(Operations).SelectMany(operation => operation.DescendantsAndSelf()))
            AddName(operation);
        foreach (BasicBlock block in graph.Blocks)
        {
            List<MessageEvent> events = new();
            foreach (IOperation operation in Operations(block))
                Collect(operation, events);
            _blocks.Add(events);
        }
    }

    /// <summary>The events of each block.</summary>
    public IReadOnlyList<IReadOnlyList<MessageEvent>> Blocks => _blocks;

    public IEnumerable<MessageEvent> All => _blocks.SelectMany(events => events);

    /// <summary>What happens in a block, and then what it branches on or returns.</summary>
    public static IEnumerable<IOperation> Operations(BasicBlock block) => block.BranchValue is { } last ? block.Operations.Add(last) : block.Operations;

    /// <summary>Whether an operation is the variable, or assigns it.</summary>
    public bool IsMessage(IOperation operation) => operation.WithoutConversions() switch
    {
        IFlowCaptureReferenceOperation capture => _capturedMessages.Contains(capture.Id),
        ISimpleAssignmentOperation assignment => IsMessage(assignment.Target),
        IIsPatternOperation test => Receive(test.Value) is not null && DeclaredBy(test.Pattern) is { } declared && _names.Contains(declared),
        { } other => ReceiveSites.Variable(other) is { } variable && _names.Contains(variable),
    };

    /// <summary>Whether an operation is <see langword="null"/> when there is no message: the variable, or <c>message?.Body</c>.</summary>
    public bool IsNullWithoutMessage(IOperation operation) =>
        IsMessage(operation) || (operation.WithoutConversions() is IFlowCaptureReferenceOperation capture && _capturedBodies.Contains(capture.Id));

    /// <summary>The variable that takes the whole value that a pattern matches.</summary>
    public static ISymbol? DeclaredBy(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        INegatedPatternOperation negated => DeclaredBy(negated.Pattern),
        IBinaryPatternOperation both => DeclaredBy(both.LeftPattern) ?? DeclaredBy(both.RightPattern),
        _ => null,
    };

    /// <summary>Finds other names of the variable's message: intermediate results, and variables of patterns.</summary>
    private void AddName(IOperation operation)
    {
        if (operation is IFlowCaptureOperation capture)
        {
            if (IsMessage(capture.Value))
                _capturedMessages.Add(capture.Id);
            else if (Receive(capture.Value) is { } receive)
                _capturedReceives[capture.Id] = receive;
            else if (capture.Value.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Body", Instance: { } instance } && IsMessage(instance))
                _capturedBodies.Add(capture.Id);
        }
        else if (operation is IIsPatternOperation test && IsMessage(test.Value) && DeclaredBy(test.Pattern) is { } declared)
        {
            _names.Add(declared);
        }
    }

    private SyntaxNode? Receive(IOperation value) => value.WithoutConversions() is IFlowCaptureReferenceOperation capture
        ? _capturedReceives.TryGetValue(capture.Id, out SyntaxNode? receive) ? receive : null
        : _types.AwaitedCall(value, "ReceiveAsync")?.Syntax;

    private void Collect(IOperation operation, List<MessageEvent> events)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture when IsMessage(capture.Value):
                CollectAssigned(capture.Value, events);
                break;
            case ISimpleAssignmentOperation assignment when IsMessage(assignment.Target):
                Collect(assignment.Value, events);
                events.Add(Assigned(assignment));
                break;
            case IIsNullOperation test when IsMessage(test.Operand):
                CollectTested(test.Operand, MessageEventKind.Tested, events);
                break;
            case IIsTypeOperation test when IsMessage(test.ValueOperand):
                CollectTested(test.ValueOperand, MessageEventKind.Tested, events);
                break;
            case IIsPatternOperation test when IsMessage(test):
                events.Add(new MessageEvent(MessageEventKind.Received, Receive(test.Value)!));
                break;
            case IIsPatternOperation test when test.Pattern.DescendantsAndSelf().Any(DeclaresVariable):
                Collect(test.Value, events);
                events.Add(new MessageEvent(MessageEventKind.Replaced, test.Syntax));
                break;
            case IIsPatternOperation test when IsMessage(test.Value):
                CollectTested(test.Value, NullTest.Of(test, IsMessage) is { WhenTrue: not null, WhenFalse: not null } ? MessageEventKind.Tested : MessageEventKind.Read, events);
                break;
            case IBinaryOperation comparison when NullTest.IsAgainstNull(comparison, IsMessage):
                CollectTested(IsMessage(comparison.LeftOperand) ? comparison.LeftOperand : comparison.RightOperand, MessageEventKind.Tested, events);
                break;
            case IPropertyReferenceOperation { Instance: { } instance } when IsMessage(instance):
                CollectTested(instance, MessageEventKind.Read, events);
                break;
            case IInvocationOperation call:
                CollectCall(call, events);
                break;
            case IFlowAnonymousFunctionOperation:
                break;
            default:
                if (ReceiveSites.Variable(operation) is { } variable ? _names.Contains(variable) : operation is IFlowCaptureReferenceOperation && IsMessage(operation))
                    events.Add(new MessageEvent(MessageEventKind.PassedOn, operation.Syntax));
                foreach (IOperation child in operation.ChildOperations)
                    Collect(child, events);
                break;
        }
    }

    private void CollectCall(IInvocationOperation call, List<MessageEvent> events)
    {
        if (call.Instance is { } instance)
        {
            if (IsMessage(instance))
                CollectAssigned(instance, events);
            else
                Collect(instance, events);
        }

        bool isDelete = call.TargetMethod.Name == "DeleteAsync" && _types.IsClientMethod(call.TargetMethod);
        bool isOfMessage = call.Instance is { } owner && IsMessage(owner);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (isDelete && IsMessage(argument.Value))
                isOfMessage = true;
            else
                Collect(argument, events);
        }

        if (isOfMessage)
            events.Add(new MessageEvent(isDelete ? MessageEventKind.Settled : MessageEventKind.Read, call.Syntax));
        if (call.TargetMethod.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute"))
            events.Add(new MessageEvent(MessageEventKind.PassedOn, call.Syntax));
    }

    private bool DeclaresVariable(IOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => SymbolEqualityComparer.Default.Equals(declaration.DeclaredSymbol, _variable),
        IRecursivePatternOperation recursive => SymbolEqualityComparer.Default.Equals(recursive.DeclaredSymbol, _variable),
        _ => false,
    };

    private void CollectTested(IOperation value, MessageEventKind kind, List<MessageEvent> events)
    {
        CollectAssigned(value, events);
        events.Add(new MessageEvent(kind, value.Syntax));
    }

    /// <summary>A variable may be given its value in the same expression that uses it.</summary>
    private void CollectAssigned(IOperation value, List<MessageEvent> events)
    {
        if (value.WithoutConversions() is ISimpleAssignmentOperation assignment)
            Collect(assignment, events);
    }

    private MessageEvent Assigned(ISimpleAssignmentOperation assignment)
    {
        if ((_sites.OriginOfItem(_variable) ?? Receive(assignment.Value)) is { } receive)
            return new MessageEvent(MessageEventKind.Received, receive);
        return new MessageEvent(assignment.Value.IsNull() ? MessageEventKind.Cleared : MessageEventKind.Replaced, assignment.Syntax);
    }
}
