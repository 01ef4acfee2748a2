using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A queue's attributes and counters; changes, clears and deletes the queue.</summary>
public sealed class QueueSettingsModel : QueuePage
{
    /// <summary>The attributes as they are typed.</summary>
    [BindProperty]
    public QueueForm Form { get; set; } = new();

    /// <summary>Shows the page.</summary>
    public Task OnGetAsync() => ShowAsync(QueueForm.Of(Attributes));

    /// <summary>Changes attributes.</summary>
    public async Task<IActionResult> OnPostSaveAsync()
    {
        await ShowAsync(Form).ConfigureAwait(false);
        QueueSettings settings = Form.Read(Attributes);
        if (Form.Problems.Any)
            return Page();
        string changes = Describe(settings);
        if (changes.Length == 0)
        {
            Notice = "No attribute was changed: all are as they were.";
            return Redirect(Path + "/settings");
        }

        try
        {
            await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(Queue, settings)).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        return Done($"attributes of queue '{Attributes.QueueName}' changed: {changes}", $"Changed: {changes}.");
    }

    /// <summary>Removes the dead-letter policy.</summary>
    public async Task<IActionResult> OnPostUnbindAsync()
    {
        await Service.UnbindDeadLetterQueueAsync(Queue).ConfigureAwait(false);
        return Done($"queue '{Attributes.QueueName}' unbound from its dead-letter queue", "The queue has no dead-letter queue any more.");
    }

    /// <summary>Drops all messages.</summary>
    /// <param name="typedName">The queue's name, typed in.</param>
    public async Task<IActionResult> OnPostClearAsync(string? typedName)
    {
        if (await RefuseNameAsync(typedName, "cleared").ConfigureAwait(false) is { } refusal)
            return refusal;
        await Service.ClearQueueAsync(Queue).ConfigureAwait(false);
        return Done($"queue '{Attributes.QueueName}' cleared", "All messages of the queue were dropped.");
    }

    /// <summary>Deletes the queue.</summary>
    /// <param name="typedName">The queue's name, typed in.</param>
    public async Task<IActionResult> OnPostDeleteAsync(string? typedName)
    {
        if (await RefuseNameAsync(typedName, "deleted").ConfigureAwait(false) is { } refusal)
            return refusal;
        await Service.DeleteQueueAsync(Queue).ConfigureAwait(false);
        Changed($"queue '{Attributes.QueueName}' deleted");
        Notice = $"Queue {Attributes.QueueName} was deleted.";
        return Redirect(Home);
    }

    private async Task ShowAsync(QueueForm form)
    {
        Form = form;
        form.Limits = Limits;
        form.IsBound = Attributes.DeadLetterPolicy is not null;
        form.Queues = [.. (await ListQueueNamesAsync().ConfigureAwait(false)).Where(name => name != Attributes.QueueName)];
    }

    /// <summary>The page with what is wrong, unless the queue's name was typed.</summary>
    private async Task<IActionResult?> RefuseNameAsync(string? typedName, string what)
    {
        if (typedName?.Trim() == Attributes.QueueName)
            return null;
        await ShowAsync(QueueForm.Of(Attributes)).ConfigureAwait(false);
        return Refuse($"The queue was not {what}: type its name, {Attributes.QueueName}, exactly; '{typedName}' was typed.");
    }

    private RedirectResult Done(string change, string notice)
    {
        Changed(change);
        Notice = notice;
        return Redirect(Path + "/settings");
    }

    /// <summary>The attributes that are set, for people.</summary>
    private string Describe(QueueSettings settings)
    {
        DeadLetterPolicy? policy = settings.DeadLetterPolicy;
        (string Name, long? Value)[] all =
        [
            (Limits.MaxMsgHeapNum.Name, settings.MaxMsgHeapNum),
            (Limits.PollingWaitSeconds.Name, settings.PollingWaitSeconds),
            (Limits.VisibilityTimeout.Name, settings.VisibilityTimeout),
            (Limits.MaxMsgSize.Name, settings.MaxMsgSize),
            (Limits.MsgRetentionSeconds.Name, settings.MsgRetentionSeconds),
            (Limits.RewindSeconds.Name, settings.RewindSeconds),
            ($"dead letters to {policy?.DeadLetterQueue} with {Limits.MaxReceiveCount.Name}", policy?.MaxReceiveCount),
            ($"dead letters to {policy?.DeadLetterQueue} with {Limits.MaxTimeToLive.Name}", policy?.MaxTimeToLive),
        ];
        return string.Join(", ", all.Where(static one => one.Value is not null).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Value}")));
    }
}
