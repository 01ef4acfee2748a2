using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Compares the method of a handler with the contracts of its messages, and with what its parameters are for.</summary>
/// <param name="method">The method.</param>
/// <param name="message">The message type.</param>
/// <param name="handlers">The types of handlers.</param>
/// <param name="clients">The types of the clients.</param>
/// <param name="limits">The limits.</param>
internal sealed class HandlerBodyRules(IMethodSymbol method, ITypeSymbol message, HandlerTypes handlers, ClientTypes clients, CmqLimits limits)
{
    private readonly object _gate = new();
    private bool _usesToken;
    private Location? _firstWithoutToken;

    public void Register(OperationBlockStartAnalysisContext block)
    {
        block.RegisterOperationAction(operation => CheckCall((IInvocationOperation)operation.Operation, operation), OperationKind.Invocation);
        block.RegisterOperationAction(
            operation =>
            {
                if (IsParameter(operation.Operation, 1))
                    _usesToken = true;
            },
            OperationKind.ParameterReference);
        block.RegisterOperationBlockEndAction(end =>
        {
            if (!_usesToken && _firstWithoutToken is { } place)
                end.ReportDiagnostic(Descriptors.DeadlineNotPassedOn.At(place, method.Parameters[1].Name));
        });
    }

    private void CheckCall(IInvocationOperation call, OperationAnalysisContext context)
    {
        Location place = call.Syntax.GetLocation();
        if (handlers.IsSettle(call.TargetMethod, "RetryAfter"))
            CheckRetry(call, place, context);
        else if (handlers.IsSettle(call.TargetMethod, "Reject"))
            CheckReject(place, context);
        else if (IsDelete(call))
            context.ReportDiagnostic(Descriptors.DeletedByHandler.At(place, method.Parameters[0].Name));
        else if (TakesToken(call))
            NoteWithoutToken(place);
    }

    private void CheckRetry(IInvocationOperation call, Location place, OperationAnalysisContext context)
    {
        IReadOnlyList<ContractDeclaration> contracts = handlers.ContractsOf(message, context.CancellationToken);
        if (contracts.Count == 0)
            return;
        if (context.Compilation.GetTypeByMetadataName(KnownNames.EnvelopeAttribute) is not null && contracts.All(contract => !HandlerClassRules.HasEnvelope(contract)))
            context.ReportDiagnostic(Descriptors.RetryWithoutEnvelope.At(place, contracts[0].Type.DisplayName()));
        QueueSpec longest = contracts.Select(contract => contract.Queue!).OrderByDescending(queue => QueueRules.Retention(queue, limits)).First();
        if (DelayRules.ConstantSeconds(call.Arguments[0].Value) is { } seconds
            && limits.DelaySeconds.Contains(seconds)
            && longest.MsgRetentionSeconds is { } retention && limits.MsgRetentionSeconds.Contains(retention) && seconds >= retention)
        {
            context.ReportDiagnostic(Descriptors.RetryDelay.At(call.Arguments[0].Value.Syntax.GetLocation(), $"delay is {seconds}, and queue '{longest.Name}' keeps messages for {retention} seconds, so that the message expires before it comes again"));
        }
    }

    private void CheckReject(Location place, OperationAnalysisContext context)
    {
        IReadOnlyList<ContractDeclaration> contracts = handlers.ContractsOf(message, context.CancellationToken);
        if (contracts.Count > 0 && contracts.All(contract => contract.Queue!.DeadLetterQueue is null))
            context.ReportDiagnostic(Descriptors.RejectWithoutDeadLetterQueue.At(place, contracts[0].Type.DisplayName()));
    }

    /// <summary>Whether the handled message is deleted.</summary>
    private bool IsDelete(IInvocationOperation call) =>
        (call.TargetMethod.Name == "DeleteAsync" && clients.IsMessage(call.TargetMethod.ContainingType) && call.Instance is { } deleted && IsParameter(deleted.WithoutConversions(), 0))
        || (clients.IsCall(call, "DeleteAsync") && call.Arguments.Length > 0 && IsParameter(call.Arguments[0].Value.WithoutConversions(), 0));

    private bool IsParameter(IOperation operation, int index) => operation is IParameterReferenceOperation { Parameter: { } parameter } && SymbolEqualityComparer.Default.Equals(parameter, method.Parameters[index]);

    /// <summary>Whether an asynchronous call leaves out the token that its method could take.</summary>
    private static bool TakesToken(IInvocationOperation call)
    {
        if (call.TargetMethod.ReturnType is not INamedTypeSymbol { Name: "Task" or "ValueTask" } result || !result.IsOfPlatform())
            return false;
        if (call.Arguments.Any(argument => IsToken(argument.Parameter?.Type)))
            return call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.DefaultValue && IsToken(argument.Parameter?.Type));
        IMethodSymbol called = call.TargetMethod.OriginalDefinition;
        return called.ContainingType.GetMembers(called.Name).OfType<IMethodSymbol>().Any(other => other.IsStatic == called.IsStatic
            && other.DeclaredAccessibility == Accessibility.Public
            && other.Arity == called.Arity
            && other.Parameters.Length == called.Parameters.Length + 1
            && IsToken(other.Parameters[called.Parameters.Length].Type)
            && called.Parameters.Zip(other.Parameters, (one, two) => SymbolEqualityComparer.Default.Equals(one.Type, two.Type)).All(isEqual => isEqual));
    }

    private static bool IsToken(ITypeSymbol? type) => type is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private void NoteWithoutToken(Location place)
    {
        lock (_gate)
        {
            if (_firstWithoutToken is null || place.SourceSpan.Start < _firstWithoutToken.SourceSpan.Start)
                _firstWithoutToken = place;
        }
    }
}
