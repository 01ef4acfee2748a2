using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>
/// The other tests here judge the codecs that a build of this project makes, in the compiler of the SDK. What they find holds for the
/// generator in another host as well, as it emits the same text there.
/// </summary>
public sealed class CorpusTextTests
{
    [Fact]
    public void The_corpus_has_the_codecs_that_were_built()
    {
        string[] sources = TestCompilation.ReadCorpus();
        CSharpCompilation corpus = TestCompilation.Create(sources[0], LanguageVersion.Latest, typeof(Corpus).Assembly.GetName().Name!, sources[1..]);
        GeneratorRun run = GeneratorRun.Of(corpus, LanguageVersion.Latest);
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));

        string folder = Path.Combine(TestCompilation.Metadata("EmittedDirectory"), "CmqContracts.Generators", typeof(ContractGenerator).FullName!);
        foreach ((string name, string text) in run.Files.Where(file => file.Key != "CmqContracts.AddContracts.g.cs"))
            Assert.Equal(File.ReadAllText(Path.Combine(folder, name)), text);
        Assert.True(run.Files.Count > Corpus.Names.Count, $"{run.Files.Count} files for {Corpus.Names.Count} contracts");
    }
}
