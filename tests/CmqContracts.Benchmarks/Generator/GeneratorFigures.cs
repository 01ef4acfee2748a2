using System.Diagnostics;
using CmqContracts.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Benchmarks;

/// <summary>The generator in a large project, compared with that of System.Text.Json on the same types: a first run, and an edit elsewhere.</summary>
internal static class GeneratorFigures
{
    private const int Rounds = 7;

    public static Task MeasureAsync(FigurePrinter printer)
    {
        IIncrementalGenerator? baseline = ManyContracts.CreateBaseline();
        Run ours = new(new ContractGenerator(), withJsonContext: false);
        Run? theirs = baseline is null ? null : new Run(baseline, withJsonContext: true);

        // Two rounds warm up; the others count, interleaved.
        for (int round = -2; round < Rounds; round++)
        {
            ours.Measure(round >= 0);
            theirs?.Measure(round >= 0);
        }

        double cold = Benchmarks.Rounds.Median(ours.Cold), edit = Benchmarks.Rounds.Median(ours.Edits);
        if (theirs is null)
        {
            printer.Missing("generator.cold", "System.Text.Json's generator is not in the SDK's reference pack");
            printer.Missing("generator.unrelated-edit", "System.Text.Json's generator is not in the SDK's reference pack");
        }
        else
        {
            double theirCold = Benchmarks.Rounds.Median(theirs.Cold), theirEdit = Benchmarks.Rounds.Median(theirs.Edits);
            printer.Ratio("generator.cold", cold / theirCold, FigurePrinter.Baseline("system-text-json", theirCold, "ms"));
            printer.Ratio("generator.unrelated-edit", edit / theirEdit, FigurePrinter.Baseline("system-text-json", theirEdit, "ms"));
        }

        printer.Ratio("generator.unrelated-edit-self", edit / cold, FigurePrinter.Baseline("first-run", cold, "ms"));
        printer.Absolute("generator.unrelated-edit-emitted", FilesEmittedAfterAnEdit(), "files");
        printer.Absolute("generator.text", ours.EmittedBytes / 1024.0 / ManyContracts.Count, "KB");
        return Task.CompletedTask;
    }

    /// <summary>How many outputs are not cached after an edit elsewhere.</summary>
    private static int FilesEmittedAfterAnEdit()
    {
        CSharpCompilation compilation = ManyContracts.Create(withJsonContext: false);
        GeneratorDriver driver = ManyContracts.Drive(new ContractGenerator(), track: true).RunGenerators(compilation);
        driver = driver.RunGenerators(ManyContracts.EditUnrelated(compilation, 1));
        return driver.GetRunResult().Results.Single().TrackedOutputSteps
            .SelectMany(step => step.Value)
            .SelectMany(step => step.Outputs)
            .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    /// <summary>One generator's times, in milliseconds.</summary>
    private sealed class Run(IIncrementalGenerator generator, bool withJsonContext)
    {
        public List<double> Cold { get; } = [];

        public List<double> Edits { get; } = [];

        public long EmittedBytes { get; private set; }

        public void Measure(bool counts)
        {
            CSharpCompilation compilation = ManyContracts.Create(withJsonContext);
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            GeneratorDriver driver = ManyContracts.Drive(generator).RunGenerators(compilation);
            double cold = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            GeneratorDriverRunResult result = driver.GetRunResult();
            if (result.Results.Single().Exception is { } failure)
                throw new InvalidOperationException("The generator failed.", failure);
            EmittedBytes = result.GeneratedTrees.Sum(tree => (long)System.Text.Encoding.UTF8.GetByteCount(tree.GetText().ToString()));

            // The symbols of the edited project are bound before, as in an editor.
            CSharpCompilation edited = ManyContracts.EditUnrelated(compilation, 1);
            edited.GetDeclarationDiagnostics();
            GC.Collect();
            start = Stopwatch.GetTimestamp();
            driver.RunGenerators(edited);
            double edit = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (!counts)
                return;
            Cold.Add(cold);
            Edits.Add(edit);
        }
    }
}
