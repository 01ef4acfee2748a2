using System.Data.Common;

namespace CmqContracts;

/// <summary>
/// The transaction in which a message is handled once: injected into its handler, and into services of its scope. What is written in it is kept together with
/// the message's key when the handler returns <see cref="Settle.Done"/>, and rolled back otherwise. Do not commit it, and write nothing outside of it that must happen once.
/// </summary>
public sealed class MessageTransaction
{
    private DbTransaction? _transaction;

    internal MessageTransaction()
    {
    }

    /// <summary>The transaction, which is open.</summary>
    /// <exception cref="InvalidOperationException">There is none: the message is not de-duplicated, or the store keeps its keys in memory.</exception>
    public DbTransaction Transaction => _transaction ?? throw new InvalidOperationException(
        "This message is handled without a transaction. There is one when the handler has HandlerOptions.Deduplicate set, and the host a store in a database: AddPostgresDeduplication or AddSqliteDeduplication.");

    /// <summary>The transaction's connection, which is open. It is closed when the message is handled.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Transaction"/>.</exception>
    public DbConnection Connection => Transaction.Connection ?? throw new InvalidOperationException("The transaction has ended. It is committed when the handler returns Settle.Done: do not commit it yourself, and do not use it afterwards.");

    /// <summary>Makes a command in the transaction.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Transaction"/>.</exception>
    public DbCommand CreateCommand()
    {
        DbCommand command = Connection.CreateCommand();
        command.Transaction = Transaction;
        return command;
    }

    internal void Set(DbTransaction? transaction) => _transaction = transaction;
}
