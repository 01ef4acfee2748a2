using System.Globalization;
using System.Text;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Tests.Snapshots;

/// <summary>
/// What is reported about messages of every wrong kind, word for word: the code is in the snapshot, with each report below its line. A second
/// snapshot is the outline of what is emitted all the same, which has no errors of its own.
/// </summary>
public sealed class ReportTests
{
    private static readonly MetadataReference Their = TestCompilation.Library("""
        namespace Their
        {
            public class Holder { public List<Faults>? Held { get; set; } }
            public class Faults
            {
                public Action? Anything { get; set; }
                [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? Text { get; set; }
                public int A { get; set; }
                [JsonPropertyName("A")] public int B { get; set; }
                [JsonRequired] public int C { get; }
                public required int D;
            }
            public class Unbound { public Unbound(int other) => A = other; public int A { get; } }
            public class NoConstructor { internal NoConstructor() { } }
            public class Protected<T> { [JsonConstructor] protected Protected(T a) => A = a; public T A { get; } }
            public class Named { public int FarQueue { get; set; } }
            public class Included { [JsonInclude] public int A { get; private set; } [JsonInclude] public int B { get; set; } [JsonInclude] public int C { internal get; set; } }
        }
        namespace Clients.LibraryQueue { public class Inside { } }
        """, "Their");

    private static readonly MetadataReference Aliased = TestCompilation.Library("""
        namespace Aliased
        {
            public record Money(int Amount);
            public record Wrapped<T>(T Value);
            public enum Kind { A }
            public class Root { public int Id { get; set; } }
            public class Conversion : JsonConverterFactory { public override bool CanConvert(Type type) => true; public override JsonConverter? CreateConverter(Type type, System.Text.Json.JsonSerializerOptions options) => null; }
            public abstract class Context : JsonSerializerContext { protected Context() : base(null) { } }
        }
        """, "Aliased").WithAliases(["aliased"]);

    private static readonly MetadataReference Other = TestCompilation.Library("namespace Other; public record Part(int A);", "Other").WithAliases(["other"]);

    /// <summary>Another project of the solution, whose code the compiler has, but not in this compilation.</summary>
    private static readonly MetadataReference Near = TestCompilation.Create("""
        namespace Near;
        public class Faults
        {
            public Action? Anything { get; set; }
            [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? Text { get; set; }
            [JsonConverter(typeof(string))] public int Converted { get; set; }
            public int A { get; set; }
            [JsonPropertyName("A")] public int B { get; set; }
            [JsonRequired] public int C { get; }
        }
        """, assemblyName: "Near").ToMetadataReference();

    /// <summary>Types of assemblies that have names of .NET's.</summary>
    private static readonly MetadataReference[] Framework =
    [
        TestCompilation.Library("namespace Standard; public class Thing { public int A { get; set; } }", "netstandard"),
        TestCompilation.Library("namespace Core; public class Thing { public int A { get; set; } }", "mscorlib"),
    ];

    [Fact]
    public async Task Each_report_names_the_place_the_rule_and_the_fix()
    {
        SourceText source = SourceText.From(string.Concat(Snapshot.Lines("Reports").Where(line => !IsReport(line)).Select(line => line + "\n")));
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(source.ToString()).AddReferences([Their, Near, Aliased, Other, .. Framework]));
        ILookup<int, Diagnostic> reported = (await RuleTest.Analyze(run)).ToLookup(report => report.Location.GetLineSpan().StartLinePosition.Line);

        StringBuilder text = new();
        foreach (TextLine line in source.Lines.SkipLast(1))
        {
            text.Append(line).Append('\n');
            string indent = line.ToString()[..^line.ToString().TrimStart().Length];
            foreach (string report in reported[line.LineNumber].Select(report => Show(report, source)).Order(StringComparer.Ordinal))
                text.Append(indent).Append(report).Append('\n');
        }

        Snapshot.Verify("Reports", text.ToString());
        Snapshot.Verify("Reported", Outline.Of(run));
    }

    private static string Show(Diagnostic report, SourceText source) =>
        $"// {report.Id} at {source.ToString(report.Location.SourceSpan)}: {report.GetMessage(CultureInfo.InvariantCulture)}";

    private static bool IsReport(string line) => line.TrimStart().StartsWith("// CMQ", StringComparison.Ordinal);
}
