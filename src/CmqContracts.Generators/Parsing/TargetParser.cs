using System.Text;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reduces a compilation to what emission depends on.</summary>
internal static class TargetParser
{
    public static TargetFacts Parse(Compilation compilation) => new(
        compilation.AssemblyName ?? "Assembly",
        RegistrationClass(compilation),
        HiddenNamespace(compilation) is null,
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp10 });

    public static bool SupportsStaticAbstracts(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp11 };

    /// <summary>A type in the global namespace that has the name of a namespace, so that generated code cannot name that namespace.</summary>
    public static INamedTypeSymbol? HiddenNamespace(Compilation compilation) =>
        compilation.Assembly.GetTypeByMetadataName("System") ?? compilation.Assembly.GetTypeByMetadataName("CmqContracts");

    private static string RegistrationClass(Compilation compilation)
    {
        string name = Identifier(compilation.AssemblyName ?? "") + "Contracts";
        while (compilation.Assembly.GetTypeByMetadataName(GeneratedNames.RegistrationNamespace + "." + name) is not null)
            name += "_";
        return name;
    }

    private static string Identifier(string assemblyName)
    {
        StringBuilder name = new();
        foreach (char c in assemblyName)
            name.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        return name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name.ToString();
    }
}
