namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Names of an account: found and sorted ignoring case, listed page by page, and kept for a while after a deletion.</summary>
public sealed class NameTableTests
{
    private readonly NameTable<string> _table = new(static name => name);

    [Fact]
    public void Names_are_found_and_sorted_ignoring_case()
    {
        foreach (string name in (string[])["b", "C", "a"])
            _table.Add(name);

        Assert.Equal("C", _table.TryFind("c"));
        Assert.Null(_table.TryFind("d"));
        Assert.Equal(["a", "b", "C"], _table.ByName);
        Assert.Throws<ArgumentException>(() => _table.Add("A"));
        _table.Remove("C");
        Assert.Equal(2, _table.Count);
        _table.Clear();
        Assert.Equal(0, _table.Count);
    }

    [Theory]
    [InlineData(null, 0, 2, 5, "apple,Banana")]
    [InlineData("", 0, 20, 5, "apple,Banana,cherry,date,elder")]
    [InlineData(null, 4, 2, 5, "elder")]
    [InlineData(null, 5, 2, 5, "")]
    [InlineData(null, 0, 0, 5, "")]
    [InlineData("AN", 0, 20, 1, "Banana")]
    [InlineData("e", 0, 20, 4, "apple,cherry,date,elder")]
    [InlineData("e", 1, 2, 4, "cherry,date")]
    [InlineData("x", 0, 20, 0, "")]
    public void A_page_is_cut_from_what_the_search_word_leaves_and_the_total_counts_all_of_that(string? searchWord, int offset, int limit, int total, string page)
    {
        foreach (string name in (string[])["elder", "date", "cherry", "Banana", "apple"])
            _table.Add(name);

        (int found, List<string> names) = _table.List(searchWord, offset, limit);
        Assert.Equal((total, page), (found, string.Join(',', names)));
    }

    [Fact]
    public void A_deleted_name_is_kept_until_its_time_and_no_longer()
    {
        _table.Reserve("orders", until: 100, now: 50);
        Assert.True(_table.IsReserved("ORDERS", now: 99));
        Assert.False(_table.IsReserved("orders", now: 100));
        Assert.False(_table.IsReserved("other", now: 99));

        // A later deletion forgets those whose time is over, and no other.
        _table.Reserve("later", until: 200, now: 99);
        Assert.True(_table.IsReserved("orders", now: 99));
        _table.Reserve("last", until: 300, now: 100);
        Assert.False(_table.IsReserved("orders", now: 99));
        Assert.True(_table.IsReserved("later", now: 199));
    }

    [Fact]
    public void A_name_that_is_free_at_once_is_not_kept()
    {
        _table.Reserve("orders", until: 50, now: 50);
        Assert.False(_table.IsReserved("orders", now: 49));
    }
}
