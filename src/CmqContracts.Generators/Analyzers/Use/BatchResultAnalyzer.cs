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
        {
            string fault = call.Type?.Name == "IAsyncEnumerable"
                ? "does nothing until its entries are enumerated; each says what became of its message: use 'await foreach'"
                : "does not throw when a message fails; its result lists the failures: call ThrowIfAnyFailed() on it, or ignore it intentionally with '_ = await ...'";
            context.ReportDiagnostic(Descriptors.BatchResultIgnored.At(call.Syntax.GetLocation(), call.TargetMethod.Name, fault));
        }
    }
}
