using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reports calls that block a thread until a client answers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingAnalyzer : ClientUseAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public BlockingAnalyzer()
        : base(Descriptors.Blocking)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, ClientTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.PropertyReference, OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, ClientTypes types)
    {
        (IOperation? task, string how) = context.Operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance } => (instance, ".Result"),
            IInvocationOperation { TargetMethod.Name: "Wait", Instance: { } instance } => (instance, ".Wait()"),
            IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } getAwaiter } => (getAwaiter.Instance, ".GetAwaiter().GetResult()"),
            _ => (null, ""),
        };
        if (task?.Configured() is not { } call || !types.IsClientMethod(call.TargetMethod) || !call.TargetMethod.ReturnType.IsOfPlatform())
            return;
        string name = call.TargetMethod.Name;
        string length = name is "ReceiveAsync" or "ReceiveManyAsync" ? ", which for a receive takes up to 30 seconds" : "";
        context.ReportDiagnostic(Descriptors.Blocking.At(context.Operation.Syntax.GetLocation(), how, length, name));
    }
}
