using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The messages of a queue by state: a list in pages, a search, and what is done with some or all of them.</summary>
public sealed class QueueModel : QueuePage
{
    /// <summary>How many messages a page shows.</summary>
    internal const int PageSize = 50;

    /// <summary>How many messages a search looks at before it asks whether to go on: below a second in memory.</summary>
    internal const int MaxExamined = 100_000;

    private const string OldestFirst = "oldest";
    private const string ExportHandler = "export";

    /// <summary>Messages read at once for a file.</summary>
    private const int ExportPage = 1_000;

    /// <summary>Which messages.</summary>
    [BindProperty(SupportsGet = true, Name = "state")]
    public MessageState State { get; set; }

    /// <summary><c>oldest</c>: the oldest first; otherwise the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "order")]
    public string? Order { get; set; }

    /// <summary>Where to begin: with messages of this time.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    /// <summary>Where to begin: behind this message.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>How many messages the search has looked at before.</summary>
    [BindProperty(SupportsGet = true, Name = "looked")]
    public long Looked { get; set; }

    /// <summary>What the bodies contain.</summary>
    [BindProperty(SupportsGet = true, Name = "text")]
    public string? Text { get; set; }

    /// <summary>The place in their JSON that the bodies have.</summary>
    [BindProperty(SupportsGet = true, Name = "path")]
    public string? JsonPath { get; set; }

    /// <summary>The value at that place.</summary>
    [BindProperty(SupportsGet = true, Name = "value")]
    public string? Value { get; set; }

    internal IReadOnlyList<InspectedMessage> Messages { get; private set; } = [];

    /// <summary>Where the next page begins; <see langword="null"/>: there is none.</summary>
    internal string? Next { get; private set; }

    internal IEnumerable<string> QueueNames { get; private set; } = [];

    internal MessageFilter? Filter => Text is null && JsonPath is null && Value is null ? null : new MessageFilter { Text = Text, JsonPath = JsonPath, Value = Value };

    internal bool IsNewestFirst => Order != OldestFirst;

    /// <summary>Whether what is sent now appears in this list.</summary>
    internal bool IsLive => IsNewestFirst && Filter is null && After is null && From is null && Refusal is null;

    internal bool IsMovable => State is MessageState.Active or MessageState.Delayed;

    /// <summary>How many messages there are in the state that is shown.</summary>
    internal long Count => CountOf(State);

    internal override bool IsLook => base.IsLook || Request.Query["handler"] == ExportHandler;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (MayChange)
            QueueNames = await ListQueuesAsync().ConfigureAwait(false);
        DateTimeOffset? from = null;
        if (From is not null)
        {
            if (!TimeText.TryRead(From, out DateTimeOffset time))
                return Refuse($"'{From}' is no time; it must be {TimeText.Forms}.");
            from = time;
        }

        if (Filter is not null && !SeesBodies)
            return Refuse($"A search tells what is in bodies, and the access of this key is {Session!.Access}; it needs {nameof(CmqKeyAccess.Inspect)} or {nameof(CmqKeyAccess.Full)}.");
        try
        {
            if (Filter is { } filter)
                await SearchAsync(filter, from).ConfigureAwait(false);
            else
                await PeekAsync(from).ConfigureAwait(false);
        }
        catch (CmqServiceException refusal)
        {
            return Refuse(TextOf(refusal));
        }

        return Page();
    }

    /// <summary>All messages of the state, or those that the search finds, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync() => await ExportAsync(ReadAllAsync(Aborted)).ConfigureAwait(false);

    /// <summary>The chosen messages as a file.</summary>
    public async Task<IActionResult> OnPostExportAsync(string[]? id) =>
        id is { Length: > 0 } ? await ExportAsync(ReadAsync(id, Aborted)).ConfigureAwait(false) : NothingChosen();

    /// <summary>Deletes the chosen messages.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(string[]? id)
    {
        if (id is not { Length: > 0 })
            return NothingChosen();
        return Report(await Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, id) { State = State }, Aborted).ConfigureAwait(false), "deleted", $"from queue '{Queue}'");
    }

    /// <summary>Moves the chosen messages to another queue.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string[]? id, string? target)
    {
        if (id is not { Length: > 0 })
            return NothingChosen();
        if (string.IsNullOrEmpty(target))
            return NoTarget();
        return Report(await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, target, id) { State = State }, Aborted).ConfigureAwait(false), $"moved to '{target}'", $"from queue '{Queue}'");
    }

    /// <summary>Begins to delete all messages of the state, or those that the search finds.</summary>
    public Task<IActionResult> OnPostDeleteAllAsync() => StartAsync(MessageJobAction.Delete, null);

    /// <summary>Begins to move all messages of the state, or those that the search finds.</summary>
    public async Task<IActionResult> OnPostMoveAllAsync(string? target) =>
        string.IsNullOrEmpty(target) ? NoTarget() : await StartAsync(MessageJobAction.Move, target).ConfigureAwait(false);

    internal override async Task<IActionResult> OnFailureAsync(CmqException failure)
    {
        if (HttpMethods.IsGet(Request.Method))
            return await base.OnFailureAsync(failure).ConfigureAwait(false);
        Problem = TextOf(failure);
        return Redirect(Here());
    }

    internal long CountOf(MessageState state) => state switch
    {
        MessageState.Inactive => Attributes.InactiveMessages,
        MessageState.Delayed => Attributes.DelayedMessages,
        MessageState.Rewindable => Attributes.RewindableMessages,
        _ => Attributes.ActiveMessages,
    };

    /// <summary>The address of this page.</summary>
    /// <param name="handler">One of its forms.</param>
    internal string Here(string? handler = null) => Link(State, After, Looked, handler);

    /// <summary>The address of the page with the same search.</summary>
    /// <param name="state">Which messages.</param>
    /// <param name="after">Behind which message it begins.</param>
    /// <param name="looked">How many messages the search has looked at before.</param>
    /// <param name="handler">One of its forms.</param>
    internal string Link(MessageState state, string? after = null, long looked = 0, string? handler = null)
    {
        QueryBuilder query = [];
        Add("state", state == MessageState.Active ? null : Shown.Word(state));
        Add("order", IsNewestFirst ? null : OldestFirst);
        Add("from", From);
        Add("text", Text);
        Add("path", JsonPath);
        Add("value", Value);
        Add("after", after);
        Add("looked", looked == 0 ? null : looked.ToString(CultureInfo.InvariantCulture));
        Add("handler", handler);
        return Path + query;

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Add(name, value);
        }
    }

    private async Task PeekAsync(DateTimeOffset? from)
    {
        PeekResult page = await Inspector.PeekMessagesAsync(
            new PeekMessagesRequest(Queue, State)
            {
                NewestFirst = IsNewestFirst,
                AfterMessageId = After,
                From = After is null ? from : null,
                MaxMessages = PageSize,
                MaxBodyBytes = SeesBodies ? BodyText.PreviewBytes : 0,
            },
            Aborted).ConfigureAwait(false);
        (Messages, Next) = (page.Messages, page.ContinueAfter);
    }

    private async Task SearchAsync(MessageFilter filter, DateTimeOffset? from)
    {
        SearchResult found = await Inspector.SearchMessagesAsync(
            new SearchMessagesRequest(Queue, State, filter)
            {
                NewestFirst = IsNewestFirst,
                AfterMessageId = After,
                From = After is null ? from : null,
                MaxExamined = MaxExamined,
                MaxMessages = PageSize,
                MaxBodyBytes = BodyText.PreviewBytes,
            },
            Aborted).ConfigureAwait(false);
        (Messages, Next, Examined) = (found.Messages, found.ContinueAfter, Math.Max(0, Looked) + found.Examined);
    }

    /// <summary>How many messages the search has looked at, this time included.</summary>
    internal long Examined { get; private set; }

    private async Task<IActionResult> ExportAsync(IAsyncEnumerable<IReadOnlyList<InspectedMessage>> pages)
    {
        if (!SeesBodies)
            return Fail(StatusCodes.Status403Forbidden, $"A file holds bodies, and the access of this key is {Session!.Access}; it needs {nameof(CmqKeyAccess.Inspect)} or {nameof(CmqKeyAccess.Full)}.");
        return await MessageExport.BeginAsync($"{Queue}-{Shown.Word(State)}.jsonl", pages.GetAsyncEnumerator(Aborted)).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<IReadOnlyList<InspectedMessage>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            if (Filter is { } filter)
            {
                SearchResult found = await Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, State, filter) { AfterMessageId = after, MaxExamined = MaxExamined, MaxMessages = ExportPage }, cancellationToken).ConfigureAwait(false);
                after = found.ContinueAfter;
                yield return found.Messages;
            }
            else
            {
                PeekResult page = await Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, State) { AfterMessageId = after, MaxMessages = ExportPage }, cancellationToken).ConfigureAwait(false);
                after = page.ContinueAfter;
                yield return page.Messages;
            }
        }
        while (after is not null);
    }

    private async IAsyncEnumerable<IReadOnlyList<InspectedMessage>> ReadAsync(string[] ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string id in ids)
        {
            if (await Inspector.FindMessageAsync(new FindMessageRequest(Queue, id), cancellationToken).ConfigureAwait(false) is { } message)
                yield return [message];
        }
    }

    private async Task<IActionResult> StartAsync(MessageJobAction action, string? target)
    {
        MessageJob job = await Inspector.StartJobAsync(new MessageJobRequest(Queue, State, action) { Filter = Filter, TargetQueueName = target }, Aborted).ConfigureAwait(false);
        string what = $"{(action == MessageJobAction.Delete ? "delete" : $"move to '{target}'")} {(Filter is null ? "all" : "those found of the")} {Shown.Word(State)} messages of queue '{Queue}'";
        Changed($"job {job.Id}: {what}");
        Notice = $"A job has begun: {what}.";
        return Redirect(Home + "/jobs");
    }

    private RedirectResult Report(MessageActionResult result, string done, string where)
    {
        string report = ActionReport.Of(result, done);
        Changed($"{Shown.Number(result.Done)} messages {done} {where}");
        if (result.EndedBy is null && result.Done > 0)
            Notice = report;
        else
            Problem = report;
        return Redirect(Here());
    }

    private RedirectResult NothingChosen()
    {
        Problem = "No message is chosen. Tick some in the list first.";
        return Redirect(Here());
    }

    private RedirectResult NoTarget()
    {
        Problem = "Name the queue to move the messages to.";
        return Redirect(Here());
    }
}
