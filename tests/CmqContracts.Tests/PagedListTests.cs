namespace CmqContracts.Tests;

/// <summary>Lists that others change while they are read, page by page.</summary>
public sealed class PagedListTests
{
    [Fact]
    public async Task A_list_in_pages_of_one_entry_is_read_whole()
    {
        List<string> read = await ReadAsync(10_000, pageSize: 1);

        Assert.Equal(10_000, read.Count);
        Assert.Equal(10_000, read.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task A_list_without_end_is_an_error_after_as_many_entries_as_any_account_has(int pageSize)
    {
        int pages = 0;

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => ReadAsync(int.MaxValue, pageSize, () => pages++));

        Assert.Contains("10000 entries were read", error.Message, StringComparison.Ordinal);
        Assert.Equal(10_000 / pageSize, pages);
    }

    private static async Task<List<string>> ReadAsync(int total, int pageSize, Action? onPage = null)
    {
        List<string> read = [];
        IAsyncEnumerable<string> entries = PagedList.ReadAsync<string>(
            "entries",
            (offset, _) =>
            {
                onPage?.Invoke();
                return ValueTask.FromResult((total, (IReadOnlyList<string>)[.. Enumerable.Range(offset, Math.Min(pageSize, total - offset)).Select(static i => $"{i}")]));
            },
            static entry => entry,
            CancellationToken.None);
        await foreach (string entry in entries)
            read.Add(entry);
        return read;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_that_changes_while_it_is_read_ends_and_has_each_entry_once(bool alsoShrinks)
    {
        Random random = new(46364);
        for (int round = 0; round < 2_000; round++)
        {
            List<string> list = [.. Enumerable.Range(0, random.Next(220)).Select(static i => $"old{i}")];
            string[] before = [.. list];
            HashSet<string> ever = [.. before];
            List<string> read = [];
            int pages = 0;
            await foreach (string entry in PagedList.ReadAsync<string>("entries", ReadAsync, static entry => entry, CancellationToken.None))
                read.Add(entry);

            Assert.Equal(read.Count, read.Distinct().Count());
            Assert.Subset(ever, read.ToHashSet());
            Assert.InRange(pages, 1, 1 + (ever.Count / PagedList.PageSize));
            if (!alsoShrinks)
                Assert.Subset(read.ToHashSet(), before.ToHashSet());

            ValueTask<(int, IReadOnlyList<string>)> ReadAsync(int offset, CancellationToken cancellationToken)
            {
                pages++;
                string[] page = [.. list.Skip(offset).Take(PagedList.PageSize)];
                int total = list.Count;
                for (int change = random.Next(5); change > 0; change--)
                {
                    if (alsoShrinks && list.Count > 0 && random.Next(2) == 0)
                    {
                        list.RemoveAt(random.Next(3) == 0 ? list.Count - 1 : random.Next(list.Count));
                    }
                    else
                    {
                        list.Insert(random.Next(2) == 0 ? 0 : random.Next(list.Count + 1), $"new{ever.Count}");
                        ever.UnionWith(list);
                    }
                }

                return ValueTask.FromResult((total, (IReadOnlyList<string>)page));
            }
        }
    }
}
