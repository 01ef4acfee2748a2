using SQLitePCL;

namespace CmqContracts.Sqlite;

/// <summary>A prepared statement. Parameters count from 1 and columns from 0, as in SQLite.</summary>
internal sealed class Statement(Database database, sqlite3_stmt statement) : IDisposable
{
    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(statement, parameter, value));

    public void Bind(int parameter, string? value)
    {
        if (value is not null)
            Check(raw.sqlite3_bind_text(statement, parameter, value));
        else
            Check(raw.sqlite3_bind_null(statement, parameter));
    }

    public void Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // A blob of no bytes would be bound as null.
        if (value.IsEmpty)
            Check(raw.sqlite3_bind_zeroblob(statement, parameter, 0));
        else
            Check(raw.sqlite3_bind_blob(statement, parameter, value));
    }

    /// <summary>Goes to the next row. When there is none, and after an error, the statement is reset.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        SqliteStoreException failure = database.Failure(code);
        Reset();
        throw failure;
    }

    /// <summary>Runs a statement that has no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>A text; <see langword="null"/>: the column has none.</summary>
    public string? OptionalText(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : Text(column);

    /// <summary>A number, a text or <see langword="null"/>.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Int64(column),
        _ => Text(column),
    };

    /// <summary>The bytes of a column, until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw database.Failure(code);
    }
}
