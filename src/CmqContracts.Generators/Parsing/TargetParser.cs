using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reduces a compilation to what emission depends on.</summary>
internal static class TargetParser
{
    public static TargetFacts Parse(Compilation compilation) =>
        new(compilation.AssemblyName ?? "Assembly", SupportsStaticAbstracts(compilation));

    public static bool SupportsStaticAbstracts(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp11 };
}
