using System.Runtime.CompilerServices;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Reads paged lists to their end, and fails on pages that a service would repeat for ever.</summary>
internal static class PagedList
{
    /// <summary>How many entries a page is asked for.</summary>
    public const int PageSize = 50;

    /// <summary>What the largest account of any service holds.</summary>
    private const int MaxEntries = 10_000;

    /// <summary>Reads one page.</summary>
    public delegate ValueTask<(int TotalCount, IReadOnlyList<TEntry> Entries)> PageReader<TEntry>(int offset, CancellationToken cancellationToken);

    /// <summary>
    /// The entries, each once. Of a list that nothing is removed from meanwhile, all that are there throughout; where entries are removed, those
    /// behind them move to pages that have been read, and may be missed.
    /// </summary>
    /// <param name="what">What is listed, for errors.</param>
    /// <param name="read">Reads a page.</param>
    /// <param name="nameOf">An entry's name, unique ignoring case.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CmqUnavailableException">The pages contradict themselves, repeat, or do not end.</exception>
    public static async IAsyncEnumerable<TEntry> ReadAsync<TEntry>(string what, PageReader<TEntry> read, Func<TEntry, string> nameOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> names = new(CmqNameRule.Comparer);
        int offset = 0;
        while (offset < MaxEntries)
        {
            (int total, IReadOnlyList<TEntry> entries) = await read(offset, cancellationToken).ConfigureAwait(false);
            entries = Answers.Entries(entries, what, nameOf);
            if (entries.Count > PageSize || entries.Count > total)
                throw Wrong(what, $"a page has {entries.Count} entries, where {PageSize} were asked for and {total} are said to be there.");
            if (entries.Count == 0 && offset < total)
                throw Wrong(what, $"it ends after {offset} entries and says that there are {total}.");

            int known = names.Count;
            foreach (TEntry entry in entries)
            {
                if (names.Add(nameOf(entry)))
                    yield return entry;
            }

            if (entries.Count > 0 && names.Count == known && offset + entries.Count < total)
                throw Wrong(what, $"the page at {offset} repeats those before it.");
            offset += entries.Count;
            if (offset >= total)
                yield break;
        }

        throw Wrong(what, $"it does not end: {offset} entries were read.");
    }

    private static CmqUnavailableException Wrong(string what, string why) => new($"The list of {what} is not what a CMQ service gives: {ShownText.Of(why)} Is the endpoint right?");
}
