using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

public sealed partial class CmqBuilder
{
    /// <summary>
    /// Keeps the keys of handled messages in a PostgreSQL database, for the handlers of the host with <see cref="HandlerOptions.Deduplicate"/> set. They work in the transaction that keeps the
    /// key, which they get as <see cref="MessageTransaction"/>, so that what they write in it happens exactly once.
    /// </summary>
    /// <param name="connect">Makes a connection of the host's services, which is opened, and disposed after the message.</param>
    /// <remarks>The table <c>cmq_handled</c> is created on first use, unless it is there.</remarks>
    /// <exception cref="InvalidOperationException">The host has a store already.</exception>
    public CmqBuilder AddPostgresDeduplication(Func<IServiceProvider, DbConnection> connect) => AddStore(SqlDialect.Postgres, connect);

    /// <summary>
    /// Keeps the keys of handled messages in an SQLite database, as <see cref="AddPostgresDeduplication"/> does it. SQLite takes one writer at a time, so these handlers work
    /// one after the other, however many workers there are.
    /// </summary>
    /// <param name="connect">Makes a connection of the host's services, which is opened, and disposed after the message.</param>
    /// <remarks>The table <c>cmq_handled</c> is created on first use, unless it is there.</remarks>
    /// <exception cref="InvalidOperationException">The host has a store already.</exception>
    public CmqBuilder AddSqliteDeduplication(Func<IServiceProvider, DbConnection> connect) => AddStore(SqlDialect.Sqlite, connect);

    /// <summary>
    /// Keeps the keys of handled messages in memory, for the handlers of the host with <see cref="HandlerOptions.Deduplicate"/> set: for tests, and against duplicates within the life of the
    /// process. Other processes do not know them, and after a restart nobody does.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host has a store already.</exception>
    public CmqBuilder AddMemoryDeduplication() => AddStore(static _ => new MemoryDeduplicationStore());

    private CmqBuilder AddStore(SqlDialect dialect, Func<IServiceProvider, DbConnection> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return AddStore(provider => new SqlDeduplicationStore(dialect, () => connect(provider)));
    }

    private CmqBuilder AddStore(Func<IServiceProvider, IDeduplicationStore> create)
    {
        if (Services.Any(static service => service.ServiceType == typeof(IDeduplicationStore)))
            throw new InvalidOperationException($"The host has an {nameof(IDeduplicationStore)} already, and all its handlers use one. Add it once, also with several accounts.");
        Services.AddSingleton(create);
        return this;
    }
}
