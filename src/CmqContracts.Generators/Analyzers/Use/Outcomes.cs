using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>
/// Finds where code reads the outcome of processing a message, or the state of its delivery, and not only its content. A branch on one of
/// these may leave the message unsettled intentionally, so that it is delivered again.
/// </summary>
internal sealed class Outcomes
{
    private static readonly string[] DeliveryProperties = { "Error", "DequeueCount", "VisibleAgainAt", "EnqueuedAt", "FirstReceivedAt" };

    private readonly ClientTypes _types;
    private readonly HashSet<ISymbol> _contents = new(SymbolEqualityComparer.Default);

    /// <summary>Variables that hold an outcome, and where it was last assigned.</summary>
    private readonly Dictionary<ISymbol, int> _results = new(SymbolEqualityComparer.Default);

    private readonly List<(TextSpan Span, ISymbol? Result)> _inspections = new();

    public Outcomes(IOperation body, ClientTypes types)
    {
        _types = types;
        foreach (IOperation operation in body.DescendantsAndSelf())
            AddWrite(operation);
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            if (IsInspection(operation))
                _inspections.Add((operation.Syntax.Span, null));
            else if (operation is ILocalReferenceOperation local && _results.ContainsKey(local.Local))
                _inspections.Add((local.Syntax.Span, local.Local));
        }
    }

    /// <summary>Whether code reads an outcome of work on a message.</summary>
    /// <param name="code">The code.</param>
    /// <param name="receive">Where the message is received.</param>
    public bool AreInspected(SyntaxNode code, SyntaxNode receive) =>
        _inspections.Any(inspection => code.Span.Contains(inspection.Span) && (inspection.Result is null || _results[inspection.Result] > receive.SpanStart));

    private bool IsInspection(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => true,
        IPropertyReferenceOperation property when _types.IsMessage(property.Property.ContainingType) => DeliveryProperties.Contains(property.Property.Name),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => IsFlag(member.Type) && !member.ConstantValue.HasValue,
        IParameterReferenceOperation parameter => IsFlag(parameter.Type),
        IInvocationOperation call => IsUserCall(call) && call.Instance?.DescendantsAndSelf().Any(IsContent) != true,
        _ => false,
    };

    private void AddWrite(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                AddWrite(declarator.Symbol, initializer.Value);
                break;
            case IAssignmentOperation assignment:
                foreach (ILocalReferenceOperation local in assignment.Target.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
                    AddWrite(local.Local, assignment.Value);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref, Parent: IInvocationOperation call } argument when IsUserCall(call):
                foreach (ILocalReferenceOperation local in argument.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
                    _results[local.Local] = call.Syntax.SpanStart;
                break;
            default:
                break;
        }
    }

    private void AddWrite(ILocalSymbol local, IOperation value)
    {
        if (_types.IsMessage(local.Type))
            return;
        bool isWork = value.DescendantsAndSelf().Any(part => part is IAwaitOperation || (part is IInvocationOperation call && IsUserCall(call)));
        if (!isWork && value.DescendantsAndSelf().Any(IsContent))
            _contents.Add(local);
        else if (isWork || IsFlag(local.Type) || IsCaught(value))
            _results[local] = value.Syntax.SpanStart;
    }

    private bool IsContent(IOperation part) => part switch
    {
        IPropertyReferenceOperation property => property.Property.Name is "Body" or "RawBody" && _types.IsMessage(property.Property.ContainingType),
        ILocalReferenceOperation local => _contents.Contains(local.Local),
        _ => false,
    };

    /// <summary>A call of code that belongs neither to .NET nor to a client: its result counts as the outcome of work.</summary>
    private bool IsUserCall(IInvocationOperation call) => !_types.IsClientMethod(call.TargetMethod) && !call.TargetMethod.ContainingType.IsOfPlatform();

    private static bool IsFlag(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Boolean;

    private static bool IsCaught(IOperation? operation)
    {
        while (operation is not (null or ICatchClauseOperation))
            operation = operation.Parent;
        return operation is not null;
    }
}
