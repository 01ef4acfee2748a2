using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Compilations against the SDK's reference assemblies and CmqContracts.</summary>
internal static class TestCompilation
{
    /// <summary>The global usings of a test project.</summary>
    public const string Usings = "global using System; global using System.Collections.Generic; global using System.ComponentModel.DataAnnotations; global using System.Linq; global using System.Text.Json.Serialization; global using System.Threading; global using System.Threading.Tasks; global using CmqContracts;";

    /// <summary>Name of the file with the code under test.</summary>
    public const string SourcePath = "Source.cs";

    private const int HighestWarningLevel = 9999;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        Directory.GetFiles(Metadata("ReferencePack"), "*.dll")
            .Append(typeof(CmqQueueAttribute).Assembly.Location)
            .Append(typeof(QueueSettings).Assembly.Location)
            .Append(typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection).Assembly.Location)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray());

    /// <summary>The references of a test project.</summary>
    public static IEnumerable<MetadataReference> All => References.Value;

    public static string Metadata(string key) =>
        typeof(TestCompilation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>The texts of the corpus, in the order of the build, in which the members of a type with several parts are written.</summary>
    public static string[] ReadCorpus() =>
        [.. Metadata("CorpusFiles").Split(';').Select(path => File.ReadAllText(Path.Combine(Metadata("ProjectDirectory"), path)))];

    /// <summary>The value of <c>CmqProfile</c> that the code of a page states in a comment.</summary>
    public static string? ProfileOf(string code) => code.Contains("<CmqProfile>Tdmq<", StringComparison.Ordinal) ? "Tdmq" : null;

    /// <summary>Another assembly, referenced as metadata only.</summary>
    public static MetadataReference Library(string source, string assemblyName)
    {
        using MemoryStream file = new();
        EmitResult result = Create(source, assemblyName: assemblyName).Emit(file);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(file.ToArray());
    }

    /// <summary>A library of one file, <c>Source.cs</c>, and any others; a program if that file has statements outside of types.</summary>
    public static CSharpCompilation Create(string source, LanguageVersion version = LanguageVersion.CSharp11, string assemblyName = "Sample", params string[] others) =>
        Create(version, assemblyName, NullableContextOptions.Enable, [(Usings, ""), (source, SourcePath), .. others.Select((text, i) => (text, $"Other{i}.cs"))]);

    /// <summary>A library of one file in a language version that may have neither global usings nor nullable reference types.</summary>
    public static CSharpCompilation CreateOld(string source, LanguageVersion version) =>
        Create(version, "Sample", NullableContextOptions.Disable, [(source, SourcePath)]);

    private static CSharpCompilation Create(LanguageVersion version, string assemblyName, NullableContextOptions nullable, IEnumerable<(string Text, string Path)> files)
    {
        CSharpParseOptions options = new(version, DocumentationMode.Diagnose);
        SyntaxTree[] trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))];
        bool isProgram = trees.Single(tree => tree.FilePath == SourcePath).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        return CSharpCompilation.Create(
            assemblyName,
            trees,
            References.Value,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, allowUnsafe: true, warningLevel: HighestWarningLevel)
                .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]));
    }
}
