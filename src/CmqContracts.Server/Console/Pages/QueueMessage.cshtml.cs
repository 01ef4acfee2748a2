using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CmqContracts.Server.Pages;

/// <summary>One message: its body, all its attributes, and what is done with it.</summary>
public sealed class QueueMessageModel : QueuePage
{
    private const string AsStored = "stored";

    /// <summary>The message.</summary>
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <summary><c>stored</c>: the body as it is stored; otherwise indented where it is JSON.</summary>
    [BindProperty(SupportsGet = true, Name = "body")]
    public string? View { get; set; }

    /// <summary>The state that the message was shown in.</summary>
    [BindProperty(Name = "state")]
    public MessageState? ShownState { get; set; }

    /// <summary>The message with as much of its body as a page shows; <see langword="null"/>: it is gone.</summary>
    internal InspectedMessage? Message { get; private set; }

    internal IEnumerable<string> QueueNames { get; private set; } = [];

    internal bool IsAsStored => View == AsStored;

    /// <summary>Whether only the beginning of the body is shown.</summary>
    internal bool IsCut => SeesBodies && Message!.Body.Length < Message.BodyLength;

    /// <summary>What the envelope says; <see langword="null"/>: the body has none, or is not shown whole.</summary>
    internal EnvelopeFacts? Envelope { get; private set; }

    internal string Here => $"{Path}/messages/{Uri.EscapeDataString(Id)}";

    internal bool IsMovable => Message!.State is MessageState.Active or MessageState.Delayed;

    /// <summary>When it expires, or cannot be rewound any more.</summary>
    internal DateTimeOffset EndsAt => Message!.EnqueuedAt + TimeSpan.FromSeconds(Message.State == MessageState.Rewindable ? Attributes.RewindSeconds : Attributes.MsgRetentionSeconds);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        try
        {
            Message = await Inspector.FindMessageAsync(new FindMessageRequest(Queue, Id) { MaxBodyBytes = SeesBodies ? BodyText.ShownBytes : 0 }, Aborted).ConfigureAwait(false);
        }
        catch (CmqServiceException refusal)
        {
            return Gone(TextOf(refusal));
        }

        if (Message is null)
            return Gone($"Message {Id} is not in queue '{Queue}' any more: it was deleted for good, moved, dead-lettered or cleared, or has expired.");
        if (SeesBodies && !IsCut)
            Envelope = EnvelopeFacts.Of(Message.Body.Span);
        if (MayChange)
            QueueNames = await ListQueuesAsync().ConfigureAwait(false);
        return Page();
    }

    /// <summary>The body as a file, byte for byte.</summary>
    public async Task<IActionResult> OnGetRawAsync()
    {
        if (!SeesBodies)
            return Fail(StatusCodes.Status403Forbidden, $"The access of this key is {Session!.Access}; bodies need {nameof(CmqKeyAccess.Inspect)} or {nameof(CmqKeyAccess.Full)}.");
        InspectedMessage? message = await Inspector.FindMessageAsync(new FindMessageRequest(Queue, Id), Aborted).ConfigureAwait(false);
        return message is null ? Gone() : File(message.Body.ToArray(), "application/octet-stream", $"{Queue}-{Id}.bin");
    }

    /// <summary>Sends the stored bytes as a new message to a queue.</summary>
    public async Task<IActionResult> OnPostCopyAsync(string? target)
    {
        target = string.IsNullOrEmpty(target) ? Queue : target;
        InspectedMessage? message = await Stored.FindMessageAsync(new FindMessageRequest(Queue, Id), Aborted).ConfigureAwait(false);
        if (message is null)
            return Gone();
        IReadOnlyList<string> sent = await Service.SendMessagesAsync(new SendMessagesRequest(target, [message.Body]), Aborted).ConfigureAwait(false);
        Changed($"message {Id} of queue '{Queue}' copied to '{target}' as {sent[0]}");
        Notice = $"Copied to queue '{target}' as message {sent[0]}.";
        return Redirect(Here);
    }

    /// <summary>Moves the message to another queue.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string? target)
    {
        if (string.IsNullOrEmpty(target))
        {
            Problem = "Name the queue to move the message to.";
            return Redirect(Here);
        }

        return Report(await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, target, [Id]) { State = ShownState }, Aborted).ConfigureAwait(false), $"moved to '{target}'");
    }

    /// <summary>Deletes the message.</summary>
    public async Task<IActionResult> OnPostDeleteAsync() =>
        Report(await Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [Id]) { State = ShownState }, Aborted).ConfigureAwait(false), "deleted");

    private RedirectResult Report(MessageActionResult result, string done)
    {
        string report = ActionReport.Of(result, done);
        if (result.Done == 0)
        {
            Problem = report;
            return Redirect(Here);
        }

        Changed($"message {Id} of queue '{Queue}' {done}");
        Notice = $"Message {Id}: {done}.";
        return Redirect(Path);
    }

    private StatusCodeResult Gone() => Fail(StatusCodes.Status404NotFound, $"Message {Id} is not in queue '{Queue}' any more.");

    private PageResult Gone(string reason)
    {
        PageResult page = Refuse(reason);
        page.StatusCode = StatusCodes.Status404NotFound;
        return page;
    }
}
