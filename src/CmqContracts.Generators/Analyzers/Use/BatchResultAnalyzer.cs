using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reports batches whose result, which lists what failed, is not used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchResultAnalyzer : ClientUseAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public BatchResultAnalyzer()
        : base(Descriptors.BatchResultIgnored)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, ClientTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ExpressionStatement);

    private static void Analyze(OperationAnalysisContext context, ClientTypes types)
    {
        IOperation value = ((IExpressionStatementOperation)context.Operation).Operation.WithoutConversions();
        if ((value is IAwaitOperation awaiting ? awaiting.Operation : value).Configured() is not { } call)
            return;
        if (types.IsCall(call, "SendManyAsync") || types.IsCall(call, "PublishManyAsync") || types.IsCall(call, "DeleteManyAsync"))
            context.ReportDiagnostic(Descriptors.BatchResultIgnored.At(call.Syntax.GetLocation(), call.TargetMethod.Name));
    }
}
