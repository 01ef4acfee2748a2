using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>The reason of every step after the edits that users make, so that these tests show any change of caching.</summary>
public class RunReasonTests
{
    private const string Contracts = """
        [CmqQueue("first")] public partial record First(int A);
        [CmqQueue("second")] public partial record Second(string B);
        """;

    private const string Elsewhere = "internal sealed class Elsewhere { public int Number; }";

    [Fact]
    public void Rename_in_another_file() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        After(elsewhere: Elsewhere.Replace("Number", "Count", StringComparison.Ordinal)));

    [Fact]
    public void Blank_line_in_the_file_of_the_contracts() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        After("\n\n" + Contracts));

    [Fact]
    public void Comment_inside_a_contract() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        After(Contracts.Replace("int A", "int /* number */ A", StringComparison.Ordinal)));

    [Fact]
    public void Edit_of_one_contract() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Cached Modified",
            Registration: "Cached Unchanged",
            RegistrationFile: "Cached",
            Output: "Cached Emitted Cached"),
        After(Contracts.Replace("string B", "string? B", StringComparison.Ordinal)));

    [Fact]
    public void Another_value_in_an_attribute() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Cached Modified",
            Registration: "Cached Unchanged",
            RegistrationFile: "Cached",
            Output: "Cached Emitted Cached"),
        After(Contracts.Replace("\"second\"", "\"second\", VisibilityTimeout = 5", StringComparison.Ordinal)));

    [Fact]
    public void One_more_contract() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached New",
            Target: "Unchanged",
            HintName: "Cached Cached New",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached Cached New",
            Registration: "Cached Cached New",
            RegistrationFile: "Modified",
            Output: "Cached Cached Emitted Emitted"),
        After(Contracts + "[CmqQueue(\"third\")] public partial record Third(int C);"));

    [Fact]
    public void Contract_renamed() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Modified",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached Modified",
            Registration: "Cached Modified",
            RegistrationFile: "Modified",
            Output: "Cached Emitted Emitted"),
        After(Contracts.Replace("Second", "Third", StringComparison.Ordinal)));

    [Fact]
    public void Contract_removed() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Removed",
            Target: "Unchanged",
            HintName: "Cached Removed",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached Removed",
            Registration: "Cached Removed",
            RegistrationFile: "Modified",
            Output: "Cached Removed Emitted"),
        After(Contracts.Split('\n')[0]));

    [Fact]
    public void A_name_that_differs_by_case_only() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached New",
            Target: "Unchanged",
            HintName: "Cached Cached New",
            HintNameClashes: "Modified",
            ContractFile: "Modified Modified New",
            Registration: "Cached Cached New",
            RegistrationFile: "Modified",
            Output: "Emitted Emitted Emitted Emitted"),
        After(Contracts + "[CmqQueue(\"third\")] public partial record FIRST(int C);"));

    [Fact]
    public void A_type_that_a_contract_holds_is_edited_in_another_file() => Assert.Equal(
        new RunReasons(
            Contract: "Modified Cached",
            Target: "Unchanged",
            HintName: "Unchanged Cached",
            HintNameClashes: "Cached",
            ContractFile: "Modified Cached",
            Registration: "Unchanged Cached",
            RegistrationFile: "Cached",
            Output: "Emitted Cached Cached"),
        RunReasons.Of(
            TestCompilation.Create("""[CmqQueue("first")] public partial record First(Held A); [CmqQueue("second")] public partial record Second(int A);""", others: "public record Held(int A);"),
            TestCompilation.Create("""[CmqQueue("first")] public partial record First(Held A); [CmqQueue("second")] public partial record Second(int A);""", others: "public record Held(long A);")));

    [Fact]
    public void Higher_language_version() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        RunReasons.Of(TestCompilation.Create(Contracts), TestCompilation.Create(Contracts, LanguageVersion.Latest)));

    [Fact]
    public void Language_version_below_11() => Assert.Equal(
        new RunReasons(
            Contract: "Modified Modified",
            Target: "Unchanged",
            HintName: "Unchanged Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Modified Modified",
            Registration: "Modified Modified",
            RegistrationFile: "Modified",
            Output: "Emitted Emitted Emitted"),
        RunReasons.Of(TestCompilation.Create(Contracts), TestCompilation.Create(Contracts, LanguageVersion.CSharp10)));

    [Fact]
    public void Another_assembly_name() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Modified",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Modified",
            Output: "Cached Cached Emitted"),
        RunReasons.Of(TestCompilation.Create(Contracts), TestCompilation.Create(Contracts, assemblyName: "Other")));

    /// <summary>Replaces only the files that changed, as an editor does.</summary>
    private static RunReasons After(string contracts = Contracts, string elsewhere = Elsewhere)
    {
        CSharpCompilation before = TestCompilation.Create(Contracts, others: Elsewhere);
        CSharpCompilation after = before;
        if (contracts != Contracts)
            after = after.ReplaceSyntaxTree(after.SyntaxTrees[1], CSharpSyntaxTree.ParseText(contracts, (CSharpParseOptions)after.SyntaxTrees[1].Options, TestCompilation.SourcePath));
        if (elsewhere != Elsewhere)
            after = after.ReplaceSyntaxTree(after.SyntaxTrees[2], CSharpSyntaxTree.ParseText(elsewhere, (CSharpParseOptions)after.SyntaxTrees[2].Options, after.SyntaxTrees[2].FilePath));
        return RunReasons.Of(before, after);
    }
}
