using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Sdk;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>The walk over the outputs of the steps finds every object that would keep a compilation alive, at any depth and of any class.</summary>
public class GraphWalkTests
{
    private static readonly CSharpCompilation Compilation = TestCompilation.Create("""[CmqQueue("q")] public partial record P(int A);""");
    private static readonly SyntaxTree Tree = Compilation.SyntaxTrees[1];
    private static readonly TypeDeclarationSyntax Declaration = Tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().First();
    private static readonly INamedTypeSymbol Symbol = Compilation.GetSemanticModel(Tree).GetDeclaredSymbol(Declaration)!;

    public static TheoryData<string> Names => [.. Held.Keys];

    private static readonly Dictionary<string, object> Held = new()
    {
        [nameof(ISymbol)] = Symbol,
        [nameof(Microsoft.CodeAnalysis.Compilation)] = Compilation,
        [nameof(SyntaxNode)] = Declaration,
        [nameof(SyntaxTree)] = Tree,
        [nameof(SyntaxReference)] = Declaration.GetReference(),
        [nameof(Location)] = Declaration.GetLocation(),
        [nameof(SemanticModel)] = Compilation.GetSemanticModel(Tree),
        [nameof(AttributeData)] = Symbol.GetAttributes()[0],
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds(string name)
    {
        Assert.ThrowsAny<XunitException>(() => GeneratorRun.AssertHoldsNoSymbols(Held[name]));
        Assert.ThrowsAny<XunitException>(() => GeneratorRun.AssertHoldsNoSymbols(new object[] { "text", 1, new List<(int, object)> { (1, new Lazy<object>(Held[name])), (2, Held[name]) } }));
    }

    [Fact]
    public void Accepts_plain_values() => GeneratorRun.AssertHoldsNoSymbols(new object?[] { "text", 1, null, DayOfWeek.Friday, new List<(int, decimal?)> { (1, 2m) } });
}
