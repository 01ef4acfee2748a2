using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Creates a queue.</summary>
public sealed class QueueNewModel : AccountPage
{
    /// <summary>The attributes of the new queue.</summary>
    [BindProperty]
    public QueueForm Form { get; set; } = new();

    /// <summary>Shows the form, with the defaults in it.</summary>
    public Task OnGetAsync()
    {
        Form = new QueueForm
        {
            MaxMsgHeapNum = DefaultOf(Limits.MaxMsgHeapNum),
            PollingWaitSeconds = DefaultOf(Limits.PollingWaitSeconds),
            VisibilityTimeout = DefaultOf(Limits.VisibilityTimeout),
            MaxMsgSize = DefaultOf(Limits.MaxMsgSize),
            MsgRetentionSeconds = DefaultOf(Limits.MsgRetentionSeconds),
            RewindSeconds = DefaultOf(Limits.RewindSeconds),
        };
        return PrepareAsync();
    }

    /// <summary>Creates the queue.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await PrepareAsync().ConfigureAwait(false);
        QueueSettings settings = Form.Read(current: null);
        if (Form.Problems.Any)
            return Page();
        string name = Form.Name?.Trim() ?? "";
        try
        {
            await Service.CreateQueueAsync(new CreateQueueRequest(name, settings)).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        Changed($"queue '{name}' created");
        Notice = $"Queue {name} was created.";
        return Redirect(PathOfQueue(name));
    }

    private static string? DefaultOf(CmqLimit limit) => limit.Default?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task PrepareAsync()
    {
        Form.Limits = Limits;
        Form.Queues = await ListQueueNamesAsync().ConfigureAwait(false);
    }
}
