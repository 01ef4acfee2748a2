using System.Data.Common;
using CmqContracts.EndToEnd.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>A database with a table of effects, which takes each as often as it comes.</summary>
/// <param name="kind">sqlite or postgres.</param>
/// <param name="connection">How it is connected to.</param>
public sealed class TestDatabase(string kind, string connection)
{
    public string Kind => kind;

    public string Connection => connection;

    /// <summary>A store as a host has it.</summary>
    public IDeduplicationStore NewStore()
    {
        ServiceCollection services = new();
        Databases.AddTo(services.AddCmq(), kind, connection);
        return services.BuildServiceProvider().GetRequiredService<IDeduplicationStore>();
    }

    public async Task<DbConnection> OpenAsync()
    {
        DbConnection opened = Databases.Connect(kind, connection);
        await opened.OpenAsync();
        return opened;
    }

    public async Task CreateEffectsAsync() => await RunAsync("DROP TABLE IF EXISTS cmq_handled", "DROP TABLE IF EXISTS effects", "CREATE TABLE effects (number BIGINT NOT NULL)");

    public async Task RunAsync(params string[] statements)
    {
        await using DbConnection opened = await OpenAsync();
        foreach (string statement in statements)
        {
            await using DbCommand command = opened.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<long> CountAsync(string what)
    {
        await using DbConnection opened = await OpenAsync();
        await using DbCommand command = opened.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {what}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How often each effect happened.</summary>
    public async Task<Dictionary<long, long>> CountEffectsAsync()
    {
        await using DbConnection opened = await OpenAsync();
        await using DbCommand command = opened.CreateCommand();
        command.CommandText = "SELECT number, COUNT(*) FROM effects GROUP BY number";
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        Dictionary<long, long> effects = [];
        while (await reader.ReadAsync())
            effects.Add(reader.GetInt64(0), reader.GetInt64(1));
        return effects;
    }

    public static async Task WriteEffectAsync(DbTransaction transaction, long number)
    {
        await using DbCommand insert = transaction.Connection!.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO effects (number) VALUES ({number})";
        await insert.ExecuteNonQueryAsync();
    }
}
