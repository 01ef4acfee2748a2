using System.Data.Common;
using Npgsql;

namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>The store in a PostgreSQL database.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private TestDatabase Database => new("postgres", server.Connection);

    [PostgresFact]
    public Task A_key_and_effects_are_kept_together_or_not_at_all() => StoreBehaviour.A_key_and_effects_are_kept_together_or_not_at_all(Database);

    [PostgresFact]
    public Task A_second_delivery_waits_for_the_end_of_the_first() => StoreBehaviour.A_second_delivery_waits_for_the_end_of_the_first(Database);

    [PostgresFact]
    public Task Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production() => StoreBehaviour.Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production(Database);

    [PostgresFact]
    public Task Many_that_use_it_first_at_once_create_the_table_once() => StoreBehaviour.Many_that_use_it_first_at_once_create_the_table_once(Database);

    [PostgresFact]
    public Task Whatever_becomes_of_deliveries_an_effect_happens_once() => StoreBehaviour.Whatever_becomes_of_deliveries_an_effect_happens_once(Database, async transaction =>
    {
        int backend = ((NpgsqlConnection)transaction.Connection!).ProcessID;
        await Database.RunAsync($"SELECT pg_terminate_backend({backend})");
    });

    [PostgresFact]
    public async Task A_table_that_is_empty_after_a_crash_is_refused()
    {
        await StoreBehaviour.Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production(Database);
        await Database.RunAsync("ALTER TABLE cmq_handled SET UNLOGGED");

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.NewStore().TryBeginAsync(StoreBehaviour.Request("a"), default));

        Assert.Contains("ALTER TABLE cmq_handled SET LOGGED", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_table_that_is_there_is_used_without_the_right_to_create_one()
    {
        await StoreBehaviour.Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production(Database);
        await Database.RunAsync("DROP OWNED BY clerk", "GRANT SELECT, INSERT, DELETE, UPDATE ON cmq_handled TO clerk");
        TestDatabase limited = new("postgres", server.ConnectionOf("clerk"));

        await using (IDeduplicationTransaction? transaction = await limited.NewStore().TryBeginAsync(StoreBehaviour.Request("a"), default))
            await transaction!.CommitAsync(default);

        Assert.Equal(1, await limited.CountAsync("cmq_handled WHERE message_key = 'a'"));
        await Database.RunAsync("DROP TABLE cmq_handled");
        await Assert.ThrowsAnyAsync<DbException>(() => limited.NewStore().TryBeginAsync(StoreBehaviour.Request("a"), default));
    }

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is not null)
            return;
        await Database.RunAsync("DROP ROLE IF EXISTS clerk", "CREATE ROLE clerk LOGIN");
        await Database.CreateEffectsAsync();
    }

    public async Task DisposeAsync()
    {
        if (PostgresServer.Missing is null)
            await Database.RunAsync("DROP OWNED BY clerk");
    }
}
