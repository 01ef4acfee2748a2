using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Abstractions;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>Real contracts with random edits, as while they are being typed: nothing throws, and no error is in a generated file.</summary>
public class TypingTests(ITestOutputHelper output)
{
    private const int MaxShown = 8;

    /// <summary>Decides which edits are tried, and is the same in every run unless set.</summary>
    private static readonly int Seed = Setting("CMQ_SEED", 1);

    /// <summary>How many edits of most kinds are tried.</summary>
    private static readonly int Edits = Setting("CMQ_EDITS", 1_000);

    /// <summary>Whether every edit is tried.</summary>
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("CMQ_LONG") is not null;

    private static readonly CSharpCompilation Empty = TestCompilation.Create("", LanguageVersion.Latest);
    private static readonly GeneratorDriver Driver = CSharpGeneratorDriver.Create(
        [new ContractGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.Latest));

    /// <summary>The contracts that this compiler can read: the oldest one does not support all of them.</summary>
    private static readonly Lazy<string[]> Sources = new(() => [.. RealContracts.Sources.Where(source => !Edited(source).GetDiagnostics().Any(IsError))]);

    [Fact]
    public void Real_contracts_compile()
    {
        Assert.True(Sources.Value.Length > 80, $"{Sources.Value.Length} of {RealContracts.Sources.Count}");
        Assert.All(Sources.Value, source => Assert.Null(Fault(source)));
    }

    [Fact]
    public void A_token_is_missing() => Try(5 * Edits, (source, token, _) => source.Remove(token.SpanStart, token.Span.Length));

    [Fact]
    public void A_name_is_missing() => Try(Edits, (source, token, _) => token.IsKind(SyntaxKind.IdentifierToken) ? source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, "Missing") : null);

    [Fact]
    public void The_text_ends_early() => Try(Edits, (source, token, _) => source[..token.SpanStart]);

    [Fact]
    public void A_token_is_replaced_by_another() => Try(Edits, (source, token, other) => source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text));

    [Fact]
    public void A_token_is_inserted() => Try(Edits, (source, token, other) => source.Insert(token.SpanStart, other.Text + " "));

    /// <summary>Edits contracts, each at one of its tokens, and checks the result.</summary>
    /// <param name="count">How many edits; all tokens if <c>CMQ_LONG</c> is set.</param>
    /// <param name="edit">Edits the text of a contract at a token; the second token is another one of the same contract.</param>
    private void Try(int count, Func<string, SyntaxToken, SyntaxToken, string?> edit)
    {
        Random chance = new(Seed);
        HashSet<string> declared = [], edited = [];
        foreach (string source in Sources.Value)
        {
            // Code that several contracts have in common is edited once.
            SyntaxToken[] tokens = [.. PartsOf(source).Where(part => declared.Add(part.ToString())).SelectMany(part => part.DescendantTokens()).Where(token => token.Span.Length > 0)];
            edited.UnionWith(tokens.Select(token => edit(source, token, tokens[chance.Next(tokens.Length)])).OfType<string>());
        }

        string[] tried = [.. edited];
        chance.Shuffle(tried);
        if (!IsLong && tried.Length > count)
            tried = tried[..count];
        output.WriteLine($"CMQ_SEED={Seed}: {tried.Length} of {edited.Count} edits");

        ConcurrentDictionary<string, string> faults = new();
        Parallel.ForEach(tried, (text, loop) =>
        {
            if (Fault(text) is { } fault && faults.TryAdd(fault, text) && faults.Count >= MaxShown)
                loop.Stop();
        });
        Assert.True(faults.IsEmpty, $"CMQ_SEED={Seed}\n{string.Join("\n\n", faults.Select(fault => fault.Key + "\n" + fault.Value))}");
    }

    /// <summary>The usings and types of a text.</summary>
    private static IEnumerable<SyntaxNode> PartsOf(string source)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
        return root.Usings.Concat<SyntaxNode>(root.Members.SelectMany(member => member is NamespaceDeclarationSyntax space ? space.Members : new SyntaxList<MemberDeclarationSyntax>(member)));
    }

    /// <summary>The first fault of generator and analyzers for a text; <see langword="null"/>: there is none.</summary>
    private string? Fault(string source)
    {
        CSharpCompilation compilation = Edited(source);
        GeneratorDriverRunResult result = Driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _).GetRunResult();
        if (result.Results[0].Exception is { } thrown)
            return "The generator: " + thrown;
        Exception? failure = null;
        CompilationWithAnalyzersOptions options = new(new AnalyzerOptions([]), (exception, _, _) => failure = exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> all;
        try
        {
            all = generated.WithAnalyzers(RuleTest.Analyzers, options).GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (IsOfCompiler(compilation))
        {
            output.WriteLine($"The compiler fails without the generator too: {e.Message}");
            return null;
        }

        if (failure is not null)
            return "An analyzer: " + failure;
        return all.Where(IsError).FirstOrDefault(d => d.Location.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree)) is { } error
            ? $"A generated file: {error.GetMessage(CultureInfo.InvariantCulture)} {error}\n{error.Location.SourceTree!.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line]}"
            : null;
    }

    private static bool IsOfCompiler(CSharpCompilation compilation)
    {
        try
        {
            compilation.GetDiagnostics();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static CSharpCompilation Edited(string source) =>
        Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[1], CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)Empty.SyntaxTrees[1].Options, TestCompilation.SourcePath));

    private static int Setting(string name, int unlessSet) => Environment.GetEnvironmentVariable(name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : unlessSet;

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity is DiagnosticSeverity.Error;
}
