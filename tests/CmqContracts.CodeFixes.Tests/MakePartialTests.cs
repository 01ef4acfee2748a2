using CmqContracts.CodeFixes.Tests.Kit;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>CMQ0001 and CMQ0002: the fix adds <c>partial</c> where C# requires it, and changes nothing else.</summary>
public sealed class MakePartialTests
{
    [Theory]
    [InlineData("public record [|Order|](int Id);", "public partial record Order(int Id);")]
    [InlineData("public sealed record class [|Order|](int Id);", "public sealed partial record class Order(int Id);")]
    [InlineData("public readonly record struct [|Order|](int Id);", "public readonly partial record struct Order(int Id);")]
    [InlineData("internal  sealed class   [|Order|] { public int Id { get; set; } }", "internal  sealed partial class   Order { public int Id { get; set; } }")]
    [InlineData("struct [|Order|] { public int Id { get; set; } }", "partial struct Order { public int Id { get; set; } }")]
    [InlineData("public /* why */ record [|Order|](int Id);", "public /* why */ partial record Order(int Id);")]
    [InlineData("// before\n    record [|Order|](int Id); // after", "// before\n    partial record Order(int Id); // after")]
    [InlineData("public\n    sealed\n    record [|Order|](int Id);", "public\n    sealed\n    partial record Order(int Id);")]
    [InlineData("#region Messages\nrecord [|Order|](int Id);\n#endregion", "#region Messages\npartial record Order(int Id);\n#endregion")]
    [InlineData("#if !DEBUG\npublic\n#else\ninternal\n#endif\nrecord [|Order|](int Id);", "#if !DEBUG\npublic\n#else\ninternal\n#endif\npartial record Order(int Id);")]
    [InlineData("public record\n[|Order|](int Id);", "public partial record\nOrder(int Id);")]
    public Task A_message_type_becomes_partial(string declaration, string expected) => FixTest.Fixes(
        "CMQ0001",
        $"namespace Shop;\n\n/// <summary>An order.</summary>\n[CmqQueue(\"orders\")]\n{declaration}\n",
        "Make 'Order' partial",
        $"namespace Shop;\n\n/// <summary>An order.</summary>\n[CmqQueue(\"orders\")]\n{expected}\n");

    [Fact]
    public Task An_attribute_on_the_same_line_stays_on_it() => FixTest.Fixes(
        "CMQ0001",
        "[CmqQueue(\"orders\")] record [|Order|](int Id);",
        "Make 'Order' partial",
        "[CmqQueue(\"orders\")] partial record Order(int Id);");

    [Fact]
    public Task A_binding_becomes_partial() => FixTest.Fixes(
        "CMQ0001",
        "public record Order(int Id);\n\n[CmqQueue<Order>(\"orders\")]\npublic sealed class [|OrderQueue|] { }\n",
        "Make 'OrderQueue' partial",
        "public record Order(int Id);\n\n[CmqQueue<Order>(\"orders\")]\npublic sealed partial class OrderQueue { }\n");

    [Theory]
    [InlineData("[CmqTopic(\"orders\")]")]
    [InlineData("[CmqTopic(\"orders\")]\n[CmqQueue(\"shipping\")]\n[CmqSubscription(\"orders\")]")]
    public Task The_message_of_a_topic_becomes_partial(string attributes) => FixTest.Fixes(
        "CMQ0001",
        $"{attributes}\npublic record [|Order|](int Id);\n",
        "Make 'Order' partial",
        $"{attributes}\npublic partial record Order(int Id);\n");

    [Fact]
    public Task Line_endings_and_tabs_are_kept() => FixTest.Fixes(
        "CMQ0001",
        "namespace Shop\r\n{\r\n\t[CmqQueue(\"orders\")]\r\n\tpublic record [|Order|](int Id);\r\n}\r\n",
        "Make 'Order' partial",
        "namespace Shop\r\n{\r\n\t[CmqQueue(\"orders\")]\r\n\tpublic partial record Order(int Id);\r\n}\r\n");

    [Fact]
    public Task An_escaped_name_is_shown_without_its_escape() => FixTest.Fixes(
        "CMQ0001",
        "[CmqQueue(\"orders\")] public record [|@event|](int Id);",
        "Make 'event' partial",
        "[CmqQueue(\"orders\")] public partial record @event(int Id);");

    [Theory]
    [InlineData("public static class [|Messages|]", "public static partial class Messages")]
    [InlineData("public record [|Messages|]", "public partial record Messages")]
    [InlineData("public interface [|Messages|]", "public partial interface Messages")]
    [InlineData("internal readonly struct [|Messages|]", "internal readonly partial struct Messages")]
    [InlineData("internal ref struct [|Messages|]", "internal ref partial struct Messages")]
    [InlineData("class [|Messages|]", "partial class Messages")]
    public Task The_containing_type_of_a_message_becomes_partial(string declaration, string expected) => FixTest.Fixes(
        "CMQ0002",
        $"{declaration}\n{{\n    [CmqQueue(\"orders\")]\n    public partial record Order(int Id);\n}}\n",
        "Make 'Messages' partial",
        $"{expected}\n{{\n    [CmqQueue(\"orders\")]\n    public partial record Order(int Id);\n}}\n");

    [Fact]
    public Task Of_several_containing_types_only_the_reported_one_changes() => FixTest.Fixes(
        "CMQ0002",
        "public partial class A { public class [|B|] { public partial class C { [CmqQueue(\"q\")] public partial record Order(int Id); } } }",
        "Make 'B' partial",
        "public partial class A { public partial class B { public partial class C { [CmqQueue(\"q\")] public partial record Order(int Id); } } }");

    [Fact]
    public Task All_message_types_of_all_files_become_partial_at_once() => FixTest.FixesAll(
        "CMQ0001",
        4,
        [
            "namespace Shop;\n[CmqQueue(\"a\")]\npublic record A(int Id);\n\n[CmqQueue(\"b\")]\npublic sealed class B { }\n",
            "namespace Shop;\n[CmqQueue(\"c\")]\nrecord struct C(int Id);\n\npublic record NotAMessage(int Id);\n",
            "namespace Shop;\npublic static partial class Outer\n{\n    [CmqQueue(\"d\")]\n    public record D(int Id);\n}\n",
        ],
        [
            "namespace Shop;\n[CmqQueue(\"a\")]\npublic partial record A(int Id);\n\n[CmqQueue(\"b\")]\npublic sealed partial class B { }\n",
            "namespace Shop;\n[CmqQueue(\"c\")]\npartial record struct C(int Id);\n\npublic record NotAMessage(int Id);\n",
            "namespace Shop;\npublic static partial class Outer\n{\n    [CmqQueue(\"d\")]\n    public partial record D(int Id);\n}\n",
        ]);

    [Fact]
    public Task All_containing_types_of_all_files_become_partial_at_once() => FixTest.FixesAll(
        "CMQ0002",
        3,
        [
            "public class One { [CmqQueue(\"a\")] public partial record A(int Id); [CmqQueue(\"b\")] public partial record B(int Id); }",
            "namespace Shop;\npublic static class Two\n{\n    [CmqQueue(\"c\")]\n    public partial record C(int Id);\n}\npublic class Three\n{\n    [CmqQueue(\"d\")]\n    public partial record D(int Id);\n}\n",
        ],
        [
            "public partial class One { [CmqQueue(\"a\")] public partial record A(int Id); [CmqQueue(\"b\")] public partial record B(int Id); }",
            "namespace Shop;\npublic static partial class Two\n{\n    [CmqQueue(\"c\")]\n    public partial record C(int Id);\n}\npublic partial class Three\n{\n    [CmqQueue(\"d\")]\n    public partial record D(int Id);\n}\n",
        ]);

    [Fact]
    public Task All_containing_types_of_a_message_become_partial_at_once() => FixTest.FixesAll(
        "CMQ0002",
        4,
        [
            "namespace Shop;\npublic static class Outer\n{\n    public class Middle\n    {\n        public partial struct Open\n        {\n            internal interface Inner\n            {\n                [CmqQueue(\"a\")]\n                public partial record A(int Id);\n                [CmqQueue(\"b\")]\n                public partial record B(int Id);\n            }\n        }\n    }\n}\n",
            "namespace Shop;\npublic class Other { [CmqQueue(\"c\")] public partial record C(int Id); }\n",
        ],
        [
            "namespace Shop;\npublic static partial class Outer\n{\n    public partial class Middle\n    {\n        public partial struct Open\n        {\n            internal partial interface Inner\n            {\n                [CmqQueue(\"a\")]\n                public partial record A(int Id);\n                [CmqQueue(\"b\")]\n                public partial record B(int Id);\n            }\n        }\n    }\n}\n",
            "namespace Shop;\npublic partial class Other { [CmqQueue(\"c\")] public partial record C(int Id); }\n",
        ]);
}
