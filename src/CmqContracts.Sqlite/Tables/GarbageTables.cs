namespace CmqContracts.Sqlite;

/// <summary>
/// What nobody can see any more and still takes up space: lists and shelves of queues that were deleted or cleared. Emptied in small
/// steps; a step that is interrupted begins again.
/// </summary>
internal sealed class GarbageTables(Database database, MessageTable messages, BodyTables bodies) : IDisposable
{
    private readonly Statement _addList = database.Prepare("INSERT INTO dead_list(list, shelf) VALUES(?1, ?2)");
    private readonly Statement _addShelf = database.Prepare("INSERT INTO dead_shelf(shelf) VALUES(?1)");
    private readonly Statement _nextList = database.Prepare("SELECT list, shelf FROM dead_list LIMIT 1");
    private readonly Statement _nextShelf = database.Prepare("SELECT shelf FROM dead_shelf LIMIT 1");
    private readonly Statement _removeList = database.Prepare("DELETE FROM dead_list WHERE list = ?1");
    private readonly Statement _removeShelf = database.Prepare("DELETE FROM dead_shelf WHERE shelf = ?1");
    private readonly List<long> _page = [];

    /// <summary>Whether there may be something to empty.</summary>
    public bool IsLeft { get; private set; } = true;

    /// <summary>Gives a list up.</summary>
    /// <param name="list">The list.</param>
    /// <param name="shelf">The shelf that keeps its bodies among others; 0: the shelf is given up itself.</param>
    public void AddList(long list, long shelf)
    {
        Run(_addList, list, shelf);
        IsLeft = true;
    }

    public void AddShelf(long shelf)
    {
        Run(_addShelf, shelf);
        IsLeft = true;
    }

    /// <summary>The highest number that is still in use by what was given up.</summary>
    public long HighestNumber() => Math.Max(
        Place.NumberOf(database.ReadNumber("SELECT max(list) FROM dead_list")),
        database.ReadNumber("SELECT max(shelf) FROM dead_shelf"));

    /// <summary>Empties a little.</summary>
    public void Shrink(int maxMessages, long maxBytes)
    {
        if (TryNext(_nextList, out long list, out long shelf))
        {
            if (ShrinkList(list, shelf, maxMessages))
                Run(_removeList, list);
        }
        else if (TryNext(_nextShelf, out long dead, out _))
        {
            if (bodies.Shrink(dead, maxMessages, maxBytes))
                Run(_removeShelf, dead);
        }
        else
        {
            IsLeft = false;
        }
    }

    /// <summary>A batch was taken back, so what is left is to be found out anew.</summary>
    public void Reload() => IsLeft = true;

    public void Dispose()
    {
        foreach (Statement statement in (Statement[])[_addList, _addShelf, _nextList, _nextShelf, _removeList, _removeShelf])
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

    private bool ShrinkList(long list, long shelf, int maxMessages)
    {
        _page.Clear();
        messages.ReadOldest(list, long.MaxValue, maxMessages, _page);
        if (_page.Count == 0)
            return true;
        if (shelf != 0)
        {
            foreach (long sequence in _page)
                bodies.Delete(shelf, sequence);
        }

        messages.DeleteUpTo(list, _page[^1]);
        return false;
    }
}
