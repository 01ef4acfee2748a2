namespace CmqContracts.Broker;

/// <summary>Queues, topics or subscriptions by name, which is unique ignoring case. The name of a deleted one may stay reserved for a while.</summary>
internal sealed class NameTable<T>(Func<T, string> nameOf)
    where T : class
{
    private readonly Dictionary<string, T> _byName = new(CmqNameRule.Comparer);
    private T[]? _ordered;
    private readonly Dictionary<string, long> _deletedNames = new(CmqNameRule.Comparer);

    public int Count => _byName.Count;

    /// <summary>All of them, ordered by name, as of now.</summary>
    public IReadOnlyList<T> ByName => _ordered ??= [.. _byName.Values.OrderBy(nameOf, CmqNameRule.Comparer)];

    public T? TryFind(string name) => _byName.GetValueOrDefault(name);

    public void Add(T item)
    {
        _byName.Add(nameOf(item), item);
        _ordered = null;
    }

    public void Remove(T item)
    {
        _byName.Remove(nameOf(item));
        _ordered = null;
    }

    public void Clear()
    {
        _byName.Clear();
        _ordered = null;
    }

    /// <summary>Keeps the name of something that was deleted from being used until a time.</summary>
    public void Reserve(string name, long until, long now)
    {
        foreach ((string deleted, long end) in _deletedNames)
        {
            if (end <= now)
                _deletedNames.Remove(deleted);
        }

        if (until > now)
            _deletedNames[name] = until;
    }

    public bool IsReserved(string name, long now) => _deletedNames.TryGetValue(name, out long until) && until > now;

    /// <summary>A page of those whose name contains a word, ordered by name, and how many there are in all.</summary>
    public (int Total, List<T> Page) List(string? searchWord, int offset, int limit) => List(ByName, nameOf, searchWord, offset, limit);

    /// <summary>A page of some of them.</summary>
    public static (int Total, List<T> Page) List(IEnumerable<T> items, Func<T, string> nameOf, string? searchWord, int offset, int limit)
    {
        List<T> page = [];
        int total = 0;
        foreach (T item in items)
        {
            if (!string.IsNullOrEmpty(searchWord) && !nameOf(item).Contains(searchWord, StringComparison.OrdinalIgnoreCase))
                continue;
            if (total++ >= offset && page.Count < limit)
                page.Add(item);
        }

        return (total, page);
    }
}
