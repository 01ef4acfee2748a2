using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Packaging;

/// <summary>What test classes must be.</summary>
public sealed class TestClassTests
{
    /// <summary>The test runner calls <see cref="IAsyncLifetime"/> and <see cref="IDisposable"/> only.</summary>
    [Fact]
    public void What_a_test_class_cleans_up_is_cleaned_up()
    {
        ILookup<string, ClassDeclarationSyntax> classes = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(static folder => folder is "bin" or "obj"))
            .SelectMany(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            .ToLookup(static declaration => declaration.Identifier.Text);
        string[] testClasses = [.. classes.Where(static parts => parts.Any(HasTests)).Select(static parts => parts.Key)];
        Assert.True(testClasses.Length > 300, $"{testClasses.Length} test classes found");

        Assert.DoesNotContain(testClasses, name => BasesOf(name) is var bases && bases.Contains(nameof(IAsyncDisposable)) && !bases.Contains(nameof(IAsyncLifetime)));

        HashSet<string> BasesOf(string name) =>
            [.. classes[name].SelectMany(static part => part.BaseList?.Types ?? []).Select(static type => type.Type.ToString()).SelectMany(type => BasesOf(type).Prepend(type))];
    }

    private static bool HasTests(ClassDeclarationSyntax type) => type.Members.OfType<MethodDeclarationSyntax>()
        .SelectMany(static method => method.AttributeLists.SelectMany(static list => list.Attributes))
        .Any(static attribute => attribute.Name.ToString() is var name && (name.Contains("Fact", StringComparison.Ordinal) || name.Contains("Theory", StringComparison.Ordinal)));
}
