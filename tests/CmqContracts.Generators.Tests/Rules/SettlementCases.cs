namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Code that the rules about settlement report, and usual code that settles messages or intentionally does not.</summary>
internal static class SettlementCases
{
    public static IReadOnlyList<RuleCase> Reported { get; } =
    [
        // Nothing deletes the message.
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|]; Console.WriteLine(m?.Body.Id);"),
        InMethod("CMQ0301", "if (await [|orders.ReceiveAsync(TimeSpan.FromSeconds(3), stop)|] is { } m) Console.WriteLine(m.Body);"),
        InMethod("CMQ0301", "await [|orders.ReceiveAsync()|];"),
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|];"),
        InMethod("CMQ0301", "await [|orders.ReceiveManyAsync()|].ConfigureAwait(false);"),
        InMethod("CMQ0301", "ReceivedMessage<Order>? m; while ((m = await [|orders.ReceiveAsync()|]) != null) { Console.WriteLine(m.Body.Id); }"),
        InMethod("CMQ0301", "await foreach (var m in [|orders.ReadAllAsync(stop)|]) Console.WriteLine(m.Body.Id);"),
        InMethod("CMQ0301", "foreach (var m in await [|orders.ReceiveManyAsync(3)|]) { await Ship(m.Body); }"),
        InMethod("CMQ0301", "var some = await orders.ReceiveManyAsync().ConfigureAwait(false); Console.WriteLine(some.Count); foreach (var m in [|some|]) await Ship(m.Body);"),
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|]; if (m is null) return; if (await TryShip(m.Body)) Console.WriteLine(1); else Console.WriteLine(2);"),
        InMethod("CMQ0301", "try { var m = await [|orders.ReceiveAsync()|]; await Ship(m!.Body); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }"),
        InMethod("CMQ0301", "while (true) { var m = await [|orders.ReceiveAsync(cancellationToken: stop)|]; if (m is not null) Console.WriteLine(m.Body); }"),

        // A path skips the delete.
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|]; if (m is null) return; if (m.Body.Total == 0) return; await Ship(m.Body); await m.DeleteAsync();"),
        InMethod("CMQ0301", "await foreach (var m in [|orders.ReadAllAsync(stop)|].WithCancellation(stop).ConfigureAwait(false)) { if (m.Body.Total == 0) continue; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var seen = new HashSet<int>(); await foreach (var m in [|orders.ReadAllAsync(stop)|]) { if (!seen.Add(m.Body.Id)) continue; await Ship(m.Body); await m.DeleteAsync(stop); }"),
        InMethod("CMQ0301", "int count = 0; await foreach (var m in [|orders.ReadAllAsync(stop)|]) { await Ship(m.Body); if (++count == 10) break; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await [|orders.ReceiveManyAsync()|]) switch (m.Body.Id) { case 1: await m.DeleteAsync(); break; case 2: Console.WriteLine(2); break; default: await m.DeleteAsync(); break; }"),
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|]; if (m is { Body.Total: > 5 }) await m.DeleteAsync();"),
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|] ?? throw new InvalidOperationException(); var order = m.Body; if (order.Total > 5 && order.Id > 0) await orders.DeleteAsync(m);"),
        InMethod("CMQ0301", "if (await [|orders.ReceiveAsync()|] is not { } m) return; try { if (m.Body.Id == 0) return; await m.DeleteAsync(); } finally { Console.WriteLine(); }"),
        InMethod("CMQ0301", "switch (await [|orders.ReceiveAsync()|]) { case null: break; case { Body.Id: 1 } one: await one.DeleteAsync(); break; case { } m: Console.WriteLine(m.Body); break; }"),
        InMethod("CMQ0301", "var m = await [|orders.ReceiveAsync()|]; m = await orders.ReceiveAsync(); if (m != null) await m.DeleteAsync();"),

        InMethod("CMQ0301", "await foreach (var m in [|orders.ReadAllAsync(stop)|]) { if (m.Body.Id == 0) { Console.WriteLine(); } else if (m.Body.Id == 1) { await m.DeleteAsync(); } else { await Ship(m.Body); await m.DeleteAsync(); } }"),
        InMethod("CMQ0301", "await foreach (var m in [|orders.ReadAllAsync(stop)|]) { bool isLarge = m.Body.Total > 100; if (isLarge) continue; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "if (await [|orders.ReceiveAsync()|] is { } m) { if (string.IsNullOrEmpty(m.Body.ToString())) return; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var a = await orders.ReceiveAsync(); var b = await [|orders.ReceiveAsync()|]; if (a != null) await a.DeleteAsync(); Console.WriteLine(b?.Body);"),
        InMethod("CMQ0301", "while (!stop.IsCancellationRequested) { if (await [|orders.ReceiveAsync(null, stop)|] is not { } m) continue; try { await Ship(m.Body); if (m.Body.Id == 3) continue; await m.DeleteAsync(stop); } catch (InvalidOperationException) { await Task.Delay(5, stop); } }"),
        InMethod("CMQ0301", "using (var scope = new CancellationTokenSource()) { var m = await [|orders.ReceiveAsync()|]; if (m is not null && m.Body.Id > 0) { await m.DeleteAsync(); } }"),

        // In every kind of function.
        InMethod("CMQ0301", "Func<Task> f = async () => { var m = await [|orders.ReceiveAsync()|]; Console.WriteLine(m?.Body); }; await f();"),
        InMethod("CMQ0301", "await Local(); async Task Local() { await foreach (var m in [|orders.ReadAllAsync(stop)|]) { Console.WriteLine(m.Body); } }"),
        new("CMQ0301", """public class Worker { private readonly Func<IQueueClient<Order>, Task> _run = async orders => { if (await [|orders.ReceiveAsync()|] is { } m) Console.WriteLine(m.Body); }; public Task RunAsync(IQueueClient<Order> orders) => _run(orders); } [CmqQueue("q")] public partial record Order(int Id);"""),
        new("CMQ0301", """
            await using var cmq = CmqClient.FromEnvironment();
            var m = await [|cmq.Queue<Order>().ReceiveAsync()|];
            Console.WriteLine(m?.Body.Id);
            [CmqQueue("q")] public partial record Order(int Id);
            """),
        new("CMQ0301", """
            await using var cmq = CmqClient.FromEnvironment();
            if (await [|new OrderQueue(cmq).ReceiveAsync()|] is { } m) Console.WriteLine(m.Body.Id);
            [CmqQueue("q")] public partial record Order(int Id);
            """),

        // The message is deleted twice.
        InMethod("CMQ0302", "var m = await orders.ReceiveAsync(); if (m is null) return; await m.DeleteAsync(); await [|m.DeleteAsync(stop)|];"),
        InMethod("CMQ0302", "var m = await orders.ReceiveAsync(); if (m is null) return; if (m.Error != null) { await m.DeleteAsync(); } await Ship(m.Body); await [|orders.DeleteAsync(m)|];"),
        InMethod("CMQ0302", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.Body.Id == 0) await m.DeleteAsync(); await [|m.DeleteAsync()|]; }"),
        InMethod("CMQ0302", "foreach (var m in await orders.ReceiveManyAsync()) { await m.DeleteAsync(); if (m.Body.Id == 0) await [|m.DeleteAsync()|]; }"),
        InMethod("CMQ0302", "if (await orders.ReceiveAsync() is { } m) { try { await m.DeleteAsync(); } finally { await [|m.DeleteAsync()|]; } }"),
        InMethod("CMQ0302", "var m = await orders.ReceiveAsync(); if (m is { } one) { await one.DeleteAsync(); await [|m.DeleteAsync()|]; }"),
        InMethod("CMQ0302", "await Handle((await orders.ReceiveAsync())!); static async Task Handle(ReceivedMessage<Order> m) { await m.DeleteAsync(); await [|m.DeleteAsync()|]; }"),
    ];

    public static IReadOnlyList<RuleCase> Allowed { get; } =
    [
        // Deleted on every path with a message.
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m is not null) await m.DeleteAsync();"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync().ConfigureAwait(false); if (m == null) return; await Ship(m.Body).ConfigureAwait(false); await m.DeleteAsync().ConfigureAwait(false);"),
        InMethod("CMQ0301", "var m = (await orders.ReceiveAsync())!; Console.WriteLine(m.Body); await m.DeleteAsync();"),
        InMethod("CMQ0301", "while (await orders.ReceiveAsync() is { } m) { await Ship(m.Body); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "if (await orders.ReceiveAsync() is not { } m) { Console.WriteLine(0); return; } await m.DeleteAsync();"),
        InMethod("CMQ0301", "ReceivedMessage<Order>? m; while ((m = await orders.ReceiveAsync()) is not null) { await orders.DeleteAsync(m, stop); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m is { } one) { Console.WriteLine(one.Body); await one.DeleteAsync(); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); await (m?.DeleteAsync() ?? Task.CompletedTask);"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); m ??= await orders.ReceiveAsync(); if (m != null) await m.DeleteAsync();"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop).ConfigureAwait(false)) { if (m.Body.Total == 0) { await m.DeleteAsync(); continue; } await Ship(m.Body); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { try { await Ship(m.Body); } finally { await m.DeleteAsync(); } }"),
        InMethod("CMQ0301", "if (await orders.ReceiveAsync() is not { } m) return; try { if (m.Body.Id == 0) { await m.DeleteAsync(); return; } await Ship(m.Body); } finally { Console.WriteLine(); } await m.DeleteAsync();"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) switch (m.Body.Id) { case 1: await Ship(m.Body); goto default; case 2: throw new InvalidOperationException(); default: await m.DeleteAsync(); break; }"),
        InMethod("CMQ0301", "switch (await orders.ReceiveAsync()) { case null: return; case { Error: not null } bad: await bad.DeleteAsync(); break; case var m: await Ship(m.Body); await m.DeleteAsync(); break; }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync() ?? throw new InvalidOperationException(); using var scope = new CancellationTokenSource(); lock (_gate) { Console.WriteLine(m.Body); } await m.DeleteAsync(scope.Token);"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m is null) return; if (m.Body.Id == 0) throw new InvalidOperationException(); await m.DeleteAsync();"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m is null) return; if (m.Body.Id == 0) Fail(); else await m.DeleteAsync(); [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() => throw new InvalidOperationException();"),

        // A worker.
        InMethod("CMQ0301", """
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    var m = await orders.ReceiveAsync(TimeSpan.FromSeconds(30), stop);
                    if (m is null)
                        continue;
                    if (m.Error is not null)
                    {
                        Console.WriteLine(m.Error.Message);
                        await m.DeleteAsync(stop);
                        continue;
                    }

                    await Ship(m.Body);
                    await m.DeleteAsync(stop);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    break;
                }
                catch (CmqContracts.CmqServiceException e)
                {
                    Console.WriteLine(e.Message);
                    await Task.Delay(1000, stop);
                }
            }
            """),

        // Intentionally unsettled, because of the outcome of the work or the state of the delivery.
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { try { await Ship(m.Body); await m.DeleteAsync(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); } }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { bool ok = false; try { await Ship(m.Body); ok = true; } catch (InvalidOperationException e) { Console.WriteLine(e.Message); } if (ok) await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { Exception? failure = null; try { await Ship(m.Body); } catch (Exception e) { failure = e; } if (failure is null) await m.DeleteAsync(); else Console.WriteLine(failure); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { if (await TryShip(m.Body)) await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { if (!await TryShip(m.Body)) { Console.WriteLine(m.MessageId); continue; } await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { if (!await TryShip(m.Body) && m.Body.Id > 5) continue; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var http = new System.Net.Http.HttpClient(); foreach (var m in await orders.ReceiveManyAsync()) { var answer = await http.GetAsync(\"x\" + m.Body.Id); if (answer.IsSuccessStatusCode) await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { switch (await ShipLater(m.Body)) { case DayOfWeek.Monday: await m.DeleteAsync(); break; case DayOfWeek.Sunday: break; } }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { var day = await ShipLater(m.Body); await (day switch { DayOfWeek.Monday => m.DeleteAsync(), _ => Task.CompletedTask }); }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.DequeueCount < 3) continue; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m is { Error: null }) await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.VisibleAgainAt < DateTimeOffset.UtcNow) continue; if (stop.IsCancellationRequested) return; if (_paused) break; await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.Body.Total == 0) { _ = m; continue; } await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "_ = await orders.ReceiveAsync(); _ = await orders.ReceiveManyAsync();"),

        // Other code settles the message.
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m != null) await Handle(m); static Task Handle(ReceivedMessage<Order> m) => m.DeleteAsync();"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); Func<Task> later = async () => { await Ship(m!.Body); await m.DeleteAsync(); }; await later();"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); Console.WriteLine(m?.Body); _last = m;"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); Console.WriteLine(m?.Body); var kept = m; await (kept?.DeleteAsync() ?? Task.CompletedTask);"),
        InMethod("CMQ0301", "Console.WriteLine((await Next())?.Body); async Task<ReceivedMessage<Order>?> Next() { var m = await orders.ReceiveAsync(); Console.WriteLine(m?.Body); return m; }"),
        InMethod("CMQ0301", "await foreach (var one in All()) await one.DeleteAsync(); async IAsyncEnumerable<ReceivedMessage<Order>> All() { await foreach (var m in orders.ReadAllAsync(stop)) { if (m.Body.Id == 0) { await m.DeleteAsync(); continue; } yield return m; } }"),
        InMethod("CMQ0301", "List<ReceivedMessage<Order>> done = new(); await foreach (var m in orders.ReadAllAsync(stop)) { await Ship(m.Body); done.Add(m); if (done.Count == 16) break; } Console.WriteLine((await orders.DeleteManyAsync(done)).AllSucceeded);"),
        InMethod("CMQ0301", "var some = await orders.ReceiveManyAsync(); foreach (var m in some) await Ship(m.Body); var deleted = await orders.DeleteManyAsync(some); Console.WriteLine(deleted.AllSucceeded);"),
        InMethod("CMQ0301", "var some = await orders.ReceiveManyAsync(); foreach (var m in some) Console.WriteLine(m.Body); await Task.WhenAll(some.Select(m => m.DeleteAsync()));"),
        InMethod("CMQ0301", "var deletes = new List<Task>(); foreach (var m in await orders.ReceiveManyAsync()) { Console.WriteLine(m.Body); deletes.Add(m.DeleteAsync()); } await Task.WhenAll(deletes);"),
        InMethod("CMQ0301", "var found = default(ReceivedMessage<Order>); await foreach (var m in orders.ReadAllAsync(stop)) { found = m; break; } await found!.DeleteAsync();"),
        InMethod("CMQ0301", "await Parallel.ForEachAsync(orders.ReadAllAsync(stop), stop, async (m, c) => { await Ship(m.Body); await m.DeleteAsync(c); });"),

        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m is null) return; var work = new List<(ReceivedMessage<Order>, int)>(); work.Add((m, 1)); Console.WriteLine(m.Body);"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); var box = new { Message = m, At = 1 }; Console.WriteLine(m?.Body); Console.WriteLine(box);"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { Console.WriteLine(m.Body); _ = Task.Run(() => m.DeleteAsync()); }"),
        InMethod("CMQ0301", "foreach (var m in await orders.ReceiveManyAsync()) { Console.WriteLine(m.Body); Func<CancellationToken, Task> delete = m.DeleteAsync; await delete(stop); }"),
        InMethod("CMQ0301", "using var slots = new SemaphoreSlim(4); await foreach (var m in orders.ReadAllAsync(stop)) { await slots.WaitAsync(stop); _ = One(m); } async Task One(ReceivedMessage<Order> m) { try { await Ship(m.Body); await m.DeleteAsync(); } finally { slots.Release(); } }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { await using var scope = new System.IO.MemoryStream(); using (var timer = new CancellationTokenSource(1000)) { await Ship(m.Body); await m.DeleteAsync(timer.Token); } }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.Error is { } error) { Console.WriteLine(error.Message); await m.DeleteAsync(); } else { await Ship(m.Body); await m.DeleteAsync(); } }"),
        InMethod("CMQ0301", "await foreach (var m in orders.ReadAllAsync(stop)) { try { if (m.Body.Id == 0) throw new InvalidOperationException(); await Ship(m.Body); } catch (InvalidOperationException) when (m.DequeueCount < 5) { continue; } catch (TimeoutException) { } await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "for (int i = 0; i < 10; i++) { var m = await orders.ReceiveAsync(); if (m is null) break; Console.WriteLine(m.Body); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "ReceivedMessage<Order>? m = null; try { m = await orders.ReceiveAsync(); if (m is null) return; await Ship(m.Body); } finally { if (m is not null) await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); bool got = m is not null; if (!got) return; await Ship(m!.Body); await m.DeleteAsync();"),
        InMethod("CMQ0301", "do { var some = await orders.ReceiveManyAsync(); if (some.Count == 0) break; foreach (var m in some) { await Ship(m.Body); await m.DeleteAsync(); } } while (!stop.IsCancellationRequested);"),
        InMethod("CMQ0301", "if (await orders.ReceiveAsync() is { Error: null, Body: var order } m) { await Ship(order); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m?.Body is { } order) { await Ship(order); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); if (m?.Error is not null) { await m.DeleteAsync(); return; } if (m is not null) { await Ship(m.Body); await m.DeleteAsync(); }"),
        InMethod("CMQ0301", "var m = await orders.ReceiveAsync(); Console.WriteLine(m is null ? \"none\" : m.Body.ToString()); if (m is null) return; await (m.Body.Id > 0 ? m.DeleteAsync() : orders.DeleteAsync(m));"),

        // The message is only compared with null.
        InMethod("CMQ0301", "var none = await orders.ReceiveAsync(TimeSpan.Zero); Console.WriteLine(none is null);"),
        InMethod("CMQ0301", "if (await orders.ReceiveAsync(TimeSpan.Zero) is null) Console.WriteLine();"),

        // Deleted once on each path.
        InMethod("CMQ0302", "var m = await orders.ReceiveAsync(); if (m is null) return; if (m.Error != null) { await m.DeleteAsync(); return; } await Ship(m.Body); await m.DeleteAsync();"),
        InMethod("CMQ0302", "await foreach (var m in orders.ReadAllAsync(stop)) { if (m.Body.Id == 0) await m.DeleteAsync(); else { await Ship(m.Body); await m.DeleteAsync(); } }"),
        InMethod("CMQ0302", "var m = (await orders.ReceiveAsync())!; await m.DeleteAsync(); m = (await orders.ReceiveAsync())!; await m.DeleteAsync();"),
        InMethod("CMQ0302", "ReceivedMessage<Order>? m; while ((m = await orders.ReceiveAsync()) is { } one) { await one.DeleteAsync(); }"),
        InMethod("CMQ0302", "foreach (var m in await orders.ReceiveManyAsync()) { try { await Ship(m.Body); await m.DeleteAsync(); } catch (InvalidOperationException) { await m.DeleteAsync(); } }"),
        InMethod("CMQ0302", "foreach (var m in await orders.ReceiveManyAsync()) { bool ok = await TryShip(m.Body); if (ok) await m.DeleteAsync(); Console.WriteLine(ok); if (!ok) await m.DeleteAsync(); }"),
        InMethod("CMQ0302", "if (await orders.ReceiveAsync() is { } m) { for (int i = 0; i < 3; i++) { try { await m.DeleteAsync(); break; } catch (TimeoutException) { } } }"),
        InMethod("CMQ0302", "if (await orders.ReceiveAsync() is { } m) { try { foreach (var i in new List<int>()) { if (i > 0) { await m.DeleteAsync(); return; } } await m.DeleteAsync(); } finally { Console.WriteLine(); } }"),
        InMethod("CMQ0302", "foreach (var pair in new Dictionary<int, ReceivedMessage<Order>>()) { if (pair is { Value: { } m }) await m.DeleteAsync(); }"),
        InMethod("CMQ0302", "var a = (await orders.ReceiveAsync())!; var b = (await orders.ReceiveAsync())!; await a.DeleteAsync(); await b.DeleteAsync();"),
    ];

    private static RuleCase InMethod(string rule, string statements) => new(rule, UseCases.Worker(statements));
}
