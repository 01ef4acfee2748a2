using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Benchmarks;

/// <summary>A large project: a thousand contracts of eight members in fifty files, and one unrelated file.</summary>
internal static class ManyContracts
{
    public const int Count = 1000;

    private const int PerFile = 20;

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        """;

    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The project, newly parsed, so that no symbol is bound.</summary>
    /// <param name="withJsonContext">Whether it also has a context for the same types, for the generator of System.Text.Json.</param>
    public static CSharpCompilation Create(bool withJsonContext)
    {
        List<SyntaxTree> trees = [Tree(Usings), UnrelatedFile(0)];
        for (int first = 0; first < Count; first += PerFile)
        {
            StringBuilder file = new("namespace Many;\n");
            for (int i = first; i < first + PerFile; i++)
            {
                file.Append(CultureInfo.InvariantCulture, $$"""

                    public sealed record Line{{i}}(string Sku, int Quantity, decimal Price);

                    [CmqContracts.CmqQueue("queue-{{i}}", VisibilityTimeout = 30)]
                    public sealed partial record Order{{i}}(Guid Id, string Customer, decimal Total, DateTimeOffset PlacedAt, string? Note, bool IsPaid, List<Line{{i}}> Lines, Dictionary<string, int> Counters);

                    """);
            }

            trees.Add(Tree(file.ToString()));
        }

        if (withJsonContext)
        {
            StringBuilder context = new("namespace Many;\n");
            for (int i = 0; i < Count; i++)
                context.Append(CultureInfo.InvariantCulture, $"[System.Text.Json.Serialization.JsonSerializable(typeof(Order{i}))]\n");
            context.Append("public sealed partial class Context : System.Text.Json.Serialization.JsonSerializerContext;\n");
            trees.Add(Tree(context.ToString()));
        }

        return CSharpCompilation.Create("Many", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The same project after an edit of the unrelated file.</summary>
    public static CSharpCompilation EditUnrelated(CSharpCompilation compilation, int edit) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], UnrelatedFile(edit));

    public static GeneratorDriver Drive(IIncrementalGenerator generator, bool track = false) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Parse, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track));

    /// <summary>The generator of System.Text.Json that comes with the SDK.</summary>
    public static IIncrementalGenerator? CreateBaseline()
    {
        string? path = typeof(ManyContracts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "JsonGenerator").Value;
        if (!File.Exists(path))
            return null;
        Type type = Assembly.LoadFrom(path).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!;
        return (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }

    private static SyntaxTree UnrelatedFile(int edit) => Tree(string.Create(CultureInfo.InvariantCulture, $"namespace Many.Unrelated; public static class Typing {{ public static int Edit() => {edit}; }}"));

    private static SyntaxTree Tree(string text) => CSharpSyntaxTree.ParseText(text, Parse);
}
