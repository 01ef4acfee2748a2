using CmqContracts.CodeFixes.Tests.Kit;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>CMQ0109: a delay below the range becomes zero.</summary>
public sealed class ZeroDelayTests
{
    private const string Message = "[CmqQueue(\"orders\")] public partial record Order(int Id);\n";

    [Theory]
    [InlineData("order, [|TimeSpan.FromSeconds(-1)|]", "order, TimeSpan.Zero")]
    [InlineData("order, [|System.TimeSpan.FromSeconds(-1)|], default", "order, TimeSpan.Zero, default")]
    [InlineData("delay: /* before */ [|new TimeSpan(0, -1, 0)|] /* after */, message: order", "delay: /* before */ TimeSpan.Zero /* after */, message: order")]
    [InlineData("order,\n        delay: [|TimeSpan.FromDays(-1)|]", "order,\n        delay: TimeSpan.Zero")]
    public Task A_negative_delay_becomes_zero(string arguments, string expected) => FixTest.Fixes(
        "CMQ0109",
        Message + $"public static class Sends {{ public static Task Go(IQueueProducer<Order> queue, Order order) => queue.SendAsync({arguments}); }}\n",
        "Set the delay to zero",
        Message + $"public static class Sends {{ public static Task Go(IQueueProducer<Order> queue, Order order) => queue.SendAsync({expected}); }}\n");

    [Fact]
    public Task No_fix_is_offered_for_a_delay_above_the_range() => FixTest.OffersNothing(
        "CMQ0109",
        Message + "public static class Sends { public static Task Go(IQueueProducer<Order> queue, Order order) => queue.SendAsync(order, [|TimeSpan.FromDays(100)|]); }\n");

    [Fact]
    public Task All_delays_of_all_files_are_fixed_at_once() => FixTest.FixesAll(
        "CMQ0109",
        3,
        [
            Message + "public static class A { public static async Task Go(IQueueProducer<Order> queue, Order order) { await queue.SendAsync(order, TimeSpan.FromSeconds(-1)); _ = await queue.SendManyAsync(new[] { order }, TimeSpan.FromDays(-2)); } }\n",
            "public static class B { public static Task Go(IQueueProducer<Order> queue, Order order) => queue.SendAsync(order, TimeSpan.FromMinutes(-5)); }\n",
        ],
        [
            Message + "public static class A { public static async Task Go(IQueueProducer<Order> queue, Order order) { await queue.SendAsync(order, TimeSpan.Zero); _ = await queue.SendManyAsync(new[] { order }, TimeSpan.Zero); } }\n",
            "public static class B { public static Task Go(IQueueProducer<Order> queue, Order order) => queue.SendAsync(order, TimeSpan.Zero); }\n",
        ]);
}
