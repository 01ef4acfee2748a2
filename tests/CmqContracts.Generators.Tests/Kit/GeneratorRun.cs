using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Runs the generator twice on equal compilations, and fails unless every step of the second run is cached.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(CSharpCompilation input, GeneratorDriverRunResult result, Compilation output)
    {
        Input = input;
        Result = result;
        Output = output;
    }

    public CSharpCompilation Input { get; }

    public GeneratorDriverRunResult Result { get; }

    public Compilation Output { get; }

    /// <summary>The generated files, by name.</summary>
    public IReadOnlyDictionary<string, string> Files => Result.Results[0].GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public static GeneratorRun Of(string source, LanguageVersion version = LanguageVersion.CSharp11, string assemblyName = "Sample", params string[] others) =>
        Of(TestCompilation.Create(OtherGenerator.Split(source).Source, version, assemblyName, others), version, OtherGenerator.Split(source).Added);

    public static GeneratorRun Of(CSharpCompilation compilation, LanguageVersion version = LanguageVersion.CSharp11, string? addedByOthers = null)
    {
        GeneratorDriver driver = NewDriver(version, addedByOthers).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorDriverRunResult first = driver.GetRunResult();
        Assert.Null(first.Results[0].Exception);
        GeneratorDriverRunResult second = driver.RunGenerators(compilation.Clone()).GetRunResult();
        AssertCached(first, second);
        AssertHoldsNoSymbols(first);
        return new GeneratorRun(compilation, first, output);
    }

    public static GeneratorDriver NewDriver(LanguageVersion version = LanguageVersion.CSharp11, string? addedByOthers = null) => CSharpGeneratorDriver.Create(
        addedByOthers is null ? [new ContractGenerator().AsSourceGenerator()] : [new ContractGenerator().AsSourceGenerator(), new OtherGenerator().AsSourceGenerator()],
        additionalTexts: addedByOthers is null ? [] : [new OtherGenerator.AddedFile(addedByOthers)],
        parseOptions: new CSharpParseOptions(version),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Asserts that the generated files compile with the user's code without errors and warnings.</summary>
    public GeneratorRun AssertCompiles()
    {
        Diagnostic[] wrong = Warnings();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Select(d => d.ToString())) + "\n" + string.Join('\n', Files.Values));
        return this;
    }

    /// <summary>The warnings and errors of the compiler, in the user's files and in generated ones.</summary>
    public Diagnostic[] Warnings() => [.. Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>Whether a diagnostic is in a generated file.</summary>
    public bool IsInGeneratedFile(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && !Input.ContainsSyntaxTree(tree);

    private static void AssertCached(GeneratorDriverRunResult first, GeneratorDriverRunResult second)
    {
        foreach (string name in StepNames.All.Where(first.Results[0].TrackedSteps.ContainsKey))
        {
            foreach (IncrementalGeneratorRunStep step in second.Results[0].TrackedSteps[name])
                Assert.All(step.Outputs, output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name} is {output.Reason}"));
        }

        foreach (IncrementalGeneratorRunStep step in second.Results[0].TrackedOutputSteps.SelectMany(steps => steps.Value))
            Assert.All(step.Outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    /// <summary>Fails if an object of the compiler can be reached from a value, because a cached model would keep it alive.</summary>
    public static void AssertHoldsNoSymbols(object? value) => Visit(value, "value", new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void AssertHoldsNoSymbols(GeneratorDriverRunResult result)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (string name in StepNames.All.Where(result.Results[0].TrackedSteps.ContainsKey))
        {
            foreach ((object value, _) in result.Results[0].TrackedSteps[name].SelectMany(step => step.Outputs))
                Visit(value, name, seen);
        }
    }

    private static void Visit(object? node, string path, HashSet<object> seen)
    {
        if (node is null or string || node.GetType().IsPrimitive || node.GetType().IsEnum || (!node.GetType().IsValueType && !seen.Add(node)))
            return;
        Assert.False(node is ISymbol or Compilation or SyntaxNode or SyntaxTree or SyntaxReference or Location or SemanticModel or AttributeData, $"{path} holds a {node.GetType()}");
        if (node is IEnumerable items)
        {
            foreach (object? item in items)
                Visit(item, path + "[]", seen);
        }

        for (Type? type = node.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                    Visit(field.GetValue(node), path + "." + field.Name, seen);
            }
        }
    }
}
