namespace CmqContracts;

/// <summary>What differs between the databases that keys are kept in.</summary>
internal sealed class SqlDialect
{
    public const string Table = "cmq_handled";

    /// <summary>The statements that both understand.</summary>
    public const string Probe = $"SELECT 1 FROM {Table} WHERE 1 = 0";

    public const string Insert = $"INSERT INTO {Table} (queue, message_key, produced_at, handled_at) VALUES (@queue, @key, @produced, @handled) ON CONFLICT DO NOTHING";

    public const string Forget = $"DELETE FROM {Table} WHERE queue = @queue AND produced_at >= @produced";

    public const string Index = $"CREATE INDEX IF NOT EXISTS {Table}_age ON {Table} (queue, handled_at)";

    private const string Columns = "queue TEXT NOT NULL, message_key TEXT NOT NULL, produced_at BIGINT NOT NULL, handled_at BIGINT NOT NULL, PRIMARY KEY (queue, message_key)";

    private SqlDialect(bool hasOneWriter, string create, string expire, string? findNotDurable)
    {
        HasOneWriter = hasOneWriter;
        Create = create;
        Expire = expire;
        FindNotDurable = findNotDurable;
    }

    public static SqlDialect Sqlite { get; } = new(
        hasOneWriter: true,
        $"CREATE TABLE IF NOT EXISTS {Table} ({Columns}) WITHOUT ROWID",
        $"DELETE FROM {Table} WHERE queue = @queue AND message_key IN (SELECT message_key FROM {Table} WHERE queue = @queue AND handled_at < @handled ORDER BY handled_at LIMIT @most)",
        findNotDurable: null);

    /// <remarks>Processes that delete expired keys at the same time pass over each other's.</remarks>
    public static SqlDialect Postgres { get; } = new(
        hasOneWriter: false,
        $"CREATE TABLE IF NOT EXISTS {Table} ({Columns})",
        $"DELETE FROM {Table} WHERE queue = @queue AND message_key IN (SELECT message_key FROM {Table} WHERE queue = @queue AND handled_at < @handled ORDER BY handled_at LIMIT @most FOR UPDATE SKIP LOCKED)",
        $"SELECT 1 FROM pg_class WHERE oid = '{Table}'::regclass AND relpersistence <> 'p'");

    /// <summary>Whether a transaction that writes keeps all others from writing, so that they wait in this process rather than in the database, which only tries again and again.</summary>
    public bool HasOneWriter { get; }

    public string Create { get; }

    public string Expire { get; }

    /// <summary>Finds a table that is empty after a crash, unlogged or temporary; <see langword="null"/>: the database has no such tables.</summary>
    public string? FindNotDurable { get; }
}
