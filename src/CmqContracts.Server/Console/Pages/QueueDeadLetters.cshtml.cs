using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The dead letters in a queue, and the way back to the queues that they come from.</summary>
public sealed class QueueDeadLettersModel : QueuePage
{
    /// <summary>How many messages a page shows.</summary>
    internal const int PageSize = 50;

    /// <summary>Of how many messages the sources are counted: as many as one look returns.</summary>
    internal const int MaxCounted = 1_000;

    /// <summary>How many messages one search looks at.</summary>
    private const int MaxExamined = 20_000;

    /// <summary>Text in the bodies that are looked for; <see langword="null"/>: any.</summary>
    [BindProperty(SupportsGet = true, Name = "text")]
    public string? Text { get; set; }

    /// <summary>A place in their JSON; <see langword="null"/>: any.</summary>
    [BindProperty(SupportsGet = true, Name = "path")]
    public string? JsonPath { get; set; }

    /// <summary>The value there; <see langword="null"/>: any.</summary>
    [BindProperty(SupportsGet = true, Name = "value")]
    public string? Value { get; set; }

    /// <summary>The message behind which the page begins; <see langword="null"/>: the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    internal IReadOnlyList<InspectedMessage> Messages { get; private set; } = [];

    /// <summary>Where the next page begins; <see langword="null"/>: this is the last one.</summary>
    internal string? ContinueAfter { get; private set; }

    /// <summary>How many messages the search has looked at; <see langword="null"/>: nothing was searched.</summary>
    internal int? Examined { get; private set; }

    /// <summary>The sources of the newest messages, and how many of them come from each; <see langword="null"/> is one that is not known.</summary>
    internal IReadOnlyList<(string? Queue, int Messages)> Sources { get; private set; } = [];

    /// <summary>How many messages were counted for <see cref="Sources"/>.</summary>
    internal int Counted { get; private set; }

    internal IReadOnlyList<string> QueueNames { get; private set; } = [];

    /// <summary>What is searched for; <see langword="null"/>: nothing.</summary>
    internal MessageFilter? Filter => string.IsNullOrEmpty(Text) && string.IsNullOrWhiteSpace(JsonPath)
        ? null
        : new MessageFilter { Text = string.IsNullOrEmpty(Text) ? null : Text, JsonPath = string.IsNullOrWhiteSpace(JsonPath) ? null : JsonPath.Trim(), Value = string.IsNullOrEmpty(Value) ? null : Value };

    /// <summary>The query that shows this search.</summary>
    internal string Query => Filter is null ? "" : $"?text={Uri.EscapeDataString(Text ?? "")}&path={Uri.EscapeDataString(JsonPath ?? "")}&value={Uri.EscapeDataString(Value ?? "")}";

    /// <summary>The queue that a message comes from; <see langword="null"/>: that is not known.</summary>
    internal string? SourceOf(InspectedMessage message) => message.DeadLetterSource?.QueueName ?? (Description.DeadLetterSources is [{ } only] ? only.QueueName : null);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        QueueNames = [.. (await ListQueueNamesAsync().ConfigureAwait(false)).Where(name => name != Attributes.QueueName)];
        await CountSourcesAsync().ConfigureAwait(false);
        int bodyBytes = SeesBodies ? BodyText.PreviewBytes : 0;
        string? after = string.IsNullOrEmpty(After) ? null : After;
        if (Filter is null)
        {
            PeekResult page = await Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { NewestFirst = true, AfterMessageId = after, MaxMessages = PageSize, MaxBodyBytes = bodyBytes }, Aborted).ConfigureAwait(false);
            (Messages, ContinueAfter) = (page.Messages, page.ContinueAfter);
            return Page();
        }

        if (!SeesBodies)
            return Fail(Microsoft.AspNetCore.Http.StatusCodes.Status403Forbidden, $"The access of this key is {Session!.Access}; a search looks into bodies, which needs {nameof(CmqKeyAccess.Inspect)}.");
        try
        {
            SearchResult found = await Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, MessageState.Active, Filter) { NewestFirst = true, AfterMessageId = after, MaxMessages = PageSize, MaxExamined = MaxExamined, MaxBodyBytes = bodyBytes }, Aborted).ConfigureAwait(false);
            (Messages, ContinueAfter, Examined) = (found.Messages, found.ContinueAfter, found.Examined);
            return Page();
        }
        catch (CmqServiceException e) when (!e.Is(CmqErrors.QueueDoesNotExist))
        {
            return Refuse(TextOf(e));
        }
    }

    /// <summary>Sends the messages back that are chosen.</summary>
    /// <param name="id">The messages.</param>
    /// <param name="target">Where to; empty: each to the queue that it comes from.</param>
    public async Task<IActionResult> OnPostChosenAsync(IReadOnlyList<string> id, string? target)
    {
        if (id is null or { Count: 0 })
            return Back("Nothing was sent back: choose messages first.");
        try
        {
            MessageActionResult result = await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, TargetOf(target), id)).ConfigureAwait(false);
            string report = ActionReport.Of(result, $"sent {Where(target)}");
            Changed($"{Shown.Number(result.Done)} messages of queue '{Attributes.QueueName}' sent {Where(target)}");
            if (result.Done > 0 && result.EndedBy is null)
                Notice = report;
            else
                Problem = report;
            return Back(null);
        }
        catch (CmqException e)
        {
            return Back(TextOf(e));
        }
    }

    /// <summary>Begins to send the messages back that the search finds.</summary>
    /// <inheritdoc cref="OnPostChosenAsync" path="/param"/>
    public Task<IActionResult> OnPostFoundAsync(string? target) =>
        Filter is { } filter ? StartAsync(filter, target) : Task.FromResult<IActionResult>(Back("Nothing was sent back: search first."));

    /// <summary>Begins to send all messages back.</summary>
    /// <inheritdoc cref="OnPostChosenAsync" path="/param"/>
    public Task<IActionResult> OnPostAllAsync(string? target) => StartAsync(null, target);

    private async Task<IActionResult> StartAsync(MessageFilter? filter, string? target)
    {
        try
        {
            MessageJob job = await Inspector.StartJobAsync(new MessageJobRequest(Queue, MessageState.Active, MessageJobAction.Move) { Filter = filter, TargetQueueName = TargetOf(target) }).ConfigureAwait(false);
            Changed($"job {job.Id}: send {(filter is null ? "all" : "those found of the")} active messages of queue '{Attributes.QueueName}' {Where(target)}");
            Notice = $"Job {job.Id} sends the messages {Where(target)}.";
            return Redirect(Home + "/jobs");
        }
        catch (CmqException e)
        {
            return Back(TextOf(e));
        }
    }

    /// <summary>The page again, with its search.</summary>
    private RedirectResult Back(string? problem)
    {
        Problem = problem ?? Problem;
        return Redirect($"{Path}/dead-letters{Query}");
    }

    private async Task CountSourcesAsync()
    {
        PeekResult newest = await Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { NewestFirst = true, MaxMessages = MaxCounted, MaxBodyBytes = 0 }, Aborted).ConfigureAwait(false);
        Counted = newest.Messages.Count;
        Sources = [.. newest.Messages.GroupBy(SourceOf, StringComparer.Ordinal).Select(static group => (group.Key, group.Count())).OrderByDescending(static source => source.Item2).ThenBy(static source => source.Key, StringComparer.Ordinal)];
    }

    private static string? TargetOf(string? target) => string.IsNullOrWhiteSpace(target) ? null : target.Trim();

    private static string Where(string? target) => TargetOf(target) is { } queue ? $"to queue {queue}" : "back to the queues that they come from";
}
