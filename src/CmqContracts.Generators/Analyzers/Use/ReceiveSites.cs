using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Facts about the messages of a body that do not depend on the order of execution.</summary>
internal sealed class ReceiveSites
{
    private readonly ClientTypes _types;
    private readonly Dictionary<ISymbol, SyntaxNode> _loops = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _captured = new(SymbolEqualityComparer.Default);

    private ReceiveSites(ClientTypes types) => _types = types;

    /// <summary>Calls that receive a message and discard it.</summary>
    public List<SyntaxNode> Dropped { get; } = new();

    /// <summary>Whether the body holds a message at all.</summary>
    public bool HasMessages { get; private set; }

    public static ReceiveSites Of(IOperation body, ClientTypes types)
    {
        ReceiveSites sites = new(types);
        List<IForEachLoopOperation> loops = new();
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            if (operation is IForEachLoopOperation loop)
                loops.Add(loop);
            else if (operation is IExpressionStatementOperation statement)
                sites.AddDropped(statement.Operation);
            else if (operation is IVariableDeclaratorOperation declarator)
                sites.HasMessages |= types.IsMessage(declarator.Symbol.Type);
            else if (Variable(operation) is { } variable && types.IsMessage(operation.Type))
                sites.AddVariable(variable, operation);
        }

        foreach (IForEachLoopOperation loop in loops)
        {
            if (loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: { } item } && sites.Origin(loop.Collection, body) is { } origin)
                sites._loops[item] = origin;
        }

        return sites;
    }

    /// <summary>A variable that an operation refers to.</summary>
    public static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>Whether a nested function uses the variable too, at an unknown time.</summary>
    public bool IsCaptured(ISymbol variable) => _captured.Contains(variable);

    /// <summary>Where the messages of a loop's variable are received.</summary>
    public SyntaxNode? OriginOfItem(ISymbol variable) => _loops.TryGetValue(variable, out SyntaxNode? origin) ? origin : null;

    private void AddDropped(IOperation value)
    {
        if ((_types.AwaitedCall(value, "ReceiveAsync") ?? _types.AwaitedCall(value, "ReceiveManyAsync")) is { } call)
            Dropped.Add(call.Syntax);
    }

    private void AddVariable(ISymbol variable, IOperation reference)
    {
        HasMessages = true;
        for (IOperation? outer = reference.Parent; outer is not null; outer = outer.Parent)
        {
            IMethodSymbol? function = (outer as IAnonymousFunctionOperation)?.Symbol ?? (outer as ILocalFunctionOperation)?.Symbol;
            if (function is null)
                continue;
            if (!SymbolEqualityComparer.Default.Equals(function, variable.ContainingSymbol))
                _captured.Add(variable);
            return;
        }
    }

    private SyntaxNode? Origin(IOperation collection, IOperation body)
    {
        if (_types.AwaitedCall(collection, "ReceiveManyAsync") is { } many)
            return many.Syntax;
        if (collection.Configured() is { } all && _types.IsCall(all, "ReadAllAsync"))
            return all.Syntax;
        return collection.WithoutConversions() is ILocalReferenceOperation list && IsOnlyEnumerated(list.Local, body) ? list.Syntax : null;
    }

    /// <summary>Whether a list is received here and only enumerated. Code often deletes all messages after the loop, which is another use.</summary>
    private bool IsOnlyEnumerated(ILocalSymbol list, IOperation body)
    {
        bool isReceived = false;
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, list))
                isReceived |= declarator.GetVariableInitializer() is { } initializer && _types.AwaitedCall(initializer.Value, "ReceiveManyAsync") is not null;
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, list))
                continue;
            IOperation? user = reference.Parent;
            while (user is IConversionOperation)
                user = user.Parent;
            if (user is ISimpleAssignmentOperation assignment && assignment.Target == reference)
                isReceived |= _types.AwaitedCall(assignment.Value, "ReceiveManyAsync") is not null;
            else if (user is not (IForEachLoopOperation or IPropertyReferenceOperation { Property.Name: "Count" } or IIsPatternOperation))
                return false;
        }

        return isReceived;
    }
}
