namespace CmqContracts.Sqlite;

/// <summary>Gives pages that are not used any more back to the file system, once they are a good part of the file; till then they are used again.</summary>
internal sealed class FreeSpace(Database database) : IDisposable
{
    /// <summary>8 MiB.</summary>
    private const int WorthwhilePages = 1024;

    private readonly Statement _pages = database.Prepare("PRAGMA page_count");
    private readonly Statement _freePages = database.Prepare("PRAGMA freelist_count");

    /// <summary>Whether the file is being made shorter.</summary>
    public bool IsShrinking { get; private set; }

    /// <summary>Begins when a quarter of the file is free, and ends at an eighth.</summary>
    public void Check()
    {
        long free = Read(_freePages);
        IsShrinking = free > WorthwhilePages && free * (IsShrinking ? 8 : 4) > Read(_pages);
    }

    /// <summary>Makes the file shorter by so many pages. What lies at its end moves to the front.</summary>
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
