namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Code that the other rules about the use of the clients report, and code that they do not report.</summary>
internal static class UseCases
{
    public static IReadOnlyList<RuleCase> Reported { get; } =
    [
        InMethod("CMQ0303", "await [|orders.SendManyAsync(list)|];"),
        InMethod("CMQ0303", "await [|orders.SendManyAsync(list, TimeSpan.FromMinutes(1), stop)|].ConfigureAwait(false);"),
        InMethod("CMQ0303", "var some = await orders.ReceiveManyAsync(); await [|orders.DeleteManyAsync(some)|];"),
        InMethod("CMQ0303", "Func<Task> send = async () => await [|orders.SendManyAsync(list)|]; await send();"),
        InMethod("CMQ0303", "await Send(); async Task Send() => await [|orders.SendManyAsync(list)|];"),
        InMethod("CMQ0303", "[|orders.SendManyAsync(Source())|]; await Task.Yield(); async IAsyncEnumerable<Order> Source() { await Task.Yield(); yield return list[0]; }"),
        new("CMQ0303", """public class Outbox<T> { public async Task FlushAsync(IQueueProducer<T> queue, IEnumerable<T> all) { await [|queue.SendManyAsync(all)|]; } }"""),

        InMethod("CMQ0304", "var m = [|orders.ReceiveAsync().Result|]; if (m != null) await m.DeleteAsync();"),
        InMethod("CMQ0304", "[|orders.SendAsync(list[0]).Wait()|];"),
        InMethod("CMQ0304", "[|orders.EnsureCreatedAsync(stop).Wait(stop)|];"),
        InMethod("CMQ0304", "Console.WriteLine([|orders.ReceiveManyAsync().ConfigureAwait(false).GetAwaiter().GetResult()|].Count);"),
        InMethod("CMQ0304", "if (await orders.ReceiveAsync() is { } m) [|m.DeleteAsync().GetAwaiter().GetResult()|];"),
        InMethod("CMQ0304", "var sent = [|new OrderQueue(CmqClient.FromEnvironment()).SendManyAsync(list).Result|]; Console.WriteLine(sent.AllSucceeded); await Ship(list[0]);"),

        InMethod("CMQ0305", "var o = new CmqOptions { Endpoint = [|\"http://cmq-gz.public.tencenttdmq.com\"|] };"),
        InMethod("CMQ0305", "var o = new CmqOptions(); o.Endpoint = [|\" HTTP://10.0.0.1:8600/ \"|]; o.Endpoint ??= [|\"http://\" + \"cmq:80\"|];"),
        new("CMQ0305", """public static class S { const string Where = "http://localhost.example"; public static CmqOptions O => new() { Endpoint = [|Where|] }; }"""),
        new("CMQ0305", """public static class S { public static void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services) => Configure(o => o.Endpoint = [|"http://cmq.internal"|]); static void Configure(Action<CmqOptions> set) { } }"""),

        InMethod("CMQ0306", "var o = new CmqOptions { SecretId = \"AKID1\", SecretKey = [|\"Gu5t9xGARNpq86cd98joQYCN3\"|] };"),
        InMethod("CMQ0306", "var o = CmqOptions.FromEnvironment(); o.Token = [|\"abc\"|]; o.SecretKey ??= [|\"fallback\"|];"),
        InMethod("CMQ0306", "var o = new CmqOptions { Endpoint = \"https://cmq-gz.public.tencenttdmq.com\", SecretKey = [|\"k\"|], Token = [|$\"{nameof(Worker)}\"|] };"),
        InMethod("CMQ0306", "var c = new CmqCredentials { SecretId = \"AKID1\", SecretKey = [|\"Gu5t9xGARNpq86cd98joQYCN3\"|], Token = [|\"token\"|] };"),
        new("CMQ0306", """public static class S { const string Key = "k" + "ey"; public static CmqOptions O => new() { Endpoint = "http://127.0.0.1.evil.example".Replace("http:", "https:"), SecretKey = [|Key|] }; }"""),
    ];

    public static IReadOnlyList<RuleCase> Allowed { get; } =
    [
        InMethod("CMQ0303", "(await orders.SendManyAsync(list)).ThrowIfAnyFailed();"),
        InMethod("CMQ0303", "var sent = await orders.SendManyAsync(list).ConfigureAwait(false); sent.ThrowIfAnyFailed();"),
        InMethod("CMQ0303", "if (!(await orders.SendManyAsync(list)).AllSucceeded) throw new InvalidOperationException();"),
        InMethod("CMQ0303", "_ = await orders.SendManyAsync(list); _ = await orders.DeleteManyAsync(await orders.ReceiveManyAsync());"),
        InMethod("CMQ0303", "foreach (var entry in (await orders.SendManyAsync(list)).Entries) Console.WriteLine(entry.Error);"),
        InMethod("CMQ0303", "Func<Task<BatchSendResult>> send = () => orders.SendManyAsync(list); Console.WriteLine((await send()).AllSucceeded);"),
        InMethod("CMQ0303", "var all = await Task.WhenAll(orders.SendManyAsync(list), orders.SendManyAsync(list)); Console.WriteLine(all.Length);"),
        InMethod("CMQ0303", "await orders.SendAsync(list[0]); await orders.ClearAsync();"),
        InMethod("CMQ0303", "await foreach (var entry in orders.SendManyAsync(Source())) Console.WriteLine(entry.Outcome); async IAsyncEnumerable<Order> Source() { await Task.Yield(); yield return list[0]; }"),
        new("CMQ0303", """public class Mailer { public Task<int> SendManyAsync(int[] all) => Task.FromResult(all.Length); public async Task RunAsync() { await SendManyAsync(new[] { 1 }); } }"""),

        InMethod("CMQ0304", "var m = await orders.ReceiveAsync(); if (m != null) await m.DeleteAsync();"),
        InMethod("CMQ0304", "var receive = orders.ReceiveManyAsync(); await Task.WhenAll(receive); Console.WriteLine(receive.Result.Count);"),
        InMethod("CMQ0304", "Task.Delay(1).Wait(); Console.WriteLine(Task.FromResult(1).Result); await Ship(list[0]);"),
        InMethod("CMQ0304", "Console.WriteLine((await orders.GetAttributesAsync()).ToString()); await orders.EnsureCreatedAsync().WaitAsync(TimeSpan.FromSeconds(5));"),
        new("CMQ0304", """public class Answer { public int Result => 1; public void Wait() { } } public class Desk { public Answer ReceiveAsync() => new(); public int Run() { ReceiveAsync().Wait(); return ReceiveAsync().Result; } }"""),

        InMethod("CMQ0305", "var o = new CmqOptions { Endpoint = \"https://cmq-gz.public.tencenttdmq.com\" }; o.Endpoint = \"embedded:\"; o.Endpoint = \"not an address\"; o.Region = \"http://cmq\";"),
        InMethod("CMQ0305", "var o = new CmqOptions(); o.Endpoint = \"http://localhost:8600\"; o.Endpoint = \"http://127.0.0.1:8600\"; o.Endpoint = \"http://127.1.2.3\"; o.Endpoint = \"http://[::1]:8600\"; o.Endpoint = \"HTTP://LocalHost\";"),
        InMethod("CMQ0305", "var o = new CmqOptions { Endpoint = Environment.GetEnvironmentVariable(\"WHERE\") }; o.Endpoint = $\"http://{list.Count}\"; o.Endpoint = null;"),
        new("CMQ0305", """public class Site { public string? Endpoint { get; set; } } public static class S { public static Site O => new() { Endpoint = "http://example.org" }; }"""),

        InMethod("CMQ0306", "var o = new CmqOptions { SecretId = \"AKID1\", SecretKey = Environment.GetEnvironmentVariable(\"CMQ_SECRET_KEY\"), Token = null }; o.SecretKey = \"\";"),
        InMethod("CMQ0306", "var c = new CmqCredentials { SecretId = \"AKID1\", SecretKey = Environment.GetEnvironmentVariable(\"CMQ_SECRET_KEY\")! };"),
        InMethod("CMQ0306", "var o = new CmqOptions { Endpoint = \"http://127.0.0.1:8600\", SecretId = \"id\", SecretKey = \"key\", Token = \"token\" };"),
        InMethod("CMQ0306", "var o = new CmqOptions { SecretKey = \"key\", Endpoint = $\"http://localhost:{list.Count}\" }; var e = new CmqOptions { SecretKey = \"key\", Endpoint = $\"embedded:{list.Count}\" };"),
        InMethod("CMQ0306", "Action<CmqOptions> set = o => { o.Endpoint = \"embedded:shop\"; o.SecretKey = \"unused\"; }; set(new CmqOptions());"),
        new("CMQ0306", """namespace CmqContracts.Server { public class CmqServer { public Uri Endpoint { get; } = new("http://a"); public CmqOptions Options() => new() { Endpoint = Endpoint.ToString(), SecretKey = "key" }; } public class T { public CmqOptions Of(CmqServer server) => new() { Endpoint = server.Endpoint.ToString(), SecretKey = "key" }; } }"""),
        new("CMQ0306", """public class Vault { public string? SecretKey { get; set; } public string? Token { get; set; } } public static class S { public static Vault V => new() { SecretKey = "k", Token = "t" }; }"""),
    ];

    /// <summary>Statements in a method of a worker, which has a queue and methods that process its messages.</summary>
    public static string Worker(string statements) => $$"""
        public class Worker
        {
            private readonly object _gate = new();
            private bool _paused;
            private object? _last;

            public async Task RunAsync(IQueueClient<Order> orders, List<Order> list, CancellationToken stop)
            {
                await Task.Yield();
                {{statements}}
            }

            public void Pause() => _paused = _last is null;
            private Task Ship(Order order) => Task.Delay(order.Id);
            private Task<bool> TryShip(Order order) => Task.FromResult(order.Id > 0 && !_paused);
            private Task<DayOfWeek> ShipLater(Order order) => Task.FromResult((DayOfWeek)order.Id);
        }
        [CmqQueue("q")] public partial record Order(int Id, decimal Total);
        """;

    private static RuleCase InMethod(string rule, string statements) => new(rule, Worker(statements));
}
