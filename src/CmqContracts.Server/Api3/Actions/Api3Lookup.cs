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
