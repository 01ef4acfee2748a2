using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>An analyzer of code that uses the clients. It does nothing in a compilation that does not reference CmqContracts.</summary>
public abstract class ClientUseAnalyzer : DiagnosticAnalyzer
{
    private protected ClientUseAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ClientTypes.From(start.Compilation) is { } types)
                Register(start, types);
        });
    }

    /// <summary>Registers the actions of the analyzer.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, ClientTypes types);
}
