namespace CmqContracts.Tool;

/// <summary>Moves messages, a request or a job at a time, and says what was done.</summary>
internal sealed class MessageMove(ClientRun run, string source, string? target)
{
    /// <summary>How many messages one request may move.</summary>
    private const int PageSize = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<SkipReason, int> _skipped = [];
    private long _done;

    public async Task<int> ByIdAsync(string[] ids, MessageState? state)
    {
        foreach (string[] page in ids.Chunk(PageSize))
        {
            if (await StepAsync(new MoveMessagesRequest(source, target, page) { State = state }) is { } end)
                return end;
        }

        return Report(null, ExitCode.Done, "");
    }

    public async Task<int> OldestAsync(int count)
    {
        while (_done < count)
        {
            long before = _done;
            int asked = (int)Math.Min(count - _done, PageSize);
            if (await StepAsync(new MoveMessagesRequest(source, target, asked)) is { } end)
                return end;
            // Those that were skipped are still the oldest.
            if (_done - before < asked)
                break;
        }

        return Report(null, ExitCode.Done, "");
    }

    /// <summary>Has the service move all messages that are there now. When the user stops it, the job is cancelled.</summary>
    public async Task<int> AllAsync(MessageJobRequest request)
    {
        MessageJob job = await run.Inspector.StartJobAsync(request, run.Grace);
        using (ProgressLine progress = new("moved", run.Time))
        {
            while (job.State == MessageJobState.Running)
            {
                progress.Show(job.Done, job.Total > 0 ? (double)job.Examined / job.Total : null);
                try
                {
                    await Task.Delay(Interval, run.Time, run.Stop);
                    job = (await run.Inspector.ListJobsAsync(run.Stop)).FirstOrDefault(other => other.Id == job.Id)
                        ?? throw new CommandException($"The service does not know job {job.Id} any more, as it was started again; what the job had done stays. {job.Done} messages were moved at the last look.", ExitCode.PartlyDone);
                }
                catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
                {
                    job = await run.Inspector.CancelJobAsync(job.Id, run.Grace);
                    break;
                }
            }
        }

        _done = job.Done;
        string left = job.Skipped > 0 ? $"{job.Skipped} were left, as they were in another state by then, too large, or of no known source." : "";
        return job.State switch
        {
            MessageJobState.Completed => Report(null, job.Skipped > 0 ? ExitCode.PartlyDone : ExitCode.Done, left),
            MessageJobState.Failed => Report(job.Error, _done > 0 ? ExitCode.PartlyDone : ExitCode.Refused, left),
            _ => Report("Stopped; to go on, run it again.", ExitCode.Interrupted, left),
        };
    }

    /// <summary>Moves some messages.</summary>
    /// <returns>The exit code when that ended the work; <see langword="null"/>: it goes on.</returns>
    private async Task<int?> StepAsync(MoveMessagesRequest request)
    {
        if (run.Stop.IsCancellationRequested)
            return Report("Stopped; to go on, run it again.", ExitCode.Interrupted, "");
        MessageActionResult result;
        try
        {
            result = await run.Inspector.MoveMessagesAsync(request, run.Grace);
        }
        catch (CmqException e) when (_done > 0)
        {
            return Report(e.Message, ExitCode.PartlyDone, "");
        }

        _done += result.Done;
        foreach (SkippedMessage skipped in result.Skipped)
        {
            _skipped[skipped.Reason] = _skipped.GetValueOrDefault(skipped.Reason) + 1;
            run.Output.Say($"Message {skipped.MessageId} {Text(skipped.Reason)}.");
        }

        return result.EndedBy switch
        {
            null => null,
            OperationCanceledException => Report("Stopped; to go on, run it again.", ExitCode.Interrupted, ""),
            CmqException e => Report(e.Message, _done > 0 ? ExitCode.PartlyDone : ClientRun.CodeOf(e), ""),
            { } other => Report(other.Message, _done > 0 ? ExitCode.PartlyDone : ExitCode.Failed, ""),
        };
    }

    private int Report(string? because, int code, string left)
    {
        int skipped = _skipped.Values.Sum();
        if (because is not null)
            run.Output.Say(because);
        if (left.Length > 0)
            run.Output.Say(left);
        run.Output.Done($"{_done} messages were moved from '{source}' {(target is null ? "back to their sources" : $"to '{target}'")}.", new("sourceQueueName", source), new("targetQueueName", target), new("moved", _done), new("skipped", skipped));
        return code == ExitCode.Done && skipped > 0 ? ExitCode.PartlyDone : code;
    }

    private static string Text(SkipReason reason) => reason switch
    {
        SkipReason.NotFound => "is not in the queue",
        SkipReason.StateChanged => "is in another state by now",
        SkipReason.NotMovable => "is in the hands of a consumer or deleted; only active and delayed messages are moved",
        SkipReason.TooLarge => "is larger than the target's maxMsgSize",
        SkipReason.SourceUnknown => "is of a queue that is not known or gone; name the queue to put it into",
        _ => "was left",
    };
}
