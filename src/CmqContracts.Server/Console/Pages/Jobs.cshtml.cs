using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The account's jobs, live.</summary>
public sealed class JobsModel : AccountPage
{
    internal IReadOnlyList<MessageJob> Jobs { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() => Jobs = await Inspector.ListJobsAsync(Aborted).ConfigureAwait(false);

    /// <summary>Cancels a job.</summary>
    /// <param name="id">The job.</param>
    public async Task<IActionResult> OnPostCancelAsync(string? id)
    {
        MessageJob job = await Inspector.CancelJobAsync(id ?? "").ConfigureAwait(false);
        Changed($"job {job.Id} cancelled");
        Notice = job.State == MessageJobState.Canceled
            ? $"Job {job.Id} was cancelled: {Shown.Number(job.Done)} messages were {Did(job)}, and stay so."
            : $"Job {job.Id} had ended before.";
        return Redirect(Home + "/jobs");
    }

    /// <summary>What a job does, for people.</summary>
    internal static string Does(MessageJob job) => job.Request.Action == MessageJobAction.Delete
        ? "delete"
        : job.Request.TargetQueueName is { } target ? $"move to {target}" : "send back where they come from";

    /// <summary>What a job has done with messages.</summary>
    internal static string Did(MessageJob job) => job.Request.Action == MessageJobAction.Delete ? "deleted" : "moved";

    /// <summary>Which messages a job is about.</summary>
    internal string Which(MessageJob job)
    {
        string which = $"{(job.Request.Filter is null ? "all " : "")}{Shown.Word(job.Request.State)} messages";
        if (job.Request.Filter is not { } filter)
            return which;
        if (!SeesBodies)
            return which + " that a search finds";
        List<string> conditions = [];
        if (filter.Text is { } text)
            conditions.Add($"with the text {text}");
        if (filter.JsonPath is { } path)
            conditions.Add(filter.Value is { } value ? $"whose {path} is {value}" : $"that have {path}");
        return $"{which} {string.Join(" and ", conditions)}";
    }
}
