using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Sends one message or many, also the body of another message after a change.</summary>
[RequestFormLimits(ValueLengthLimit = ConsoleHost.MaxFormBytes, MultipartBodyLengthLimit = ConsoleHost.MaxFormBytes)]
public sealed class QueueSendModel : QueuePage
{
    /// <summary>What is typed.</summary>
    [BindProperty(Name = "body")]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Body { get; set; } = "";

    /// <summary>What of it is a message.</summary>
    [BindProperty(SupportsGet = true, Name = "form")]
    public BodyForm BodyForm { get; set; }

    /// <summary>Seconds until receives can return the messages.</summary>
    [BindProperty(SupportsGet = true, Name = "delay")]
    public string? Delay { get; set; }

    /// <summary>The message whose body is sent again.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public string? MessageId { get; set; }

    /// <summary>The queue of that message; <see langword="null"/>: this one.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public string? Of { get; set; }

    internal string SourceQueue => Of ?? Queue;

    /// <summary>The page of the message whose body could not be taken; <see langword="null"/>: there is none.</summary>
    internal string? CopyPage { get; private set; }

    /// <summary>Shows the form, with the body of a message if one is named.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (MessageId is not { } id)
            return Page();
        if (!SeesBodies)
            return Refuse($"The access of this key is {Session!.Access}; it sees no bodies.");
        InspectedMessage? stored;
        InspectedMessage? shown;
        try
        {
            stored = await Stored.FindMessageAsync(new FindMessageRequest(SourceQueue, id), Aborted).ConfigureAwait(false);
            shown = await Inspector.FindMessageAsync(new FindMessageRequest(SourceQueue, id), Aborted).ConfigureAwait(false);
        }
        catch (CmqServiceException refusal)
        {
            return Refuse(TextOf(refusal));
        }

        if (stored is null || shown is null)
            return Refuse($"Message {id} is not in queue '{SourceQueue}' any more.");
        string? obstacle = !stored.Body.Span.SequenceEqual(shown.Body.Span) ? "parts of it are masked, and would be lost"
            : !BodyText.IsEditable(stored.Body) ? "it has characters that a form cannot hold, such as carriage returns or other control characters, and would be changed"
            : null;
        if (obstacle is not null)
        {
            CopyPage = $"{PathOfQueue(SourceQueue)}/messages/{Uri.EscapeDataString(id)}";
            return Refuse($"The body of message {id} cannot be edited here: {obstacle}. It can be copied as it is.");
        }

        Body = Encoding.UTF8.GetString(shown.Body.Span);
        return Page();
    }

    /// <summary>Sends what is typed, in as many requests as the limits ask for. What was not sent stays in the form.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        // Browsers write the line ends of a form as CRLF.
        Body = Body.Replace("\r\n", "\n", StringComparison.Ordinal);
        IReadOnlyList<string> messages = BodyBatches.Split(Body, BodyForm);
        if (messages.Count == 0)
            return Refuse("There is nothing to send: the body is empty.");
        int delay = 0;
        if (Delay is not null && !int.TryParse(Delay, NumberStyles.None, CultureInfo.InvariantCulture, out delay))
            return Refuse($"The delay is '{Delay}'; it must be a number of seconds, {Limits.DelaySeconds.Range}.");
        byte[][] bodies = [.. messages.Select(Encoding.UTF8.GetBytes)];
        string? lastId = null;
        int sent = 0;
        try
        {
            while (sent < bodies.Length)
            {
                int count = BodyBatches.CountAt(bodies, sent, Limits);
                IReadOnlyList<string> ids = await Service.SendMessagesAsync(new SendMessagesRequest(Queue, [.. bodies[sent..(sent + count)]]) { DelaySeconds = delay }, Aborted).ConfigureAwait(false);
                sent += count;
                lastId = ids[^1];
            }
        }
        catch (CmqException failure)
        {
            LogSent(sent, delay);
            Body = BodyBatches.Join(messages.Skip(sent), BodyForm);
            string unknown = failure is CmqUnavailableException ? " Whether the next ones were sent is not known." : "";
            return Refuse(sent == 0 ? $"Nothing was sent: {TextOf(failure)}{unknown}" : $"{Shown.Number(sent)} of {Shown.Number(bodies.Length)} messages were sent; the others are still in the form: {TextOf(failure)}{unknown}");
        }

        LogSent(sent, delay);
        Notice = sent == 1 ? $"Sent as message {lastId}." : $"{Shown.Number(sent)} messages were sent; the last one is {lastId}.";
        QueryString query = default;
        if (BodyForm != BodyForm.One)
            query = query.Add("form", BodyForm.ToString());
        if (delay > 0)
            query = query.Add("delay", Delay!);
        return Redirect($"{Path}/send{query}");
    }

    private void LogSent(int count, int delay)
    {
        if (count > 0)
            Changed($"{Shown.Number(count)} messages sent to queue '{Queue}'{(delay > 0 ? $" with a delay of {Shown.Number(delay)} s" : "")}");
    }
}
