using System.Text.RegularExpressions;

namespace CmqContracts.Packaging;

/// <summary>The generated files as a user keeps and reads them: written to disk, and compiled as if they were the user's own.</summary>
[Collection(PackedFeed.Collection)]
public sealed partial class GeneratedFilesTests(PackedFeed feed)
{
    private const int LongestLine = 200;

    private const string Library = "<OutputType>Library</OutputType><LangVersion>11</LangVersion>";

    private const string Contracts = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Text.Json.Serialization;
        using CmqContracts;

        namespace Shop.Orders
        {
            /// <summary>An order.</summary>
            [CmqQueue("orders", VisibilityTimeout = 30, PollingWaitSeconds = 3, MsgRetentionSeconds = 86400, DeadLetterQueue = "orders-dead", MaxReceiveCount = 5)]
            [CmqSubscription("order-events", FilterTags = new[] { "vip" })]
            [CmqTopic("order-events")]
            public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total, IReadOnlyList<OrderLine> Lines, Address? ShipTo = null, Channel Channel = Channel.Web);

            /// <summary>A line.</summary>
            public sealed class OrderLine
            {
                /// <summary>What.</summary>
                public required string Sku { get; init; }

                /// <summary>How many.</summary>
                public int Count { get; set; } = 1;

                /// <summary>How much.</summary>
                [JsonPropertyName("unit_price")]
                public decimal? UnitPrice { get; init; }

                /// <summary>By language.</summary>
                public IReadOnlyDictionary<string, string> Names { get; set; } = new Dictionary<string, string>();
            }

            /// <summary>A place.</summary>
            public readonly record struct Address(string Street, string? City, ImmutableArray<string> Extra);

            /// <summary>Where it came from.</summary>
            [JsonConverter(typeof(JsonStringEnumConverter<Channel>))]
            public enum Channel
            {
                /// <summary>Web.</summary>
                Web,

                /// <summary>Shop.</summary>
                [JsonStringEnumMemberName("in-store")]
                Store,
            }

            /// <summary>Anything with a trace.</summary>
            public record Envelope<T>(T Content, string? Trace);

            /// <summary>Envelopes of orders.</summary>
            [CmqQueue<Envelope<OrderPlaced>>("envelopes")]
            public sealed partial class Envelopes
            {
            }
        }

        namespace Shop.Stock
        {
            /// <summary>Messages of the warehouse.</summary>
            public static partial class Messages
            {
                /// <summary>A tree.</summary>
                [CmqQueue("categories")]
                internal sealed partial class Category
                {
                    /// <summary>Name.</summary>
                    public string Name { get; set; } = "";

                    /// <summary>Below.</summary>
                    public IList<Category> Children { get; set; } = new List<Category>();

                    /// <summary>Counts.</summary>
                    public IDictionary<DayOfWeek, int[]> Counts { get; set; } = new SortedDictionary<DayOfWeek, int[]>();
                }

                /// <summary>Times and other values.</summary>
                [CmqQueue("counted")]
                internal readonly partial record struct Counted(DateTimeOffset At, DateOnly Day, TimeSpan Took, long? Number, double Share, bool Done, byte[] Raw, Uri? Link, ReadOnlyMemory<byte> Rest)
                {
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
                    public string? Note { get; init; }
                }
            }
        }
        """;

    [Fact]
    public async Task Emitted_files_are_readable_and_compile_cleanly_as_a_user_s_own()
    {
        string emitting = feed.NewProject("Emitting", Contracts, Library + "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><CompilerGeneratedFilesOutputPath>emitted</CompilerGeneratedFilesOutputPath>");
        (int exit, string output) = await feed.DotnetAsync(emitting, "build", "-c", "Release");
        Assert.True(exit == 0, output);
        string[] files = Directory.GetFiles(Path.Combine(emitting, "emitted", "CmqContracts.Generators"), "*.g.cs", SearchOption.AllDirectories);
        Assert.Equal(5, files.Length);
        Assert.All(files, AssertIsReadable);

        // Every check of the compiler and of the SDK's analyzers, but for three that are about choices, not mistakes: clients are named
        // after queues, not all of them have to be used, and a collection is read as what its member is declared as.
        string compiling = feed.NewProject("Compiling", Contracts, Library + "<AnalysisLevel>latest-all</AnalysisLevel><GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>$(NoWarn);CA1711;CA1812;CA1859</NoWarn>");
        File.WriteAllText(Path.Combine(compiling, "Directory.Build.targets"), """
            <Project>
              <Target Name="WithoutGenerator" BeforeTargets="CoreCompile">
                <ItemGroup>
                  <Analyzer Remove="@(Analyzer)" Condition="'%(Analyzer.NuGetPackageId)' == 'CmqContracts'" />
                </ItemGroup>
              </Target>
            </Project>
            """);
        foreach (string file in files)
            File.WriteAllText(Path.Combine(compiling, Path.GetFileName(file).Replace(".g.cs", ".cs", StringComparison.Ordinal)), AsHandwritten(File.ReadAllText(file)));
        (exit, output) = await feed.DotnetAsync(compiling, "build", "-c", "Release");
        Assert.True(exit == 0, output);
    }

    /// <summary>Without what analyzers take for the mark of generated code, which they skip. The name of the file is another one.</summary>
    private static string AsHandwritten(string text) => GeneratedMarks().Replace(text, "");

    private static void AssertIsReadable(string file)
    {
        string[] lines = File.ReadAllText(file).Split('\n');
        Assert.Equal("", lines[^1]);
        for (int i = 0; i < lines.Length - 1; i++)
        {
            string place = $"{Path.GetFileName(file)}({i + 1}): {lines[i]}";
            Assert.False(lines[i].EndsWith(' ') || lines[i].EndsWith('\r') || lines[i].Contains('\t', StringComparison.Ordinal), place);
            Assert.False(lines[i].Length == 0 && lines[i + 1].Length == 0, place);
            Assert.True((lines[i].Length - lines[i].TrimStart(' ').Length) % 4 == 0, place);
            Assert.True(lines[i].Length <= LongestLine || Signature().IsMatch(lines[i]), place);
        }
    }

    [GeneratedRegex(@"^// <auto-generated/>\n|^ *\[global::System\.CodeDom\.Compiler\.GeneratedCode\(.*\)\]\n", RegexOptions.Multiline)]
    private static partial Regex GeneratedMarks();

    [GeneratedRegex(@"^ *(public|protected|private|static|partial)[^;]*(=> [\w.]+;|=> \w+\(.*\);)?$")]
    private static partial Regex Signature();
}
