using System.Data.Common;

namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>What a store keeps to in whichever database.</summary>
public static class StoreBehaviour
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public static DeduplicationRequest Request(string key, int second = 0, string queue = "orders") => new() { QueueName = queue, Key = key, ProducedAt = Epoch.AddSeconds(second), HandledAt = Epoch.AddSeconds(second + 30) };

    public static async Task A_key_and_effects_are_kept_together_or_not_at_all(TestDatabase database)
    {
        IDeduplicationStore store = database.NewStore();
        await using (IDeduplicationTransaction? rolledBack = await store.TryBeginAsync(Request("a"), default))
            await TestDatabase.WriteEffectAsync(rolledBack!.Transaction!, 1);
        Assert.Equal((0L, 0L), (await database.CountAsync("cmq_handled"), await database.CountAsync("effects")));

        await using (IDeduplicationTransaction? committed = await store.TryBeginAsync(Request("a"), default))
        {
            await TestDatabase.WriteEffectAsync(committed!.Transaction!, 1);
            await committed.CommitAsync(default);
        }

        Assert.Null(await store.TryBeginAsync(Request("a", queue: "ORDERS"), default));
        Assert.Equal((1L, 1L), (await database.CountAsync("cmq_handled"), await database.CountAsync("effects")));
        await using IDeduplicationTransaction? other = await store.TryBeginAsync(Request("a", queue: "refunds"), default);
        Assert.NotNull(other);
    }

    public static async Task A_second_delivery_waits_for_the_end_of_the_first(TestDatabase database)
    {
        // Two stores are two processes, but SQLite's would wait in the database, and not in this process.
        IDeduplicationStore store = database.NewStore();
        foreach (bool commits in new[] { false, true })
        {
            string key = $"{commits}";
            IDeduplicationTransaction first = (await store.TryBeginAsync(Request(key), default))!;
            Task<IDeduplicationTransaction?> second = Task.Run(() => store.TryBeginAsync(Request(key), default));
            using CancellationTokenSource deadline = new();
            Task<IDeduplicationTransaction?> impatient = Task.Run(() => store.TryBeginAsync(Request(key), deadline.Token));
            await deadline.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
            Assert.False(second.IsCompleted);

            if (commits)
                await first.CommitAsync(default);
            await first.DisposeAsync();

            IDeduplicationTransaction? after = await second;
            Assert.Equal(commits, after is null);
            if (after is not null)
                await after.DisposeAsync();
        }
    }

    public static async Task Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production(TestDatabase database)
    {
        IDeduplicationStore store = database.NewStore();
        for (int second = 0; second < 10; second++)
        {
            await using IDeduplicationTransaction? transaction = await store.TryBeginAsync(Request($"key {second}", second), default);
            await transaction!.CommitAsync(default);
        }

        Assert.Equal(3, await store.ExpireAsync("Orders", Epoch.AddSeconds(30 + 5), 3));
        Assert.Equal(2, await store.ExpireAsync("orders", Epoch.AddSeconds(30 + 5), 3));
        Assert.Equal(0, await store.ExpireAsync("orders", Epoch.AddSeconds(30 + 5), 3));
        Assert.Equal(0, await store.ExpireAsync("refunds", Epoch.AddSeconds(1000), 3));
        Assert.Equal(5, await database.CountAsync("cmq_handled"));

        await store.ForgetAsync("ORDERS", Epoch.AddSeconds(8.9));
        Assert.Equal(3, await database.CountAsync("cmq_handled"));
        Assert.Null(await store.TryBeginAsync(Request("key 7"), default));
        await using IDeduplicationTransaction? again = await store.TryBeginAsync(Request("key 8"), default);
        Assert.NotNull(again);
    }

    public static async Task Many_that_use_it_first_at_once_create_the_table_once(TestDatabase database)
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            await using IDeduplicationTransaction? transaction = await database.NewStore().TryBeginAsync(Request($"{number}"), default);
            await transaction!.CommitAsync(default);
        })));

        Assert.Equal(4, await database.CountAsync("cmq_handled"));
    }

    /// <summary>Deliveries of few keys, at once and in an order of chance: some end without a commit, lose their connection, or wait no longer.</summary>
    public static async Task Whatever_becomes_of_deliveries_an_effect_happens_once(TestDatabase database, Func<DbTransaction, Task> kill)
    {
        const int keys = 12;
        Random random = new(20260);
        (int Key, string Fate)[] deliveries = [.. Enumerable.Range(0, 240).Select(number => (random.Next(keys), random.Next(6) switch { 0 => "rolls back", 1 => "is killed", 2 => "gives up", _ => "commits" }))];
        IDeduplicationStore[] stores = database.Kind == "sqlite" ? [database.NewStore()] : [database.NewStore(), database.NewStore()];
        int duplicates = 0;
        await Parallel.ForEachAsync(deliveries.Select((delivery, number) => (delivery, number)), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (item, _) =>
        {
            ((int key, string fate), int number) = item;
            using CancellationTokenSource deadline = new();
            try
            {
                Task<IDeduplicationTransaction?> beginning = stores[number % stores.Length].TryBeginAsync(Request($"{key}"), deadline.Token);
                if (fate == "gives up")
                    await deadline.CancelAsync();
                if (await beginning is not { } transaction)
                {
                    // It would be deleted now.
                    Interlocked.Increment(ref duplicates);
                    Assert.Equal(1, await database.CountAsync($"effects WHERE number = {key}"));
                    return;
                }

                await using (transaction)
                {
                    await TestDatabase.WriteEffectAsync(transaction.Transaction!, key);
                    if (fate == "is killed")
                        await kill(transaction.Transaction!);
                    else if (fate == "commits")
                        await transaction.CommitAsync(default);
                }
            }
            catch (OperationCanceledException) when (fate == "gives up")
            {
            }
        });

        Dictionary<long, long> effects = await database.CountEffectsAsync();
        Assert.Equal(deliveries.Where(static delivery => delivery.Fate == "commits").Select(static delivery => (long)delivery.Key).Distinct().Order(), effects.Keys.Order());
        Assert.All(effects.Values, static times => Assert.Equal(1, times));
        Assert.NotEqual(0, duplicates);
    }
}
