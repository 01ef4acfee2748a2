using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq send</c>.</summary>
internal static class SendCommand
{
    public const string Description = "Sends a message, or one for each line of standard input.";

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Argument<string?> body = MessageBody.Argument();
        Option<int?> delay = NumberOption.Create("--delay", "Seconds until a receive can return it; 0 unless set.");
        Option<bool> batch = new("--batch") { Description = "Sends a message for each line of standard input. A line is JSON: an object with the text 'body', as drain writes it, or a text." };
        Option<bool> lines = new("--lines") { Description = "Sends a message for each line of standard input, as it is." };
        Option<int?> skip = NumberOption.Create("--skip", "How many lines to leave out, as they were sent before.", minimum: 0);
        return ClientOptions.Command("send", Description, [name, body, delay, batch, lines, skip], async run =>
        {
            string queue = run.Get(name)!;
            bool isRaw = run.Get(lines);
            if (!isRaw && !run.Get(batch))
            {
                if (run.Get(skip) is not null)
                    throw new CommandException("--skip is for lines; add --batch or --lines.");
                ReadOnlyMemory<byte> bytes = await MessageBody.ReadAsync(run.Get(body), run.Stop);
                IReadOnlyList<string> ids = await run.Service.SendMessagesAsync(new SendMessagesRequest(queue, [bytes]) { DelaySeconds = run.Get(delay) ?? 0 }, run.Grace);
                run.Output.Done($"Message {ids[0]} was sent to '{queue}'.", new Field("queueName", queue), new Field("msgId", ids[0]));
                return ExitCode.Done;
            }

            if (isRaw && run.Get(batch))
                throw new CommandException("--batch and --lines both say what a line is; give one of them.");
            if (run.Get(body) is not null)
                throw new CommandException("With --batch or --lines the messages come from standard input; leave the body out.");
            return await SendLinesAsync(run, queue, new LineSender(run, queue, run.Get(delay) ?? 0, isRaw), run.Get(skip) ?? 0);
        });
    }

    private static async Task<int> SendLinesAsync(ClientRun run, string queue, LineSender sender, long skip)
    {
        (string? Because, int Code) end = (null, ExitCode.Done);
        try
        {
            await sender.SendAsync(skip);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            end = ("Stopped.", ExitCode.Interrupted);
        }
        catch (FormatException e)
        {
            end = (e.Message, Partly(ExitCode.Failed));
        }
        catch (CmqException e)
        {
            string where = sender.LinesDone + 1 >= sender.LastTried ? $"Line {sender.LastTried}" : $"Lines {sender.LinesDone + 1} to {sender.LastTried}";
            end = e.Outcome == CmqOutcome.Unknown
                ? ($"{where}: {e.Message} They may have been sent all the same: --skip {sender.LastTried} leaves them out.", Partly(ClientRun.CodeOf(e)))
                : ($"{where}: {e.Message}", Partly(ClientRun.CodeOf(e)));
        }

        if (end.Because is not null)
            run.Output.Say($"{end.Because} {sender.Sent} messages were sent, those of lines {skip + 1} to {sender.LinesDone}. To go on, run it again with --skip {sender.LinesDone}.");
        if (end.Because is null || run.Output.IsJson)
            run.Output.Done($"{sender.Sent} messages were sent to '{queue}'.", new("queueName", queue), new("sent", sender.Sent), new("linesDone", sender.LinesDone));
        return end.Code;

        int Partly(int code) => sender.Sent > 0 ? ExitCode.PartlyDone : code;
    }
}
