using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>The run reasons of each step in the run after an edit: one word for each of its outputs, in order.</summary>
internal sealed record RunReasons(string Contract, string Target, string HintName, string HintNameClashes, string ContractFile, string Registration, string RegistrationFile, string Output)
{
    /// <summary>Runs the generator before and after an edit.</summary>
    public static RunReasons Of(CSharpCompilation before, CSharpCompilation after)
    {
        LanguageVersion version = before.LanguageVersion;
        GeneratorDriver driver = GeneratorRun.NewDriver(version).RunGenerators(before);
        if (after.LanguageVersion != version)
            driver = driver.WithUpdatedParseOptions((CSharpParseOptions)after.SyntaxTrees[0].Options);
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        string Reasons(string step) => result.TrackedSteps.TryGetValue(step, out var runs) ? Words(runs) : "";
        return new RunReasons(
            Reasons(StepNames.Contract),
            Reasons(StepNames.Target),
            Reasons(StepNames.HintName),
            Reasons(StepNames.HintNameClashes),
            Reasons(StepNames.ContractFile),
            Reasons(StepNames.Registration),
            Reasons(StepNames.RegistrationFile),
            string.Join(" | ", result.TrackedOutputSteps.Select(output => Emitted(Words(output.Value)))));
    }

    /// <summary>Replaces the reasons new and modified by one word, because hosts report different ones for files that are emitted again.</summary>
    private static string Emitted(string words) => words
        .Replace(nameof(IncrementalStepRunReason.New), nameof(Emitted), StringComparison.Ordinal)
        .Replace(nameof(IncrementalStepRunReason.Modified), nameof(Emitted), StringComparison.Ordinal);

    private static string Words(IEnumerable<IncrementalGeneratorRunStep> runs) => string.Join(' ', runs.SelectMany(run => run.Outputs).Select(output => output.Reason));
}
