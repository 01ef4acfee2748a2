using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CmqContracts.EndToEnd.Worker;

/// <summary>The databases that keys are kept in.</summary>
public static class Databases
{
    public static DbConnection Connect(string database, string connection) => database == "sqlite" ? new SqliteConnection(connection) : new NpgsqlConnection(connection);

    public static void AddTo(CmqBuilder cmq, string database, string connection) => _ = database == "sqlite"
        ? cmq.AddSqliteDeduplication(_ => Connect(database, connection))
        : cmq.AddPostgresDeduplication(_ => Connect(database, connection));
}
