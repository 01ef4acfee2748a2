namespace CmqContracts.Benchmarks;

/// <summary>One message of each contract, the same in every run.</summary>
internal static class Samples
{
    private const string Sentence = "消息队列把生产者和消费者解耦，消费失败的消息可以延迟重投，也可以回溯到某个时间点重新消费。";

    public static SeedOrder Seed { get; } = new(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), "李雷", 12.50m);

    public static NestedOrder Nested { get; } = new(
        new Guid("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        "Zoë O’Brien",
        new DateTimeOffset(2018, 3, 5, 13, 27, 42, 125, TimeSpan.FromHours(8)),
        new NestedAddress("广东省", "深圳市", "南山区科技中一路", "518057", "+86 13800138000"),
        [
            new NestedLine("SKU-TEA-01", "茉莉花茶 250g", 2, 38.00m, 0.00m),
            new NestedLine("SKU-HDP-08", "Noise-cancelling headphones", 1, 1299.00m, 129.90m),
            new NestedLine("SKU-CAB-21", "USB-C cable 2 m", 3, 19.99m, 0.00m),
            new NestedLine("SKU-NOT-44", "Paper notebook, dotted", 12, 16.40m, 9.84m),
        ],
        "请放门口快递柜",
        true);

    public static Readings Numbers { get; } = new(
        229806642612357,
        81_234,
        21.375,
        0.5625,
        3.3f,
        1234.5678m,
        0xF00F,
        -12,
        [.. Enumerable.Range(0, 32).Select(i => Math.Round(Math.Sin(i) * 100, 3))],
        [.. Enumerable.Range(0, 32).Select(i => i * i * 37)]);

    public static Comment Chinese { get; } = new(
        "韩梅梅",
        "关于消息回溯的一点经验",
        string.Concat(Enumerable.Repeat(Sentence, 8)),
        ["消息队列", "回溯", "幂等", "经验分享"]);

    public static Document Large { get; } = new(
        new Guid("16fd2706-8baf-433b-82eb-8c7fada847da"),
        "六万字节的文档",
        [.. Enumerable.Range(1, 64).Select(i => new Paragraph(i, $"第 {i} 节 \"引用\"", string.Concat(Enumerable.Repeat(Sentence, 7)) + " plain ASCII text, too: lorem ipsum."))]);
}
