namespace CmqContracts.Sqlite;

/// <summary>
/// The state lists and body tables of queues that were deleted or cleared, which wait to be freed. No request reaches them. They are emptied in
/// small steps; a step that is interrupted is repeated.
/// </summary>
internal sealed class TrashTables(Database database, MessageTable messages, BodyTables bodies) : IDisposable
{
    private readonly Statement _addStateList = database.Prepare("INSERT INTO trash_state_list(state_list, body_table) VALUES(?1, ?2)");
    private readonly Statement _addBodyTable = database.Prepare("INSERT INTO trash_body_table(body_table) VALUES(?1)");
    private readonly Statement _nextStateList = database.Prepare("SELECT state_list, body_table FROM trash_state_list LIMIT 1");
    private readonly Statement _nextBodyTable = database.Prepare("SELECT body_table FROM trash_body_table LIMIT 1");
    private readonly Statement _removeStateList = database.Prepare("DELETE FROM trash_state_list WHERE state_list = ?1");
    private readonly Statement _removeBodyTable = database.Prepare("DELETE FROM trash_body_table WHERE body_table = ?1");
    private readonly List<long> _sequences = [];

    /// <summary>Whether there may be something to free.</summary>
    public bool MayHoldAny { get; private set; } = true;

    /// <param name="stateList">The state list.</param>
    /// <param name="bodyTable">The body table that its bodies are deleted from one by one, as it stays in use; 0: the body table is in the trash too.</param>
    public void AddStateList(long stateList, long bodyTable)
    {
        Run(_addStateList, stateList, bodyTable);
        MayHoldAny = true;
    }

    public void AddBodyTable(long bodyTable)
    {
        Run(_addBodyTable, bodyTable);
        MayHoldAny = true;
    }

    /// <summary>The highest number of a state list or body table in the trash; 0: the trash is empty.</summary>
    public long HighestNumber() => Math.Max(
        QueueLocation.NumberOf(database.ReadNumber("SELECT max(state_list) FROM trash_state_list")),
        database.ReadNumber("SELECT max(body_table) FROM trash_body_table"));

    /// <summary>Frees messages of one state list or body table until <paramref name="maxMessages"/> or <paramref name="maxBytes"/> is reached.</summary>
    public void Free(int maxMessages, long maxBytes)
    {
        // What the transaction deletes of a body table must be done before the table is dropped.
        bodies.Flush();
        if (TryNext(_nextStateList, out long stateList, out long bodyTable))
        {
            if (DeleteOldest(stateList, bodyTable, maxMessages))
                Run(_removeStateList, stateList);
        }
        else if (TryNext(_nextBodyTable, out bodyTable, out _))
        {
            if (bodies.DeleteOldest(bodyTable, maxMessages, maxBytes))
                Run(_removeBodyTable, bodyTable);
        }
        else
        {
            MayHoldAny = false;
        }
    }

    /// <summary>Called after a rollback: the next <see cref="Free"/> looks again for what is left.</summary>
    public void Reload() => MayHoldAny = true;

    public void Dispose()
    {
        foreach (Statement statement in (Statement[])[_addStateList, _addBodyTable, _nextStateList, _nextBodyTable, _removeStateList, _removeBodyTable])
            statement.Dispose();
    }

    private static void Run(Statement statement, params ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i++)
            statement.Bind(i + 1, values[i]);
        statement.Run();
    }

    private static bool TryNext(Statement statement, out long first, out long second)
    {
        first = second = 0;
        if (!statement.Step())
            return false;
        (first, second) = (statement.Int64(0), statement.Int64(1));
        statement.Reset();
        return true;
    }

    /// <returns>Whether the state list is empty.</returns>
    private bool DeleteOldest(long stateList, long bodyTable, int maxMessages)
    {
        _sequences.Clear();
        messages.ReadOldest(stateList, long.MaxValue, maxMessages, _sequences);
        if (_sequences.Count == 0)
            return true;
        if (bodyTable != 0)
        {
            foreach (long sequence in _sequences)
                bodies.Delete(bodyTable, sequence);
        }

        messages.DeleteUpTo(stateList, _sequences[^1]);
        return false;
    }
}
