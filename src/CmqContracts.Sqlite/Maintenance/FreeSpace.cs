namespace CmqContracts.Sqlite;

/// <summary>Returns free pages to the file system once they are a large part of the file; until then they are reused.</summary>
internal sealed class FreeSpace(Database database) : IDisposable
{
    /// <summary>8 MiB.</summary>
    private const int MinFreePages = 1024;

    private readonly Statement _pages = database.Prepare("PRAGMA page_count");
    private readonly Statement _freePages = database.Prepare("PRAGMA freelist_count");

    /// <summary>Whether the file is being shortened.</summary>
    public bool IsShrinking { get; private set; }

    /// <summary>Begins shrinking when a quarter of the file is free, and ends it at an eighth.</summary>
    public void Check()
    {
        long free = Read(_freePages);
        IsShrinking = free > MinFreePages && free * (IsShrinking ? 8 : 4) > Read(_pages);
    }

    /// <summary>Shortens the file by up to <paramref name="pages"/> pages: used pages at its end move into free ones.</summary>
    public void Shrink(int pages) => database.Execute($"PRAGMA incremental_vacuum({pages})");

    public void Dispose()
    {
        _pages.Dispose();
        _freePages.Dispose();
    }

    private static long Read(Statement statement)
    {
        statement.Step();
        long number = statement.Int64(0);
        statement.Reset();
        return number;
    }
}
