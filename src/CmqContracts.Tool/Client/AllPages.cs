namespace CmqContracts.Tool;

/// <summary>Reads a list to its end, a page at a time.</summary>
internal static class AllPages
{
    /// <summary>How many entries every service returns at once.</summary>
    public const int PageSize = 50;

    public static async Task<List<T>> ReadAsync<T>(Func<int, Task<(int Total, IReadOnlyList<T> Page)>> read)
    {
        List<T> all = [];
        while (true)
        {
            (int total, IReadOnlyList<T> page) = await read(all.Count);
            all.AddRange(page);
            if (page.Count == 0 || all.Count >= total)
                return all;
        }
    }
}
