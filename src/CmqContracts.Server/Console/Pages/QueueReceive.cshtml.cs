using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Receives messages by hand, and deletes them by their handles.</summary>
public sealed class QueueReceiveModel : QueuePage
{
    /// <summary>The longest wait, seconds: a page that takes longer looks broken.</summary>
    internal const int MaxWait = 10;

    /// <summary>How many messages to receive at most.</summary>
    [BindProperty(Name = "count")]
    public int Count { get; set; } = 1;

    /// <summary>Seconds to wait for the first one.</summary>
    [BindProperty(Name = "wait")]
    public int Wait { get; set; }

    /// <summary>The messages that were received before and are not deleted yet, each as its id, a colon and its handle. They are here only: nobody else may delete with them.</summary>
    [BindProperty(Name = "held")]
    public string[] Held { get; set; } = [];

    internal IReadOnlyList<HeldMessage> Messages { get; private set; } = [];

    /// <summary>What has been done, on this page.</summary>
    internal string? Done { get; private set; }

    internal long MaxCount => Limits.BatchSize.Maximum;

    /// <summary>Receives messages, which are shown besides those that were received before.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await ShowHeldAsync(HeldPairs()).ConfigureAwait(false);
        if (Wait is < 0 or > MaxWait)
            return Refuse($"The wait is {Wait} seconds; it must be 0 to {MaxWait}.");
        IReadOnlyList<CmqMessage> received;
        using (CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Aborted, Console.Stopping))
        {
            try
            {
                received = await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = Count, PollingWaitSeconds = Wait }, end.Token).ConfigureAwait(false);
            }
            catch (CmqException failure)
            {
                return Refuse(TextOf(failure));
            }
            catch (OperationCanceledException) when (Console.Stopping.IsCancellationRequested)
            {
                return Refuse("The server is stopping.");
            }
        }

        if (received.Count > 0)
            Changed($"{Shown.Number(received.Count)} messages received from queue '{Queue}'");
        Done = received.Count == 0 ? "There was no message to receive." : $"{Shown.Number(received.Count)} received.";
        Messages = [.. received.Select(message => HeldMessage.Of(message, Masked(message.Body))), .. Messages.Where(held => received.All(message => message.MessageId != held.Id))];
        return Page();
    }

    /// <summary>Deletes one of the messages, or all.</summary>
    /// <param name="one">Which one; <see langword="null"/>: all.</param>
    public async Task<IActionResult> OnPostDeleteAsync(string? one)
    {
        List<(string Id, string Handle)> held = HeldPairs();
        List<(string Id, string Handle)> chosen = one is null ? [.. held] : held.FindAll(pair => pair.Id == one);
        int deleted = 0;
        List<string> problems = [];
        foreach ((string Id, string Handle)[] batch in chosen.Chunk((int)MaxCount))
        {
            try
            {
                IReadOnlyList<DeleteMessageFailure> failures = await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [.. batch.Select(static pair => pair.Handle)]), Aborted).ConfigureAwait(false);
                deleted += batch.Length - failures.Count;
                problems.AddRange(failures.Select(failure => $"Message {batch.First(pair => pair.Handle == failure.ReceiptHandle).Id} was not deleted: its handle is not valid any more, so it may be with somebody else."));
                held.RemoveAll(pair => batch.Contains(pair) && failures.All(failure => failure.ReceiptHandle != pair.Handle));
            }
            catch (CmqException failure)
            {
                problems.Add(TextOf(failure));
                break;
            }
        }

        if (deleted > 0)
            Changed($"{Shown.Number(deleted)} received messages deleted from queue '{Queue}'");
        Done = deleted > 0 ? $"{Shown.Number(deleted)} deleted." : null;
        await ShowHeldAsync(held).ConfigureAwait(false);
        return problems.Count > 0 ? Refuse(string.Join(' ', problems)) : Page();
    }

    private List<(string Id, string Handle)> HeldPairs() =>
        [.. Held.Take((int)MaxCount * 16).Select(static pair => pair.Split(':', 2)).Where(static parts => parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(static parts => (parts[0], parts[1]))];

    /// <summary>Shows what was received before, as it is now. What is not there any more is left out.</summary>
    private async Task ShowHeldAsync(List<(string Id, string Handle)> held)
    {
        List<HeldMessage> shown = [];
        foreach ((string id, string handle) in held)
        {
            if (await Inspector.FindMessageAsync(new FindMessageRequest(Queue, id) { MaxBodyBytes = BodyText.ShownBytes }, Aborted).ConfigureAwait(false) is { } message)
                shown.Add(HeldMessage.Of(message, handle));
        }

        Messages = shown;
        ModelState.Clear();
    }

    /// <summary>A message with the handle that deletes it.</summary>
    internal sealed record HeldMessage(string Id, string Handle, ReadOnlyMemory<byte> Body, int BodyLength, DateTimeOffset EnqueuedAt, DateTimeOffset? FirstReceivedAt, int DequeueCount)
    {
        /// <summary>When the handle ends; <see langword="null"/>: it has ended.</summary>
        public DateTimeOffset? EndsAt { get; init; }

        public static HeldMessage Of(CmqMessage message, ReadOnlyMemory<byte> body) =>
            new(message.MessageId, message.ReceiptHandle, body, message.Body.Length, message.EnqueuedAt, message.FirstReceivedAt, message.DequeueCount) { EndsAt = message.VisibleAgainAt };

        public static HeldMessage Of(InspectedMessage message, string handle) =>
            new(message.MessageId, handle, message.Body, message.BodyLength, message.EnqueuedAt, message.FirstReceivedAt, message.DequeueCount) { EndsAt = message.State == MessageState.Inactive ? message.VisibleAt : null };
    }
}
