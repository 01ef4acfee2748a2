using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Pipeline;

public class IncrementalTests
{
    private const string Two = """
        [CmqQueue("first")] public partial record First(int A);
        [CmqQueue("second")] public partial record Second(string B);
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp11);

    [Fact]
    public void An_edit_elsewhere_emits_nothing()
    {
        IncrementalGeneratorRunStep[] outputs = Outputs(c => c.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", Options)));
        Assert.All(outputs.SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_comment_before_a_contract_emits_nothing() => Assert.Equal((0, 3), Emitted("// Moved.\n" + Two));

    [Fact]
    public void A_changed_contract_emits_only_its_own_file() => Assert.Equal((1, 2), Emitted(Two.Replace("int A", "long A", StringComparison.Ordinal)));

    [Fact]
    public void A_renamed_contract_emits_its_file_and_the_registration() => Assert.Equal((2, 1), Emitted(Two.Replace("First", "Third", StringComparison.Ordinal)));

    [Fact]
    public void Two_compilations_give_equal_text() => Assert.Equal(GeneratorRun.Of(Two).Files, GeneratorRun.Of(Two).Files);

    [Fact]
    public void The_culture_does_not_matter()
    {
        const string Source = """[CmqQueue("i", PollingWaitSeconds = -1)] public partial record Title(int I = -5, double D = -1.5);""";
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Of(Source).Files;
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo odd = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NegativeSign = "\u2212";
            odd.NumberFormat.NumberDecimalSeparator = ",";
            System.Globalization.CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, GeneratorRun.Of(Source).Files);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static (int New, int Kept) Emitted(string after)
    {
        IncrementalGeneratorRunStep[] outputs = Outputs(c => c.ReplaceSyntaxTree(c.SyntaxTrees[1], CSharpSyntaxTree.ParseText(after, Options, "Source.cs")));
        var reasons = outputs.SelectMany(step => step.Outputs).Select(output => output.Reason).Where(reason => reason != IncrementalStepRunReason.Removed).ToArray();
        int kept = reasons.Count(reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        return (reasons.Length - kept, kept);
    }

    private static IncrementalGeneratorRunStep[] Outputs(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = TestCompilation.Create(Two);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);
        return [.. driver.RunGenerators(edit(compilation)).GetRunResult().Results[0].TrackedOutputSteps.SelectMany(steps => steps.Value)];
    }
}
