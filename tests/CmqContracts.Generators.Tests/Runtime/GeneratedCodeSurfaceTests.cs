using System.ComponentModel;
using System.Reflection;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>What of our assemblies is public because generated code calls it. It is hidden from completion, and no more of it is public than is called.</summary>
public class GeneratedCodeSurfaceTests
{
    /// <summary>Types for generated code alone.</summary>
    private static readonly string[] ForGeneratedCode =
    [
        "EnvelopeContract", "IQueueMessage`1", "ITopicMessage`1", "MessageCodec`1", "QueueClient`1", "QueueContract`1", "SubscriptionContract", "TopicClient`1", "TopicContract`1",
        "ItemBuffer`1", "ItemSpan", "JsonBodyReader", "JsonBodyWriter", "JsonCallbacks", "JsonContextCodec`1", "JsonConverters", "JsonDiscriminators",
        "JsonEnumNames`1", "JsonMembers", "JsonMessageCodec`1", "KeyComparers",
    ];

    /// <summary>Types of ours that contracts of the corpus have as their messages, or in them.</summary>
    private static readonly string[] MessagesOfTheCorpus = [nameof(CmqMessage), nameof(LocalDeadline), nameof(QueueList), nameof(QueueListEntry)];

    /// <summary>Types for users that generated code uses too.</summary>
    private static readonly string[] ForUsers =
        ["CmqBuilder", "CmqClient", "DeadLetterPolicy", "NotifyStrategy", "QueueSettings", "TopicFilter", "TopicSettings"];

    private static readonly Lazy<HashSet<ISymbol>> Used = new(UsedInTheCorpus);

    private static IEnumerable<Type> PublicTypes => ((Type[])[typeof(CmqClient), typeof(QueueSettings)]).SelectMany(type => type.Assembly.GetExportedTypes());

    [Fact]
    public void Generated_code_uses_the_types_that_are_listed() => Assert.Equal(
        Lines([.. ForGeneratedCode, .. ForUsers, .. MessagesOfTheCorpus]),
        Lines(Used.Value.Select(symbol => symbol as INamedTypeSymbol ?? symbol.ContainingType).SelectMany(WithBase).Select(type => type.MetadataName)));

    [Fact]
    public void Types_for_generated_code_are_hidden_from_completion_and_no_others() => Assert.Equal(
        Lines(ForGeneratedCode),
        Lines(PublicTypes.Where(type => type.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never }).Select(type => type.Name)));

    [Fact]
    public void Helpers_of_codecs_have_no_public_member_that_generated_code_does_not_use()
    {
        HashSet<string> used = [.. Used.Value.Where(symbol => symbol.ContainingType is not null).Select(symbol => $"{symbol.ContainingType.MetadataName}.{symbol.MetadataName}")];
        string[] unused =
        [
            .. PublicTypes.Where(type => type.Namespace == "CmqContracts.Json")
                .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
                .Where(member => member is MethodInfo { IsSpecialName: false } method && method.GetBaseDefinition() == method)
                .Select(member => $"{member.DeclaringType!.Name}.{member.Name}")
                .Distinct()
                .Where(member => !used.Contains(member)),
        ];
        Assert.Empty(unused);
    }

    private static IEnumerable<INamedTypeSymbol> WithBase(INamedTypeSymbol type) =>
        type.BaseType is { } parent && SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, type.ContainingAssembly) ? [type, parent.OriginalDefinition] : [type];

    private static string Lines(IEnumerable<string> names) => string.Join('\n', names.Distinct().Order(StringComparer.Ordinal));

    private static HashSet<ISymbol> UsedInTheCorpus()
    {
        CSharpCompilation input = TestCompilation.Create(Contracts, LanguageVersion.Latest, "Sample", TestCompilation.ReadCorpus());
        GeneratorDriver driver = GeneratorRun.NewDriver(LanguageVersion.Latest).RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        HashSet<ISymbol> used = new(SymbolEqualityComparer.Default);
        foreach (SyntaxTree tree in driver.GetRunResult().GeneratedTrees)
        {
            SemanticModel model = output.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax))
            {
                if (model.GetSymbolInfo(node).Symbol?.OriginalDefinition is { ContainingAssembly.Name: "CmqContracts" or "CmqContracts.Protocol" } symbol and (INamedTypeSymbol or { ContainingType: not null }))
                    used.Add(symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol);
            }
        }

        return used;
    }

    /// <summary>What the corpus lacks: everything that attributes can state, and registration.</summary>
    private const string Contracts = """
        using Microsoft.Extensions.DependencyInjection;

        namespace Surface;

        [CmqTopic("surface-topic", Filter = TopicFilter.RoutingKey, MaxMsgSize = 1024)]
        [CmqQueue("surface", DeadLetterQueue = "dead", MaxReceiveCount = 3, JsonContext = typeof(SurfaceContext))]
        [CmqSubscription("surface-topic", NotifyStrategy = NotifyStrategy.BackoffRetry)]
        public sealed partial record Surface(int Id);

        [CmqQueue("nodes")]
        public sealed partial record Nodes(System.Text.Json.Nodes.JsonObject Object, System.Text.Json.Nodes.JsonArray Array, System.Text.Json.Nodes.JsonValue Value, HashSet<long?> Numbers);

        [JsonSerializable(typeof(Surface))]
        public partial class SurfaceContext : JsonSerializerContext
        {
            public SurfaceContext() : base(null) { }
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            public static SurfaceContext Default { get; } = new();
        }

        public static class Start
        {
            public static void Run(IServiceCollection services) => services.AddCmq().AddQueue<Surface>();
        }
        """;
}
