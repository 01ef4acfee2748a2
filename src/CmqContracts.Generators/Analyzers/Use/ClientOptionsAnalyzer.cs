using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reports endpoints without encryption, and secrets in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientOptionsAnalyzer : ClientUseAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public ClientOptionsAnalyzer()
        : base(Descriptors.PlainHttp, Descriptors.SecretInSource)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, ClientTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment);

    private static void Analyze(OperationAnalysisContext context, ClientTypes types)
    {
        IAssignmentOperation assignment = (IAssignmentOperation)context.Operation;
        if (assignment.Value.ConstantValue is not { HasValue: true, Value: string value } || string.IsNullOrWhiteSpace(value))
            return;
        Location place = assignment.Value.Syntax.GetLocation();
        switch (NameOfOption(assignment, types))
        {
            case "Endpoint" when EndpointText.PlainHttpHost(value) is { } host:
                context.ReportDiagnostic(Descriptors.PlainHttp.At(place, host));
                break;
            case "SecretKey" when !IsForLocalEndpoint(assignment, types):
                context.ReportDiagnostic(Descriptors.SecretInSource.At(place, "SecretKey", "CMQ_SECRET_KEY"));
                break;
            case "Token" when !IsForLocalEndpoint(assignment, types):
                context.ReportDiagnostic(Descriptors.SecretInSource.At(place, "Token", "CMQ_TOKEN"));
                break;
            default:
                break;
        }
    }

    private static string? NameOfOption(IOperation operation, ClientTypes types) =>
        operation is IAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } property } } && (SymbolEqualityComparer.Default.Equals(property.ContainingType, types.Options) || SymbolEqualityComparer.Default.Equals(property.ContainingType, types.Credentials))
            ? property.Name
            : null;

    /// <summary>Whether the same initializer or block names a broker on this machine or a server in this process, whose keys are valid nowhere else.</summary>
    private static bool IsForLocalEndpoint(IOperation assignment, ClientTypes types)
    {
        IOperation? around = assignment.Parent is IExpressionStatementOperation statement ? statement.Parent : assignment.Parent;
        if (around is null)
            return false;
        foreach (IOperation child in around.ChildOperations)
        {
            IOperation sibling = child is IExpressionStatementOperation { Operation: { } inner } ? inner : child;
            if (NameOfOption(sibling, types) == "Endpoint" && EndpointText.IsLocal(((IAssignmentOperation)sibling).Value))
                return true;
        }

        return false;
    }
}
