using CmqContracts.CodeFixes.Tests.Kit;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>CMQ0101, CMQ0102, CMQ0111, CMQ0113 and CMQ0114: literals become the nearest value that is allowed.</summary>
public sealed class NearestValueTests
{
    private const string Longest = "a123456789b123456789c123456789d123456789e123456789f123456789g123";

    [Theory]
    [InlineData("1st orders", "q1st-orders")]
    [InlineData("orders/new", "orders-new")]
    [InlineData("orders.new..old", "orders-new-old")]
    [InlineData("orders!", "orders")]
    [InlineData("-orders", "orders")]
    [InlineData("_orders_", "orders_")]
    [InlineData(" orders ", "orders")]
    [InlineData("订单-orders", "orders")]
    [InlineData("orders😀new", "orders-new")]
    [InlineData("7", "q7")]
    [InlineData(Longest + "4", Longest)]
    [InlineData("1" + Longest, "q1a123456789b123456789c123456789d123456789e123456789f123456789g1")]
    public Task A_queue_name_becomes_the_nearest_one(string name, string expected) => FixTest.Fixes(
        "CMQ0101",
        $"[CmqQueue([|\"{name}\"|])] public partial record Order(int Id);",
        $"Set the queue's name to '{expected}'",
        $"[CmqQueue(\"{expected}\")] public partial record Order(int Id);");

    [Theory]
    [InlineData("CMQ0113", "[CmqTopic([|\"1st orders\"|])]", "the topic's name to 't1st-orders'", "[CmqTopic(\"t1st-orders\")]")]
    [InlineData("CMQ0113", "[CmqQueue(\"shipping\"), CmqSubscription([|\"orders!\"|])]", "the topic's name to 'orders'", "[CmqQueue(\"shipping\"), CmqSubscription(\"orders\")]")]
    [InlineData("CMQ0114", "[CmqQueue(\"shipping\"), CmqSubscription(\"orders\", Name = [|\"1 a\"|])]", "Name to 's1-a'", "[CmqQueue(\"shipping\"), CmqSubscription(\"orders\", Name = \"s1-a\")]")]
    [InlineData("CMQ0102", "[CmqTopic(\"orders\", MaxMsgSize = [|5|])]", "MaxMsgSize to 1024", "[CmqTopic(\"orders\", MaxMsgSize = 1024)]")]
    public Task Names_and_numbers_of_topics_and_subscriptions_become_the_nearest_ones(string id, string attributes, string title, string expected) => FixTest.Fixes(
        id,
        attributes + " public partial record Order(int Id);",
        "Set " + title,
        expected + " public partial record Order(int Id);");

    [Theory]
    [InlineData("orders-retry", "orders")]
    [InlineData("orders-dlq-RETRY", "orders")]
    [InlineData("1-dlq", "q1")]
    [InlineData("orders-dlq!", "orders")]
    public Task Suffixes_that_TDMQ_reserves_are_removed(string name, string expected) => FixTest.Fixes(
        "CMQ0101",
        $"[CmqQueue([|\"{name}\"|])] public partial record Order(int Id);",
        $"Set the queue's name to '{expected}'",
        $"[CmqQueue(\"{expected}\")] public partial record Order(int Id);",
        profile: "Tdmq");

    [Theory]
    [InlineData("[|@\"a b\"|]", "\"a-b\"")]
    [InlineData("[|\"\"\"a b\"\"\"|]", "\"a-b\"")]
    [InlineData("name: [|\"a b\"|]", "name: \"a-b\"")]
    [InlineData("/* 1 */ [|\"a b\"|] /* 2 */", "/* 1 */ \"a-b\" /* 2 */")]
    [InlineData("\n    [|\"a\\tb\"|],\n    VisibilityTimeout = 10", "\n    \"a-b\",\n    VisibilityTimeout = 10")]
    public Task The_code_around_a_name_is_kept(string arguments, string expected) => FixTest.Fixes(
        "CMQ0101",
        $"[CmqQueue({arguments})] public partial record Order(int Id);",
        "Set the queue's name to 'a-b'",
        $"[CmqQueue({expected})] public partial record Order(int Id);");

    [Fact]
    public Task The_name_of_the_dead_letter_queue_is_fixed_too() => FixTest.Fixes(
        "CMQ0101",
        "[CmqQueue(\"orders\", DeadLetterQueue = [|\"dead orders\"|], MaxReceiveCount = 3)] public partial record Order(int Id);",
        "Set DeadLetterQueue to 'dead-orders'",
        "[CmqQueue(\"orders\", DeadLetterQueue = \"dead-orders\", MaxReceiveCount = 3)] public partial record Order(int Id);");

    [Fact]
    public Task A_dead_letter_queue_does_not_become_the_queue_itself() => FixTest.OffersNothing(
        "CMQ0101",
        "[CmqQueue(\"orders\", DeadLetterQueue = [|\"Orders-dlq\"|], MaxReceiveCount = 3)] public partial record Order(int Id);",
        profile: "Tdmq");

    [Theory]
    [InlineData("[CmqQueue([|\"\"|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue([|\"订单\"|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue([|\"--\"|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue([|\"a\" + \" b\"|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue([|Order.Name|])] public partial record Order(int Id) { public const string Name = \"a b\"; }")]
    [InlineData("[CmqQueue([|$\"{nameof(Order)} b\"|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue([|(\"a b\")|])] public partial record Order(int Id);")]
    public Task No_name_is_made_up_and_no_expression_replaced(string code) => FixTest.OffersNothing("CMQ0101", code);

    [Theory]
    [InlineData("VisibilityTimeout = 0", "VisibilityTimeout = 1")]
    [InlineData("VisibilityTimeout = 43_201", "VisibilityTimeout = 43200")]
    [InlineData("VisibilityTimeout = -1", "VisibilityTimeout = 1")]
    [InlineData("VisibilityTimeout = 0x7FFFFFFF", "VisibilityTimeout = 43200")]
    [InlineData("PollingWaitSeconds = 31", "PollingWaitSeconds = 30")]
    [InlineData("PollingWaitSeconds = - 31", "PollingWaitSeconds = 0")]
    [InlineData("MaxMsgSize = 1023", "MaxMsgSize = 1024")]
    [InlineData("MsgRetentionSeconds = 1", "MsgRetentionSeconds = 60")]
    [InlineData("MaxMsgHeapNum = 2_000_000_000L", "MaxMsgHeapNum = 1000000000")]
    [InlineData("MaxMsgHeapNum = 20000000000", "MaxMsgHeapNum = 1000000000")]
    [InlineData("VisibilityTimeout   =/* never */0/* again */", "VisibilityTimeout   =/* never */1/* again */")]
    public Task A_number_becomes_the_nearest_bound(string argument, string expected)
    {
        int comment = argument.LastIndexOf("/* again", StringComparison.Ordinal);
        int value = argument.IndexOfAny(['-', '0', '1', '2', '3', '4']);
        string marked = comment < 0 ? $"{argument[..value]}[|{argument[value..]}|]" : $"{argument[..value]}[|{argument[value..comment]}|]{argument[comment..]}";
        string[] words = expected.Replace("/* never */", " ").Replace("/* again */", "").Split('=', StringSplitOptions.TrimEntries);
        return FixTest.Fixes(
            "CMQ0102",
            $"[CmqQueue(\"orders\",\n    {marked})]\npublic partial record Order(int Id);",
            $"Set {words[0]} to {words[1]}",
            $"[CmqQueue(\"orders\",\n    {expected})]\npublic partial record Order(int Id);");
    }

    [Fact]
    public Task The_bound_is_that_of_the_service() => FixTest.Fixes(
        "CMQ0102",
        "[CmqQueue(\"orders\", MsgRetentionSeconds = [|86400|])] public partial record Order(int Id);",
        "Set MsgRetentionSeconds to 43200",
        "[CmqQueue(\"orders\", MsgRetentionSeconds = 43200)] public partial record Order(int Id);",
        profile: "Tdmq");

    [Fact]
    public Task A_polling_wait_becomes_the_longest_that_is_advised() => FixTest.Fixes(
        "CMQ0111",
        "[CmqQueue(\"orders\", PollingWaitSeconds = [|20|])] public partial record Order(int Id);",
        "Set PollingWaitSeconds to 3",
        "[CmqQueue(\"orders\", PollingWaitSeconds = 3)] public partial record Order(int Id);",
        profile: "Tdmq");

    [Theory]
    [InlineData("[CmqQueue(\"q\", VisibilityTimeout = [|12 * 3600 + 1|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue(\"q\", VisibilityTimeout = [|Order.Long|])] public partial record Order(int Id) { public const int Long = 86400; }")]
    [InlineData("[CmqQueue(\"q\", VisibilityTimeout = [|int.MaxValue|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue(\"q\", VisibilityTimeout = [|(0)|])] public partial record Order(int Id);")]
    [InlineData("[CmqQueue(\"q\", PollingWaitSeconds = [|'a'|])] public partial record Order(int Id);")]
    public Task A_constant_expression_is_not_replaced(string code) => FixTest.OffersNothing("CMQ0102", code);

    [Fact]
    public Task All_names_of_all_files_are_fixed_at_once() => FixTest.FixesAll(
        "CMQ0101",
        4,
        [
            "[CmqQueue(\"a b\")] public partial record A(int Id);\n[CmqQueue(\"1\", DeadLetterQueue = \"d d\", MaxReceiveCount = 3)] public partial record B(int Id);\n",
            "[CmqQueue(\"fine\")] public partial record C(int Id);\n[CmqQueue(\"d/e\")] public partial record D(int Id);\n",
        ],
        [
            "[CmqQueue(\"a-b\")] public partial record A(int Id);\n[CmqQueue(\"q1\", DeadLetterQueue = \"d-d\", MaxReceiveCount = 3)] public partial record B(int Id);\n",
            "[CmqQueue(\"fine\")] public partial record C(int Id);\n[CmqQueue(\"d-e\")] public partial record D(int Id);\n",
        ]);

    [Fact]
    public Task All_numbers_of_all_files_are_fixed_at_once() => FixTest.FixesAll(
        "CMQ0102",
        4,
        [
            "[CmqQueue(\"a\", VisibilityTimeout = 0, PollingWaitSeconds = 60)] public partial record A(int Id);\n",
            "[CmqQueue(\"b\", VisibilityTimeout = 50000)] public partial record B(int Id);\n[CmqQueue(\"c\", MaxMsgSize = 1)] public partial record C(int Id);\n",
        ],
        [
            "[CmqQueue(\"a\", VisibilityTimeout = 1, PollingWaitSeconds = 30)] public partial record A(int Id);\n",
            "[CmqQueue(\"b\", VisibilityTimeout = 43200)] public partial record B(int Id);\n[CmqQueue(\"c\", MaxMsgSize = 1024)] public partial record C(int Id);\n",
        ]);
}
