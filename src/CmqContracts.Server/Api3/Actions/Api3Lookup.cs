namespace CmqContracts.Server;

/// <summary>Finds queues and topics by page, by a part of their name, and by names.</summary>
internal static class Api3Lookup
{
    private const int MaxNames = 1000;

    /// <summary>Reads which queues or topics are requested: the page, a part of the name, and names.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind"><c>Queue</c> or <c>Topic</c>.</param>
    public static (Api3Page Page, string? Word, IReadOnlyList<string> Names) Read(Api3Context context, string kind)
    {
        Api3Page page = Api3Page.Read(context);
        string? word = context.Parameters.OptionalString($"{kind}Name");
        IReadOnlyList<string> names = context.Parameters.List($"{kind}NameList");
        return names.Count <= MaxNames ? (page, word, names) : throw Api3Exception.Invalid($"{kind}NameList", $"has {names.Count} entries; {MaxNames} are allowed");
    }

    /// <summary>How many topics match <c>TopicName</c> and <c>TopicNameList</c>, and those on the requested page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">Lists the names on a page of those that contain a word.</param>
    /// <param name="get">Reads one by its name.</param>
    public static async ValueTask<(int Total, IReadOnlyList<T> Page)> PageAsync<T>(
        Api3Context context,
        Func<string?, Api3Page, ValueTask<(int Total, IReadOnlyList<string> Names)>> list,
        Func<string, ValueTask<T>> get)
        where T : class
    {
        (Api3Page page, string? word, IReadOnlyList<string> wanted) = Read(context, "Topic");
        if (wanted.Count > 0)
        {
            IReadOnlyList<T> found = await FindAllAsync(wanted.Where(name => word is null || name.Contains(word, StringComparison.OrdinalIgnoreCase)).Distinct(CmqNameRule.Comparer), get).ConfigureAwait(false);
            return (found.Count, page.Of(found));
        }

        (int total, IReadOnlyList<string> names) = await list(word, page).ConfigureAwait(false);
        return (total, await FindAllAsync(names, get).ConfigureAwait(false));
    }

    /// <summary>Reads those that exist: a given name may be unknown, and a listed one may have been deleted since.</summary>
    public static async ValueTask<IReadOnlyList<T>> FindAllAsync<TName, T>(IEnumerable<TName> names, Func<TName, ValueTask<T>> get)
        where T : class
    {
        List<T> found = [];
        foreach (TName name in names)
        {
            try
            {
                found.Add(await get(name).ConfigureAwait(false));
            }
            catch (CmqServiceException e) when (IsAbsent(e))
            {
                // It does not exist.
            }
        }

        return found;
    }

    private static bool IsAbsent(CmqServiceException e) =>
        e.Is(CmqErrors.QueueDoesNotExist) || e.Is(CmqErrors.QueueNameFormatError) || e.Is(CmqErrors.TopicDoesNotExist) || e.Is(CmqErrors.TopicNameFormatError) || e.Is(CmqErrors.SubscriptionDoesNotExist);
}
