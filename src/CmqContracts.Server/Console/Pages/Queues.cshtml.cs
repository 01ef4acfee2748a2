using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The overview: all queues of an account, live.</summary>
public sealed class QueuesModel : AccountPage
{
    /// <summary>How many queues one page shows.</summary>
    internal const int Shown = 1_000;

    /// <summary>What the names of the queues contain; <see langword="null"/>: all.</summary>
    [BindProperty(SupportsGet = true, Name = "search")]
    public string? Search { get; set; }

    /// <summary><c>name</c>: by name; otherwise what is wrong comes first.</summary>
    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    internal IReadOnlyList<LiveQueue> Queues { get; private set; } = [];

    internal int Found { get; private set; }

    internal int Total { get; private set; }

    internal int Troubled { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        LiveLook look = await Console.Feeds.Of(Account).LookAsync().WaitAsync(Aborted).ConfigureAwait(false);
        Total = look.Queues.Count;
        Troubled = look.Queues.Count(static queue => queue.Trouble.Severity > 1);
        List<LiveQueue> queues = [.. look.Queues.Where(queue => string.IsNullOrEmpty(Search) || queue.Name.Contains(Search, StringComparison.OrdinalIgnoreCase))];
        if (Sort != "name")
            queues.Sort(LiveQueue.Compare);
        Found = queues.Count;
        Queues = queues.Count > Shown ? queues[..Shown] : queues;
    }
}
