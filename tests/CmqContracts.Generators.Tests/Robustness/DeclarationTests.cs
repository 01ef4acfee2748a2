using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>
/// Whatever a user declares, it either works or has a diagnostic in the user's own file. There is never an error or warning in generated
/// code, and other contracts are not affected.
/// </summary>
public class DeclarationTests
{
    /// <summary>A valid contract beside the one under test, and code that uses it in every way.</summary>
    private const string Bystander = """
        namespace Bystanders
        {
            [global::CmqContracts.CmqQueue("bystander")]
            public partial record Bystander(int Id);

            internal static class Uses
            {
                public static object Generic(global::CmqContracts.CmqClient cmq) => cmq.Queue<Bystander>();

                public static object Named(global::CmqContracts.CmqClient cmq) => new BystanderQueue(cmq);

                public static object Registered(global::CmqContracts.CmqBuilder builder) => global::CmqContracts.Generated.SampleContracts.AddContracts(builder);
            }
        }
        """;

    private static bool HostHasCSharp12 => Enum.IsDefined((LanguageVersion)1200);

    public static TheoryData<string, LanguageVersion> Cases => Table(Declarations.All, LanguageVersion.CSharp11, LanguageVersion.Latest);

    public static TheoryData<string, LanguageVersion> NewCases => Table(HostHasCSharp12 ? Declarations.OfNewerLanguages : [], LanguageVersion.Latest);

    public static TheoryData<string, LanguageVersion> ProjectCases => Table(Declarations.OfWholeProject, LanguageVersion.CSharp11);

    [Theory]
    [MemberData(nameof(Cases))]
    [MemberData(nameof(NewCases))]
    public async Task Works_or_says_why_not(string name, LanguageVersion version) => await Check(name, version, Bystander);

    [Theory]
    [MemberData(nameof(ProjectCases))]
    public async Task Says_what_breaks_every_contract(string name, LanguageVersion version) => await Check(name, version);

    private static async Task Check(string name, LanguageVersion version, params string[] others)
    {
        Declaration declaration = Declarations.Named(name);
        GeneratorRun run = GeneratorRun.Of(declaration.Source, version, "Sample", others);
        Diagnostic[] compiler = run.Warnings();
        Diagnostic[] analyzer = await RuleTest.Analyze(run);

        Diagnostic[] inOurs = [.. compiler.Concat(analyzer).Where(run.IsInGeneratedFile)];
        Assert.True(inOurs.Length == 0, $"{name}:\n{string.Join('\n', inOurs.Select(d => d.ToString()))}\n{string.Join('\n', run.Files.Values)}");
        if (others.Length > 0)
            Assert.All(compiler.Concat(analyzer), d => Assert.Equal(TestCompilation.SourcePath, d.Location.SourceTree?.FilePath));
        Assert.Equal(declaration.Expected, string.Join(' ', compiler.Concat(analyzer).Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)));
    }

    private static TheoryData<string, LanguageVersion> Table(IEnumerable<Declaration> declarations, params LanguageVersion[] versions)
    {
        TheoryData<string, LanguageVersion> table = [];
        foreach (Declaration declaration in declarations)
        {
            foreach (LanguageVersion version in versions)
                table.Add(declaration.Name, version);
        }

        return table;
    }
}
