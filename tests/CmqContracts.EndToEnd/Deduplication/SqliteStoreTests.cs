namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>The store in an SQLite database.</summary>
public sealed class SqliteStoreTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-once-").FullName;

    private TestDatabase Database => new("sqlite", $"Data Source={Path.Combine(_directory, "shop.db")};Pooling=False");

    [Fact]
    public Task A_key_and_effects_are_kept_together_or_not_at_all() => StoreBehaviour.A_key_and_effects_are_kept_together_or_not_at_all(Database);

    [Fact]
    public Task A_second_delivery_waits_for_the_end_of_the_first() => StoreBehaviour.A_second_delivery_waits_for_the_end_of_the_first(Database);

    [Fact]
    public Task Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production() => StoreBehaviour.Keys_are_deleted_by_age_in_steps_and_by_the_time_of_production(Database);

    [Fact]
    public Task Many_that_use_it_first_at_once_create_the_table_once() => StoreBehaviour.Many_that_use_it_first_at_once_create_the_table_once(Database);

    [Fact]
    public Task Whatever_becomes_of_deliveries_an_effect_happens_once() => StoreBehaviour.Whatever_becomes_of_deliveries_an_effect_happens_once(Database, static async transaction => await transaction.Connection!.CloseAsync());

    public Task InitializeAsync() => Database.CreateEffectsAsync();

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }
}
