using CmqContracts.CodeFixes.Tests.Kit;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>CMQ0303, CMQ0304 and CMQ0305: the fix changes the reported expression, and nothing around it.</summary>
public sealed class UseFixesTests
{
    private const string Order = "\n[CmqQueue(\"orders\")] public partial record Order(int Id);\n";

    [Theory]
    [InlineData("await [|orders.SendManyAsync(list)|];", "(await orders.SendManyAsync(list)).ThrowIfAnyFailed();")]
    [InlineData("await [|orders.DeleteManyAsync(await orders.ReceiveManyAsync())|];", "(await orders.DeleteManyAsync(await orders.ReceiveManyAsync())).ThrowIfAnyFailed();")]
    [InlineData("await [|orders.SendManyAsync(list)|].ConfigureAwait(false);", "(await orders.SendManyAsync(list).ConfigureAwait(false)).ThrowIfAnyFailed();")]
    [InlineData("// all\n        await [|orders.SendManyAsync(\n            list)|]; // at once", "// all\n        (await orders.SendManyAsync(\n            list)).ThrowIfAnyFailed(); // at once")]
    [InlineData("Func<Task> send = async () => await [|orders.SendManyAsync(list)|]; await send();", "Func<Task> send = async () => (await orders.SendManyAsync(list)).ThrowIfAnyFailed(); await send();")]
    public Task The_result_of_a_batch_is_checked(string statements, string expected) =>
        FixTest.Fixes("CMQ0303", Asynchronous(statements), "Throw if any message failed", Asynchronous(expected));

    [Fact]
    public Task The_result_of_a_batch_publish_is_checked() => FixTest.Fixes(
        "CMQ0303",
        "public static class Outbox { public static async Task FlushAsync(ITopicPublisher<Order> topic, List<Order> all) => await [|topic.PublishManyAsync(all, routingKey: \"a\")|]; }" + Order,
        "Throw if any message failed",
        "public static class Outbox { public static async Task FlushAsync(ITopicPublisher<Order> topic, List<Order> all) => (await topic.PublishManyAsync(all, routingKey: \"a\")).ThrowIfAnyFailed(); }" + Order);

    [Fact]
    public Task All_batch_sends_of_all_files_are_checked_at_once() => FixTest.FixesAll(
        "CMQ0303",
        3,
        [Asynchronous("await orders.SendManyAsync(list);\n        await orders.SendManyAsync(list);"), Other("await orders.SendManyAsync(list);")],
        [Asynchronous("(await orders.SendManyAsync(list)).ThrowIfAnyFailed();\n        (await orders.SendManyAsync(list)).ThrowIfAnyFailed();"), Other("(await orders.SendManyAsync(list)).ThrowIfAnyFailed();")]);

    [Theory]
    [InlineData("Console.WriteLine([|orders.ReceiveManyAsync().Result|].Count);", "Console.WriteLine((await orders.ReceiveManyAsync()).Count);")]
    [InlineData("Console.WriteLine([|orders.ReceiveManyAsync().Result|]?[0]);", "Console.WriteLine((await orders.ReceiveManyAsync())?[0]);")]
    [InlineData("await [|orders.ReceiveAsync().Result|]!.DeleteAsync();", "await (await orders.ReceiveAsync())!.DeleteAsync();")]
    [InlineData("var sent = /* one */ [|orders.SendAsync(list[0]).Result|] /* two */; Console.WriteLine(sent);", "var sent = /* one */ await orders.SendAsync(list[0]) /* two */; Console.WriteLine(sent);")]
    [InlineData("[|orders.SendAsync(list[0]).Wait()|];", "await orders.SendAsync(list[0]);")]
    [InlineData("[|orders.ClearAsync().ConfigureAwait(false).GetAwaiter().GetResult()|];", "await orders.ClearAsync().ConfigureAwait(false);")]
    [InlineData("Func<Task> clear = async () => [|orders.ClearAsync().Wait()|]; await clear();", "Func<Task> clear = async () => await orders.ClearAsync(); await clear();")]
    public Task A_task_is_awaited(string statements, string expected) =>
        FixTest.Fixes("CMQ0304", Asynchronous(statements), "Await it", Asynchronous(expected));

    [Theory]
    [InlineData("Action clear = () => [|orders.ClearAsync().Wait()|]; clear();")]
    [InlineData("Clear(); void Clear() => [|orders.ClearAsync().GetAwaiter().GetResult()|];")]
    [InlineData("lock (list) { [|orders.ClearAsync().Wait()|]; }")]
    [InlineData("[|orders.ClearAsync().Wait(100)|];")]
    public Task No_await_is_offered_where_it_is_not_possible_or_would_change_behaviour(string statements) =>
        FixTest.OffersNothing("CMQ0304", Asynchronous(statements));

    [Fact]
    public Task No_await_is_offered_in_a_synchronous_method() =>
        FixTest.OffersNothing("CMQ0304", "public class Worker { public void Run(IQueueClient<Order> orders) => [|orders.ClearAsync().Wait()|]; }" + Order);

    [Fact]
    public Task All_tasks_of_all_files_are_awaited_at_once() => FixTest.FixesAll(
        "CMQ0304",
        3,
        [Asynchronous("orders.ClearAsync().Wait();\n        Console.WriteLine(orders.SendAsync(list[0]).Result.MessageId);"), Other("orders.ClearAsync().GetAwaiter().GetResult();")],
        [Asynchronous("await orders.ClearAsync();\n        Console.WriteLine((await orders.SendAsync(list[0])).MessageId);"), Other("await orders.ClearAsync();")]);

    [Theory]
    [InlineData("[|\"http://cmq.example\"|]", "\"https://cmq.example\"")]
    [InlineData("[|\" HTTP://10.0.0.1:8600/ \"|]", "\" https://10.0.0.1:8600/ \"")]
    [InlineData("[|@\"http://cmq.example\"|]", "@\"https://cmq.example\"")]
    [InlineData("/* 1 */ [|\"\"\"http://cmq.example\"\"\"|] /* 2 */", "/* 1 */ \"\"\"https://cmq.example\"\"\" /* 2 */")]
    public Task An_endpoint_becomes_https(string endpoint, string expected) => FixTest.Fixes(
        "CMQ0305",
        $"public static class Settings {{ public static CmqOptions Shop => new() {{ Endpoint = {endpoint} }}; }}",
        "Use https",
        $"public static class Settings {{ public static CmqOptions Shop => new() {{ Endpoint = {expected} }}; }}");

    [Theory]
    [InlineData("Where")]
    [InlineData("\"http://\" + \"cmq.example\"")]
    [InlineData("\"\\u0068ttp://cmq.example\"")]
    public Task No_constant_and_no_expression_is_replaced(string endpoint) => FixTest.OffersNothing(
        "CMQ0305",
        $"public static class Settings {{ public const string Where = \"http://cmq.example\"; public static CmqOptions Shop => new() {{ Endpoint = [|{endpoint}|] }}; }}");

    [Fact]
    public Task All_endpoints_of_all_files_become_https_at_once() => FixTest.FixesAll(
        "CMQ0305",
        2,
        ["public static class A { public static CmqOptions O => new() { Endpoint = \"http://a.example\" }; }\n", "public static class B { public static CmqOptions O => new() { Endpoint = \"http://b.example\" }; }\n"],
        ["public static class A { public static CmqOptions O => new() { Endpoint = \"https://a.example\" }; }\n", "public static class B { public static CmqOptions O => new() { Endpoint = \"https://b.example\" }; }\n"]);

    private static string Asynchronous(string statements) => Worker("Worker", statements) + Order;

    private static string Other(string statements) => Worker("Other", statements);

    private static string Worker(string name, string statements) =>
        $"public class {name}\n{{\n    public async Task RunAsync(IQueueClient<Order> orders, List<Order> list)\n    {{\n        await Task.Yield();\n        {statements}\n    }}\n}}\n";
}
