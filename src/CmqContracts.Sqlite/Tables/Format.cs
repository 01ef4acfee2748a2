namespace CmqContracts.Sqlite;

/// <summary>The format of the database file, and its version. Body tables and the table of offsets are made when they are first needed, see <see cref="BodyTables"/> and <see cref="OffsetTable"/>.</summary>
internal static class Format
{
    public const int Version = 1;
    public const int PageBytes = 8192;

    // "CMQ1"
    private const int ApplicationId = 0x434D5131;

    private const string Tables =
        """
        CREATE TABLE queue(
            key INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
            max_msg_heap_num INTEGER NOT NULL, polling_wait_seconds INTEGER NOT NULL, visibility_timeout INTEGER NOT NULL,
            max_msg_size INTEGER NOT NULL, msg_retention_seconds INTEGER NOT NULL, rewind_seconds INTEGER NOT NULL,
            dead_letter_queue TEXT, max_receive_count INTEGER, max_time_to_live INTEGER,
            created_at INTEGER NOT NULL, last_modified_at INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE topic(
            key INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
            max_msg_size INTEGER NOT NULL, msg_retention_seconds INTEGER NOT NULL, filter INTEGER NOT NULL,
            created_at INTEGER NOT NULL, last_modified_at INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE subscription(
            key INTEGER PRIMARY KEY, topic INTEGER NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
            protocol INTEGER NOT NULL, endpoint TEXT NOT NULL, strategy INTEGER NOT NULL, format INTEGER NOT NULL,
            filter_tags TEXT NOT NULL, binding_keys TEXT NOT NULL,
            created_at INTEGER NOT NULL, last_modified_at INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE status(
            key INTEGER PRIMARY KEY, body_table INTEGER NOT NULL, rewindable_list INTEGER NOT NULL,
            active INTEGER NOT NULL, inactive INTEGER NOT NULL, delayed INTEGER NOT NULL, rewindable INTEGER NOT NULL,
            rewind_epoch INTEGER NOT NULL, rewinding INTEGER NOT NULL, rewind_from INTEGER NOT NULL, rewind_cursor INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL, time INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE message(
            state_list INTEGER NOT NULL, sequence INTEGER NOT NULL, produced_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
            first_received_at INTEGER NOT NULL, dequeue_count INTEGER NOT NULL, attempts INTEGER NOT NULL, rewind_epoch INTEGER NOT NULL,
            checksum INTEGER NOT NULL, PRIMARY KEY(state_list, sequence)) STRICT, WITHOUT ROWID;
        CREATE INDEX message_due ON message(state_list, visible_at, sequence) WHERE visible_at > 0;
        CREATE TABLE trash_state_list(state_list INTEGER PRIMARY KEY, body_table INTEGER NOT NULL) STRICT;
        CREATE TABLE trash_body_table(body_table INTEGER PRIMARY KEY) STRICT;
        """;

    /// <summary>Makes the tables of a new file.</summary>
    public static void Create(Database database)
    {
        database.Execute($"PRAGMA page_size = {PageBytes}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        database.Execute($"BEGIN; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT;");
    }

    /// <summary>Finds tables, indexes, views and triggers that no store has. SQLite's own statistics may be there.</summary>
    public static void FindUnknownObjects(Database database, List<string> problems)
    {
        HashSet<(string, string)> own;
        using (Database made = Database.Open(":memory:", create: true))
        {
            made.Execute($"{Tables} {OffsetTable.Definition}");
            own = [.. Objects(made).Select(static found => (found.Name, found.Sql))];
        }

        foreach ((string type, string name, string sql) in Objects(database))
        {
            if (!own.Contains((name, sql)) && sql != BodyTables.Definition(name))
                problems.Add($"it has the {type} '{name}', which is not a store's");
        }
    }

    private static IEnumerable<(string Type, string Name, string Sql)> Objects(Database database)
    {
        using Statement rows = database.Prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'");
        while (rows.Step())
            yield return (rows.Text(0), rows.Text(1), rows.Text(2));
    }

    /// <exception cref="SqliteStoreException">The file is not a store's, or a newer program's.</exception>
    public static void Check(Database database)
    {
        if (database.ReadNumber("PRAGMA application_id") != ApplicationId)
            throw new SqliteStoreException($"'{database.File}' is an SQLite database, but not a store of CmqContracts. Name another directory, or move the file away.");
        long version = database.ReadNumber("PRAGMA user_version");
        if (version > Version)
            throw new SqliteStoreException($"'{database.File}' has format {version}; this version of CmqContracts.Sqlite reads formats up to {Version}. Open it with the version that wrote it, or a newer one.");
    }
}
