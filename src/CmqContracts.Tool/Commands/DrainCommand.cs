using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq drain</c>.</summary>
internal static class DrainCommand
{
    public const string Description = "Takes the messages out of a queue as JSON lines, which 'send --batch' reads. Deletes only what is written: on the disk, or into the pipe.";

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Option<string?> to = PathOption.File("--to", "File for the messages. Standard output unless set.", required: false);
        Option<bool> append = new("--append") { Description = "Writes behind what the file has." };
        Option<int?> count = NumberOption.Create("--count", "How many messages to take out at most; all unless set.", minimum: 1);
        Option<int?> wait = NumberOption.Create("--wait", "Seconds to wait for more before it ends; 0 unless set.");
        return ClientOptions.Command("drain", Description, [name, to, append, count, wait], async run =>
        {
            string queue = run.Get(name)!;
            if (run.Get(append) && run.Get(to) is null)
                throw new CommandException("--append is for a file; name it with --to.");
            using DrainTarget target = DrainTarget.Open(run.Get(to), run.Get(append));
            if (target.HasTornLine)
                run.Output.Say($"{run.Get(to)} does not end with a line: a write to it was cut off. Messages begin on a new line; the line before them may be a part of one that is still in the queue.");
            QueueDrain drain = new(run, queue, target, run.Get(count) ?? long.MaxValue, run.Get(wait) ?? 0);
            (string? Because, int Code) end = (null, ExitCode.Done);
            try
            {
                await drain.RunAsync();
            }
            catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
            {
                end = ("Stopped; to go on, run it again.", ExitCode.Interrupted);
            }
            catch (CmqException e)
            {
                end = (e.Message, drain.Written > 0 ? ExitCode.PartlyDone : ClientRun.CodeOf(e));
            }
            catch (CommandException e)
            {
                end = ($"{e.Message} What could not be written becomes visible again.", drain.Written > 0 ? ExitCode.PartlyDone : e.Code);
            }

            run.Output.Say($"{(end.Because is null ? "" : end.Because + " ")}{drain.Written} messages were written, and {drain.Written - drain.NotDeleted} of them deleted.");
            if (drain.NotDeleted > 0)
                run.Output.Say($"{drain.NotDeleted} messages were written and may be in the queue still, as their visibility had ended or there was no answer; they come again.");
            return end.Code == ExitCode.Done && drain.NotDeleted > 0 ? ExitCode.PartlyDone : end.Code;
        });
    }
}
