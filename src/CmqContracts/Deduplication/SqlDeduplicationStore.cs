using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CmqContracts;

/// <summary>Keys in a table of the user's database, inserted in the transaction that the handler works in.</summary>
/// <param name="dialect">The kind of database.</param>
/// <param name="connect">Makes a connection.</param>
internal sealed class SqlDeduplicationStore(SqlDialect dialect, Func<DbConnection> connect) : IDeduplicationStore, IDisposable
{
    private readonly KeyedLocks _writers = new();
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isPrepared;

    /// <summary>Whether a transaction that writes keeps all others waiting.</summary>
    public bool HasOneWriter => dialect.HasOneWriter;

    public async Task<IDeduplicationTransaction?> TryBeginAsync(DeduplicationRequest request, CancellationToken cancellationToken)
    {
        IDisposable? writer = await BecomeWriterAsync(request.Loops, cancellationToken).ConfigureAwait(false);
        Handling? handling = null;
        bool isNew = false;
        try
        {
            handling = await BeginAsync(writer, cancellationToken).ConfigureAwait(false);
            DbCommand insert = Command(handling.Connection, SqlDialect.Insert, ("@queue", NameOf(request.QueueName)), ("@key", request.Key), ("@produced", request.ProducedAt.ToUnixTimeSeconds()), ("@handled", request.HandledAt.ToUnixTimeSeconds()));
            await using (insert.ConfigureAwait(false))
            {
                insert.Transaction = handling.Transaction;

                // It waits for a transaction that holds the key, for which the token is the only bound.
                insert.CommandTimeout = 0;
                isNew = await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
            }

            cancellationToken.ThrowIfCancellationRequested();
            return isNew ? handling : null;
        }
        finally
        {
            if (handling is null)
                writer?.Dispose();
            else if (!isNew || cancellationToken.IsCancellationRequested)
                await handling.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async Task ForgetAsync(string queueName, DateTimeOffset producedFrom, CancellationToken cancellationToken = default) =>
        await ChangeAsync(SqlDialect.Forget, cancellationToken, ("@queue", NameOf(queueName)), ("@produced", producedFrom.ToUnixTimeSeconds())).ConfigureAwait(false);

    public Task<int> ExpireAsync(string queueName, DateTimeOffset handledBefore, int most, CancellationToken cancellationToken = default) =>
        ChangeAsync(dialect.Expire, cancellationToken, ("@queue", NameOf(queueName)), ("@handled", handledBefore.ToUnixTimeSeconds()), ("@most", most));

    public void Dispose() => _preparing.Dispose();

    /// <summary>Names of queues differ by more than case.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Names of queues have letters of ASCII only, and people read them in the table.")]
    private static string NameOf(string queueName) => queueName.ToLowerInvariant();

    /// <summary>Waits until no other transaction of this process writes, if the database takes one writer at a time.</summary>
    private async ValueTask<IDisposable?> BecomeWriterAsync(LoopObserver? observer, CancellationToken cancellationToken) =>
        dialect.HasOneWriter ? await _writers.TakeAsync("", observer, cancellationToken).ConfigureAwait(false) : null;

    private async Task<Handling> BeginAsync(IDisposable? writer, CancellationToken cancellationToken)
    {
        DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Handling(connection, await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false), writer);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<int> ChangeAsync(string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        using IDisposable? writer = await BecomeWriterAsync(null, cancellationToken).ConfigureAwait(false);
        DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            DbCommand command = Command(connection, sql, values);
            await using (command.ConfigureAwait(false))
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a connection to a database that has the table.</summary>
    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = connect() ?? throw new InvalidOperationException("The connection to the de-duplication store's database is null. Return a new one from the function that makes it.");
        try
        {
            if (connection.State == ConnectionState.Closed)
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (!_isPrepared)
                await PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates the table, if it is not there. One that is there is used without the right to create tables.</summary>
    private async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isPrepared)
                return;
            if (!await IsThereAsync(connection, cancellationToken).ConfigureAwait(false))
                await CreateAsync(connection, cancellationToken).ConfigureAwait(false);
            if (dialect.FindNotDurable is { } find && await AskAsync(connection, find, cancellationToken).ConfigureAwait(false) is not null)
                throw new InvalidOperationException($"Table {SqlDialect.Table} is unlogged or temporary, and such a table is empty after a crash of the database: messages would be handled twice. Make it an ordinary one: ALTER TABLE {SqlDialect.Table} SET LOGGED.");
            _isPrepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task CreateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(connection, dialect.Create, cancellationToken).ConfigureAwait(false);
            await AskAsync(connection, SqlDialect.Index, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException)
        {
            // Another process may have created it at the same moment, which PostgreSQL reports in spite of IF NOT EXISTS.
            if (!await IsThereAsync(connection, cancellationToken).ConfigureAwait(false))
                throw;
        }
    }

    private static async Task<bool> IsThereAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(connection, SqlDialect.Probe, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbException)
        {
            // Whoever waits no longer is told that, and not that there is no table.
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<object?> AskAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        DbCommand command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    [SuppressMessage("Security", "CA2100", Justification = "All statements are constants, and values are parameters.")]
    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private sealed class Handling(DbConnection connection, DbTransaction transaction, IDisposable? writer) : IDeduplicationTransaction
    {
        public DbConnection Connection => connection;

        public DbTransaction Transaction => transaction;

        public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            try
            {
                // Without a commit it rolls back.
                await using (connection.ConfigureAwait(false))
                    await transaction.DisposeAsync().ConfigureAwait(false);
            }
            catch (DbException)
            {
                // The connection is lost, and with it the transaction.
            }
            finally
            {
                writer?.Dispose();
            }
        }
    }
}
