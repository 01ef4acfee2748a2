using System.Collections.Immutable;
using System.Globalization;
using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Tests.Rules;

public class RuleTests
{
    public static TheoryData<int> Reported => [.. Enumerable.Range(0, RuleCases.Reported.Count)];

    public static TheoryData<int> Allowed => [.. Enumerable.Range(0, RuleCases.Allowed.Count)];

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task Reports_the_place(int index)
    {
        RuleCase code = RuleCases.Reported[index];
        await RuleTest.Expect(code.Rule, code.Code, code.Version, code.Service);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Reports_nothing_for_valid_code(int index)
    {
        RuleCase code = RuleCases.Allowed[index];
        await RuleTest.ExpectNothing(code.Code, code.Version, code.Service);
    }

    [Fact]
    public async Task CMQ0008_names_the_type_that_hides_a_namespace()
    {
        // The compiler reports errors too, so this is not one of the cases.
        GeneratorRun run = GeneratorRun.Of("""public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A);""");
        Assert.Equal(["CMQ0008 13"], (await RuleTest.Analyze(run)).Select(d => $"{d.Id} {d.Location.SourceSpan.Start}"));
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("_ = cmq.Queue<[|Bare|]>();", "'Bare' has no queue, so there is no client of it: add [CmqQueue(\"...\")] and 'partial' to it")]
    [InlineData("_ = cmq.Topic<[|Bare|]>();", "'Bare' has no topic, so there is no client of it: add [CmqTopic(\"...\")] and 'partial' to it")]
    [InlineData("_ = cmq.Topic<[|P|]>();", "'P' has no topic, so there is no client of it: add [CmqTopic(\"...\")] and 'partial' to it")]
    [InlineData("_ = cmq?.Queue<[|Bare|]>().SendAsync(null!);", "add [CmqQueue(\"...\")]")]
    [InlineData("services.AddQueue<[|Bare|]>().AddTopic<[|Bare|]>();", "'Bare' has no queue")]
    [InlineData("_ = cmq.Queue<Bare, [|Other|]>();", "'Other' binds 'Bare' to no queue, so there is no client of it: add [CmqQueue<Bare>(\"...\")] and 'partial' to it")]
    [InlineData("_ = cmq.Queue<[|Mail|]>();", "ask for it with its binding, as 'Queue<Mail, Mails>'")]
    [InlineData("_ = cmq.Topic<[|Mail|]>();", "'Mail' has no topic, so there is no client of it: add [CmqTopic(\"...\")]")]
    [InlineData("_ = cmq.Queue<[|Mails|]>();", "it binds 'Mail', so ask for 'Queue<Mail, Mails>'")]
    [InlineData("_ = cmq.Queue<Bare, [|Mails|]>();", "it binds 'Mail', so ask for 'Queue<Mail, Mails>'")]
    [InlineData("_ = cmq.Queue<[|string|]>();", "add [CmqQueue<string>(\"...\")] to a partial class, and ask for 'Queue<string, ThatClass>'")]
    [InlineData("_ = cmq.Queue<[|int[]|]>(); _ = cmq.Queue<[|(int, int)|]>(); _ = cmq.Queue<[|Page<int>|]>(); _ = cmq.Queue<[|IDisposable|]>();", "to a partial class")]
    [InlineData("void In<T>() => _ = cmq.Topic<[|T|]>();", "'T' has no topic, so there is no client of it: add the constraint 'where T : ITopicMessage<T>'")]
    [InlineData("_ = cmq.Queue<>(); _ = cmq.Queue<Unknown>(); _ = cmq.Queue<P, Unknown>(); _ = cmq.Queue<List<Unknown>>();", "")]
    public async Task CMQ0308_reports_clients_of_types_without_a_contract_with_a_remedy(string statements, string text)
    {
        // The compiler reports errors too, so these are not among the cases.
        (string source, List<TextSpan> spans) = RuleTest.Parse($$"""
            using CmqContracts; public static class S { public static void Run(CmqClient cmq, CmqBuilder services) { {{statements}} } }
            [CmqQueue("q")] public partial record P(int A); public record Bare(int A); public class Other { } public record Page<T>(T A);
            public record Mail(int Id); [CmqQueue<Mail>("mails")] public partial class Mails { }
            """);
        Diagnostic[] reported = await RuleTest.Analyze(GeneratorRun.Of(source));
        Assert.All(reported, d => Assert.Equal("CMQ0308", d.Id));
        Assert.Equal(spans, reported.Select(d => d.Location.SourceSpan).Order());
        Assert.Equal(text.Length > 0, reported.Any(d => d.GetMessage(CultureInfo.InvariantCulture).Contains(text, StringComparison.Ordinal)) && reported.Length > 0);
    }

    [Theory]
    [InlineData("P(Far.Outer A)", "'A.Inner.Address' holds 'nint'", "A")]
    [InlineData("P(List<Far.Outer> A)", "'A.Inner.Address' holds 'nint'", "A")]
    [InlineData("P(Dictionary<string, Far.Middle[]> A)", "'A.Outers.Inner.Address' holds 'nint'", "A")]
    [InlineData("P(Near A); public record Near(Far.Outer B)", "'B.Inner.Address' holds 'nint'", "B")]
    [InlineData("P(Near A); public record Near(nint B)", "'B' holds 'nint'", "nint")]
    [InlineData("P(Page<List<nint>> A); public record Page<T>(T Items)", "'A.Items' holds 'nint'", "nint")]
    [InlineData("P(Page<Page<Far.Outer>> A); public record Page<T>(T Items)", "'A.Items.Items.Inner.Address' holds 'nint'", "A")]
    [InlineData("P(Far.Renamed A)", "'A.Number' has [JsonNumberHandling]", "A")]
    [InlineData("P(int X, Far.Fine Y, Far.Inner Z)", "'Z.Address' holds 'nint'", "Z")]
    public async Task An_error_in_a_type_of_another_assembly_is_reported_at_the_member_that_leads_there_with_the_path(string declaration, string text, string underlined)
    {
        MetadataReference library = TestCompilation.Library("""
            namespace Far;
            public record Inner(nint Address); public record Outer(int Id, Inner Inner); public record Middle(List<Outer> Outers); public record Fine(int Id);
            public class Renamed { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? Number { get; set; } }
            """, "Library");
        string source = $"[CmqQueue(\"q\")] public partial record {declaration};";
        Diagnostic reported = Assert.Single(await RuleTest.Analyze(GeneratorRun.Of(TestCompilation.Create(source).AddReferences(library))));
        string message = reported.GetMessage(CultureInfo.InvariantCulture);
        Assert.StartsWith(text, message, StringComparison.Ordinal);
        Assert.Equal(underlined, source.Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("public class Desk { public Desk(IQueueClient<[|Bare|]> queue, CmqContracts.ITopicPublisher<[|Bare|]>? topic) { } }")]
    [InlineData("public record Desk(IQueueProducer<[|Bare|]> Queue); public record struct Shelf(IQueueConsumer<[|Bare|]> Queue);")]
    [InlineData("public class Desk { private readonly ITopicClient<Bare> _topic; public Desk(ITopicClient<[|Bare|]> topic) => _topic = topic; public IQueueClient<Bare>? Queue { get; set; } }")]
    [InlineData("public class InjectAttribute : Attribute { } public class Page { [Inject] public IQueueClient<[|Bare|]> Queue { get; set; } = null!; public IQueueClient<Bare>? Other { get; set; } }")]
    [InlineData("public static class S { public static object Of(IServiceProvider services) => services.GetRequiredService<IQueueClient<[|Bare|]>>(); }")]
    [InlineData("public class Desk { public Desk(ITopicClient<[|Own|]> topic, IQueueClient<Own> queue, IQueueClient<Mail> mails, ITopicClient<[|Mail|]> noTopic) { } }")]
    public async Task CMQ0308_warns_about_injected_clients_that_nothing_registers(string code)
    {
        (string source, List<TextSpan> spans) = RuleTest.Parse(InProgram(code));
        Diagnostic[] reported = await RuleTest.Analyze(GeneratorRun.Of(source).AssertCompiles());
        Assert.All(reported, d => Assert.Equal(("CMQ0308", DiagnosticSeverity.Warning), (d.Id, d.Severity)));
        Assert.All(reported, d => Assert.Matches("^'(Bare|Own|Mail)' has no (queue|topic), so there is no client of it: add \\[Cmq(Queue|Topic)\\(\"\\.\\.\\.\"\\)\\] and 'partial' to it$", d.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal(spans, reported.Select(d => d.Location.SourceSpan).Order());
    }

    [Theory]
    [InlineData("public class Desk<T> { public Desk(IQueueClient<T> queue) { } }")]
    [InlineData("public class Desk { public Desk([FromKeyedServices(\"own\")] IQueueClient<Bare> queue, ITopicClient<Bare>? topic = null) { } }")]
    [InlineData("public class Desk { public Desk(IQueueClient<string> queue, IQueueClient<List<int>> more, IQueueClient<Page<Bare>> pages) { } } public record Page<T>(T A);")]
    [InlineData("public class Desk { public void Run(IQueueClient<Bare> queue) { } public Func<IQueueClient<Bare>>? Get { get; set; } }")]
    [InlineData("public class Desk { public Desk(IQueueClient<Bare> queue) { } } public class Fake : QueueProxy<Bare> { } public abstract class QueueProxy<T> : IQueueClient<T> { public abstract string QueueName { get; } }", true)]
    [InlineData("public class Desk { public Desk(IQueueClient<Bare> queue) { } } public static class S { public static void Add(IServiceCollection services) => services.AddSingleton<IQueueClient<Bare>>(_ => null!); }")]
    [InlineData("public class Desk { public Desk(IQueueClient<Bare> queue) { } } public static class Mock { public static T Of<T>() where T : class => null!; public static Desk Test() => new(Of<IQueueClient<Bare>>()); }")]
    [InlineData("public class Desk { public Desk(IQueueClient<Bare> queue) { } } public static class S { public static object? Of(IServiceProvider services) => services.GetService<IQueueClient<Bare>>(); }")]
    [InlineData("public class Desk { public Desk(Mine.IQueueClient<Bare> queue) { } } namespace Mine { public interface IQueueClient<T> { } }")]
    [InlineData("public class Desk { public Desk(IQueueClient<> queue, IQueueClient<Missing> more, IQueueClient<Bare, Bare> two", true)]
    public async Task CMQ0308_is_not_reported_where_a_client_may_come_from_elsewhere(string code, bool hasErrors = false)
    {
        GeneratorRun run = GeneratorRun.Of(InProgram(code));
        Assert.Equal(hasErrors, run.Output.GetDiagnostics().Any(d => d.Severity is DiagnosticSeverity.Error));
        Assert.Empty(await RuleTest.Analyze(run));
    }

    [Fact]
    public async Task CMQ0308_is_not_reported_for_clients_that_a_library_injects() =>
        await RuleTest.ExpectNothing("public record Bare(int A); public class Desk { public Desk(IQueueClient<Bare> queue) { } }");

    [Fact]
    public async Task CMQ0308_is_not_reported_where_a_library_has_clients_of_its_own()
    {
        MetadataReference fakes = TestCompilation.Library("public interface IFake<T> : ITopicPublisher<T> { }", "Fakes");
        CSharpCompilation program = TestCompilation.Create(InProgram("public class Desk { public Desk(ITopicPublisher<Bare> topic) { } }"));
        Assert.Single(await RuleTest.Analyze(GeneratorRun.Of(program)));
        Assert.Empty(await RuleTest.Analyze(GeneratorRun.Of(program.AddReferences(fakes))));
    }

    private static string InProgram(string code) => $$"""
        using Microsoft.Extensions.DependencyInjection; Console.WriteLine();
        public record Bare(int A); [CmqQueue("q")] public partial record Own(int A); public record Mail(int Id); [CmqQueue<Mail>("mails")] public partial class Mails { }
        {{code}}
        """;

    [Fact]
    public async Task CMQ0308_has_a_binding_for_types_of_other_assemblies()
    {
        CSharpCompilation user = TestCompilation.Create("public static class S { public static object Of(CmqClient cmq) => cmq.Queue<Far>(); }").AddReferences(TestCompilation.Library("public record Far(int A);", "Library"));
        Diagnostic reported = Assert.Single(await RuleTest.Analyze(GeneratorRun.Of(user)));
        Assert.Equal("CMQ0308", reported.Id);
        Assert.Contains("add [CmqQueue<Far>(\"...\")] to a partial class", reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public P(int a) { } public P(string b) { }", "not exactly one")]
    [InlineData("private P() { }", "not exactly one")]
    [InlineData("[JsonConstructor] public P(int a) { } [JsonConstructor] public P(string b) { }", "2 of its constructors have [JsonConstructor]")]
    public async Task CMQ0006_says_what_is_wrong_with_the_constructors(string constructors, string reason)
    {
        GeneratorRun run = GeneratorRun.Of($$"""[CmqQueue("q")] public partial class P { {{constructors}} }""");
        Diagnostic reported = Assert.Single(await RuleTest.Analyze(run));
        Assert.Contains(reason, reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public System.IO.FileStream? A { get; set; }", "'A' holds 'System.IO.FileStream'", "use byte[]")]
    [InlineData("public List<Type>? A { get; set; }", "'A' holds 'System.Type'", "use a string")]
    [InlineData("public Memory<int> A { get; set; }", "'A' holds", "use int[]")]
    [InlineData("public unsafe int* A { get; set; }", "'A' holds 'int*'", "an address has no meaning")]
    [InlineData("public nint A { get; set; }", "'A' holds 'nint'", "an address has no meaning")]
    [InlineData("public Func<int>? A { get; set; }", "'A' holds 'System.Func<int>'", "a delegate is code")]
    [InlineData("public (int, string) A { get; set; }", "'A' holds '(int, string)'", "use a record")]
    [InlineData("public int[,]? A { get; set; }", "'A' holds 'int[", "use an array of arrays")]
    [InlineData("public Task<int>? A { get; set; }", "'A' holds", "use the type of the result")]
    [InlineData("public Exception? A { get; set; }", "'A' holds 'System.Exception'", "use a record with the relevant parts")]
    public async Task CMQ0201_names_a_type_to_use_instead(string member, string start, string wanted)
    {
        string text = Assert.Single(await RuleTest.Analyze(GeneratorRun.Of($$"""[CmqQueue("q")] public partial class P { {{member}} }"""))).GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains(wanted, text, StringComparison.Ordinal);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file partial record P(int A);", "remove 'file'")]
    [InlineData("public static partial class P { }", "remove 'static'")]
    [InlineData("public ref partial struct P { }", "remove 'ref'")]
    [InlineData("public abstract partial record P(int A);", "remove 'abstract'")]
    [InlineData("public partial class P : List<int> { }", "a record that contains it")]
    public async Task CMQ0005_says_what_to_change(string type, string expected) =>
        Assert.Contains(expected, Assert.Single(await RuleTest.Analyze(GeneratorRun.Of("[CmqQueue(\"q\")] " + type))).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[CmqQueue("a\nerror CMQ9999: forged\u2028\u202e")] public partial record P(int A);""", "CMQ0101")]
    [InlineData("""[CmqTopic("a\r\nb")] public partial record P(int A);""", "CMQ0113")]
    [InlineData("""[CmqQueue("q"), CmqSubscription("t", Name = "a\0b")] public partial record P(int A);""", "CMQ0114")]
    [InlineData("""[CmqQueue("q")] public partial class P { [JsonPropertyName("a\nb")] public int A { get; set; } [JsonPropertyName("a\nb")] public int B { get; set; } }""", "CMQ0202")]
    public async Task Code_of_users_does_not_break_the_line_of_a_message(string source, string id)
    {
        Diagnostic[] reported = await RuleTest.Analyze(GeneratorRun.Of(source));
        Assert.Contains(id, reported.Select(d => d.Id));
        Assert.All(reported, d => Assert.DoesNotContain(d.GetMessage(CultureInfo.InvariantCulture), c => char.IsControl(c) || c is '\u2028' or '\u202e'));
    }

    [Theory]
    [InlineData("CmqQueue(\"q\", VisibilityTimeout = 0)", null, "VisibilityTimeout is 0; it must be 1 to 43200 seconds")]
    [InlineData("CmqQueue(\"q\", PollingWaitSeconds = 31)", null, "PollingWaitSeconds is 31; it must be 0 to 30 seconds")]
    [InlineData("CmqQueue(\"q\", MaxMsgSize = 1023)", null, "MaxMsgSize is 1023; it must be 1024 to 1048576 bytes")]
    [InlineData("CmqQueue(\"q\", MsgRetentionSeconds = 59)", null, "MsgRetentionSeconds is 59; it must be 60 to 1296000 seconds")]
    [InlineData("CmqQueue(\"q\", RewindSeconds = -1)", null, "RewindSeconds is -1; it must be 0 to 1296000 seconds")]
    [InlineData("CmqQueue(\"q\", MaxMsgHeapNum = 1000000001)", null, "MaxMsgHeapNum is 1000000001; it must be 1 to 1000000000 messages")]
    [InlineData("CmqQueue(\"q\", DeadLetterQueue = \"d\", MaxReceiveCount = 1001)", null, "MaxReceiveCount is 1001; it must be 1 to 1000 receives")]
    [InlineData("CmqQueue(\"q\", DeadLetterQueue = \"d\", MaxTimeToLive = 299)", null, "MaxTimeToLive is 299; it must be 300 to 43200 seconds")]
    [InlineData("CmqTopic(\"t\", MaxMsgSize = 1023)", null, "MaxMsgSize is 1023; it must be 1024 to 1048576 bytes")]
    [InlineData("CmqTopic(\"t\", MaxMsgSize = 1048577)", null, "MaxMsgSize is 1048577; it must be 1024 to 1048576 bytes")]
    [InlineData("CmqTopic(\"t\", Filter = 0)", null, "Filter is 0; it must be 1 (TopicFilter.Tags) or 2 (TopicFilter.RoutingKey)")]
    [InlineData("CmqTopic(\"t\", Filter = (CmqContracts.TopicFilter)3)", null, "Filter is 3; it must be 1 (TopicFilter.Tags) or 2 (TopicFilter.RoutingKey)")]
    public async Task CMQ0102_has_the_name_of_the_value_in_CSharp_and_its_range(string attribute, string? profile, string text) => Assert.Equal(
        text,
        Assert.Single(await RuleTest.Analyze(GeneratorRun.Of($"[{attribute}] public partial record P(int A);"), profile)).GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_pragma_suppresses_a_rule() => await RuleTest.ExpectNothing("""
        #pragma warning disable CMQ0102
        [CmqQueue("q", VisibilityTimeout = 0)] public partial record P(int A);
        """);

    [Fact]
    public async Task A_pragma_suppresses_rules_about_settlement() => await RuleTest.ExpectNothing(UseCases.Worker("""
        #pragma warning disable CMQ0301, CMQ0302
                if (await orders.ReceiveAsync() is { } dropped) Console.WriteLine(dropped.Body.Id);
                if (await orders.ReceiveAsync() is { } twice) { await twice.DeleteAsync(); await twice.DeleteAsync(); }
        """));

    [Theory]
    [InlineData("none", null)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public async Task An_editorconfig_sets_the_severity(string severity, DiagnosticSeverity? expected)
    {
        GeneratorRun run = GeneratorRun.Of(UseCases.Worker("if (await orders.ReceiveAsync() is { } dropped) Console.WriteLine(dropped.Body.Id);"));
        AnalyzerConfigSet config = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse($"[*.cs]\ndotnet_diagnostic.CMQ0301.severity = {severity}\n", "/.editorconfig") });
        Compilation configured = run.Output.WithOptions(run.Output.Options.WithSyntaxTreeOptionsProvider(new Severities(config)));
        Assert.Equal(expected is { } value ? [value] : [], (await RuleTest.Analyze(configured)).Select(d => d.Severity));
    }

    [Theory]
    [InlineData("var m = await orders.ReceiveAsync(; if (m is { } x")]
    [InlineData("var m = await orders.ReceiveAsync(); m.")]
    [InlineData("await ConfigureAwait(); ConfigureAwait().Result; void ConfigureAwait() { }")]
    [InlineData("foreach (var m in await orders.ReceiveManyAsync()) { switch (m) { case { Body: } } finally {")]
    [InlineData("if (await orders.ReceiveAsync() is not { } m || m.Body.Id is > and < ) { goto nowhere; } await m.DeleteAsync(m, m);")]
    [InlineData("await foreach (ReceivedMessage<Order> m in ) m.DeleteAsync().Wait(; orders.SendManyAsync().;")]
    [InlineData("ITopicClient<Order> t = null!; await t.PublishAsync(list[0], routingKey: ); _ = t.PublishManyAsync(, routingKey: \"a\"; t.PublishAsync")]
    [InlineData("} [CmqTopic(] [CmqSubscription(FilterTags = new[] { , \"a\" }, BindingKeys = )] [CmqTopic<>(\"t\")] public partial record Typed(int A { [CmqSubscription(\"t\", FilterTags = 5)] enum")]
    [InlineData("new CmqOptions { Endpoint = , SecretKey = \"a\" + , Token = $\"{ }\" }; ReceivedMessage<> m = null; m = ;")]
    public async Task No_analyzer_fails_on_code_that_is_being_typed(string statements) =>
        Assert.All(await RuleTest.Analyze(TestCompilation.Create(UseCases.Worker(statements))), reported => Assert.StartsWith("CMQ", reported.Id, StringComparison.Ordinal));

    private sealed class Severities(AnalyzerConfigSet config) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            config.GetOptionsForSourcePath("/" + tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }

    [Fact]
    public async Task CMQ0107_is_reported_in_the_later_file_and_names_the_earlier_type()
    {
        GeneratorRun run = GeneratorRun.Of(
            """namespace Shop; [CmqQueue("Orders")] public partial record Last(int A);""",
            others: ["""namespace Shop; [CmqQueue("orders")] public partial record First(int A);""", """namespace Shop; [CmqQueue("ORDERS")] public partial record Second(int A);"""]);
        Diagnostic[] reported = await RuleTest.Analyze(run);
        Assert.Equal(["Other1.cs", "Source.cs"], reported.Select(d => d.Location.SourceTree!.FilePath).Order(StringComparer.Ordinal));
        Assert.All(reported, d => Assert.Contains("already that of 'Shop.First'", d.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Fact]
    public async Task CMQ0107_is_reported_while_the_user_types()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            """[CmqQueue("orders")] public partial record Second(int A);""",
            others: ["""[CmqQueue("orders")] public partial record First(int A);"""]);
        SyntaxTree edited = compilation.SyntaxTrees.Single(tree => tree.FilePath == TestCompilation.SourcePath);
        ImmutableArray<Diagnostic> shown = await compilation.WithAnalyzers([new ContractAnalyzer()])
            .GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(edited), filterSpan: null, CancellationToken.None);
        Assert.Equal(["CMQ0107"], shown.Select(d => d.Id));
    }

    [Fact]
    public async Task CMQ0108_says_delay_queue_and_retention()
    {
        Diagnostic reported = await RuleTest.ExpectOne("CMQ0108", """
            [CmqQueue("reminders", MsgRetentionSeconds = 600)] public partial record P(int A);
            public static class Sends { public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, [|TimeSpan.FromMinutes(10.001)|]); }
            """);
        Assert.StartsWith("The delay is 601 seconds, but queue 'reminders' keeps messages for 600 seconds only", reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CMQ0108_knows_the_queue_of_a_message_of_another_assembly()
    {
        CSharpCompilation library = (CSharpCompilation)GeneratorRun.Of("""[CmqQueue("reminders", MsgRetentionSeconds = 600)] public partial record P(int A);""", assemblyName: "Library").Output;
        CSharpCompilation user = TestCompilation.Create("""public static class Sends { public static Task Late(PQueue queue, P message) => queue.SendAsync(message, TimeSpan.FromHours(1)); }""").AddReferences(library.ToMetadataReference());
        Assert.Equal(["CMQ0108"], (await RuleTest.Analyze(GeneratorRun.Of(user))).Select(d => d.Id));
    }

    [Theory]
    [InlineData("[JsonExtensionData, JsonPropertyName(\"a\")] public Dictionary<string, JsonElement>? A { get; set; }", "JsonPropertyName(\"a\")")]
    [InlineData("[JsonExtensionData] public Dictionary<string, JsonElement>? A { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? B { get; set; }", "JsonExtensionData")]
    [InlineData("[JsonExtensionData] public Dictionary<string, JsonElement>? A { get; set; } public int B { get; set; }", "")]
    public async Task CMQ0206_reports_contradictory_extension_data(string members, string expected)
    {
        GeneratorRun run = GeneratorRun.Of($$"""using System.Text.Json; [CmqQueue("q")] public partial class P { {{members}} }""");
        IEnumerable<Diagnostic> reported = (await RuleTest.Analyze(run)).Where(d => d.Id == "CMQ0206");
        Assert.Equal(expected, string.Join(' ', reported.Select(d => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan))));
    }

    [Theory]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public long Id { get; set; }", "")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public long Id { get; set; }", "CMQ0207")]
    public async Task CMQ0207_accepts_numbers_that_are_written_as_strings(string member, string expected)
    {
        GeneratorRun run = GeneratorRun.Of($$"""[CmqQueue("q")] public partial class P { {{member}} }""");
        Assert.Equal(expected, string.Join(' ', (await RuleTest.Analyze(run)).Select(d => d.Id).Where(id => id == "CMQ0207")));
    }

    [Fact]
    public async Task CMQ0208_says_both_sizes()
    {
        Diagnostic reported = await RuleTest.ExpectOne("CMQ0208", """[[|CmqQueue("q")|]] public partial class P { [MaxLength(20_000)] public string? Text { get; set; } }""");
        Assert.StartsWith("A 'P' can have 120011 bytes in JSON, but its queue accepts 65536:", reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CMQ0208_accepts_what_TDMQ_accepts() =>
        await RuleTest.ExpectNothing("""[CmqQueue("q")] public partial class P { [MaxLength(20_000)] public string? Text { get; set; } }""", profile: "Tdmq");
}
