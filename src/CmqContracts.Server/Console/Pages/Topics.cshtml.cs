using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The topics of an account.</summary>
public sealed class TopicsModel : AccountPage
{
    /// <summary>How many topics one page shows: of each the attributes are read.</summary>
    internal const int PageSize = 50;

    /// <summary>What the names of the topics contain; <see langword="null"/>: all.</summary>
    [BindProperty(SupportsGet = true, Name = "search")]
    public string? Search { get; set; }

    /// <summary>How many topics are on the pages before.</summary>
    [BindProperty(SupportsGet = true, Name = "offset")]
    public int Offset { get; set; }

    internal IReadOnlyList<TopicAttributes> Topics { get; private set; } = [];

    internal int Found { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Offset = Math.Max(0, Offset);
        TopicList list = await Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = Search, Offset = Offset, Limit = PageSize }, Aborted).ConfigureAwait(false);
        List<TopicAttributes> topics = new(list.Topics.Count);
        foreach (TopicListEntry entry in list.Topics)
        {
            try
            {
                topics.Add(await Service.GetTopicAttributesAsync(entry.TopicName, Aborted).ConfigureAwait(false));
            }
            catch (CmqServiceException e) when (e.Is(CmqErrors.TopicDoesNotExist))
            {
                // It was deleted since the list was read.
            }
        }

        (Topics, Found) = (topics, list.TotalCount);
    }
}
