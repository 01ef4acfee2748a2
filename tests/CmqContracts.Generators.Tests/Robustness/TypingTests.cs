using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Abstractions;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>Whatever is missing in real contracts, as while they are being typed: nothing throws, and no error is in a generated file.</summary>
public class TypingTests(ITestOutputHelper output)
{
    private const int Deletions = 5_000;
    private const int OtherEdits = 1_000;
    private const int MostShown = 8;

    private static readonly CSharpCompilation Empty = TestCompilation.Create("", LanguageVersion.Latest);
    private static readonly GeneratorDriver Driver = GeneratorRun.NewDriver(LanguageVersion.Latest);

    /// <summary>Those that this compiler can read: the oldest one lacks some of the language.</summary>
    private static readonly Lazy<string[]> Sources = new(() => [.. RealContracts.Sources.Where(source => !Edited(source).GetDiagnostics().Any(IsError))]);

    [Fact]
    public void Real_contracts_compile()
    {
        Assert.True(Sources.Value.Length > 80, $"{Sources.Value.Length} of {RealContracts.Sources.Count}");
        Assert.All(Sources.Value, source => Assert.Null(Fault(source)));
    }

    [Fact]
    public void A_token_is_missing() => Try(Deletions, (source, token, _) => source.Remove(token.SpanStart, token.Span.Length));

    [Fact]
    public void A_name_is_not_there_yet() => Try(OtherEdits, (source, token, _) => token.IsKind(SyntaxKind.IdentifierToken) ? source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, "Missing") : null);

    [Fact]
    public void The_text_ends_early() => Try(OtherEdits, (source, token, _) => source[..token.SpanStart]);

    [Fact]
    public void A_token_stands_in_the_place_of_another() => Try(OtherEdits, (source, token, other) => source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text));

    [Fact]
    public void There_is_a_token_too_many() => Try(OtherEdits, (source, token, other) => source.Insert(token.SpanStart, other.Text + " "));

    /// <summary>Edits contracts at random and looks at what comes of it.</summary>
    /// <param name="count">How often.</param>
    /// <param name="edit">Edits a contract at a token; gets another one of its tokens as well.</param>
    private void Try(int count, Func<string, SyntaxToken, SyntaxToken, string?> edit)
    {
        int seed = Environment.GetEnvironmentVariable("CMQ_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"CMQ_SEED={seed}");
        SyntaxToken[][] tokens = [.. Sources.Value.Select(source => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToArray())];
        Random chance = new(seed);
        List<string> edited = [];
        while (edited.Count < count)
        {
            int index = chance.Next(tokens.Length);
            SyntaxToken[] all = tokens[index];
            if (edit(Sources.Value[index], all[chance.Next(all.Length)], all[chance.Next(all.Length)]) is { } text)
                edited.Add(text);
        }

        ConcurrentDictionary<string, string> faults = new();
        Parallel.ForEach(edited, (text, loop) =>
        {
            if (Fault(text) is { } fault && faults.TryAdd(fault, text) && faults.Count >= MostShown)
                loop.Stop();
        });
        Assert.True(faults.IsEmpty, $"CMQ_SEED={seed}\n{string.Join("\n\n", faults.Select(fault => fault.Key + "\n" + fault.Value))}");
    }

    /// <summary>What is wrong with what generator and analyzers make of a text; <see langword="null"/>: nothing.</summary>
    private static string? Fault(string source)
    {
        CSharpCompilation compilation = Edited(source);
        GeneratorDriverRunResult result = Driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _).GetRunResult();
        if (result.Results[0].Exception is { } thrown)
            return "The generator: " + thrown;
        Exception? failure = null;
        CompilationWithAnalyzersOptions options = new(new AnalyzerOptions([]), (exception, _, _) => failure = exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> all = generated.WithAnalyzers(RuleTest.Analyzers, options).GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        if (failure is not null)
            return "An analyzer: " + failure;
        return all.Where(IsError).FirstOrDefault(d => d.Location.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree)) is { } error
            ? $"A generated file: {error.GetMessage(CultureInfo.InvariantCulture)} {error}\n{error.Location.SourceTree!.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line]}"
            : null;
    }

    private static CSharpCompilation Edited(string source) =>
        Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[1], CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)Empty.SyntaxTrees[1].Options, TestCompilation.SourcePath));

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity is DiagnosticSeverity.Error;
}
