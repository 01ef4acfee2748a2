using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq peek</c>.</summary>
internal static class PeekCommand
{
    public const string Description = "Shows messages of a queue, and changes nothing: none becomes invisible or counts as received.";

    /// <summary>How many messages one request may ask for.</summary>
    private const int PageSize = 1000;

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Option<string?> id = ClientOptions.Text("--id", "ID", "Only this message, whatever its state.");
        InspectionOptions options = new();
        return ClientOptions.Command("peek", Description, [name, id, .. options.All], async run =>
        {
            string queue = run.Get(name)!;
            if (run.Get(id) is { } one)
            {
                InspectedMessage message = await run.Inspector.FindMessageAsync(new FindMessageRequest(queue, one) { MaxBodyBytes = options.BodyBytes(run) }, run.Stop)
                    ?? throw new CommandException($"Queue '{queue}' has no message {one}, any more or yet.", ExitCode.Failed);
                run.Output.Fields(InspectedFields.All(message));
                return ExitCode.Done;
            }

            List<InspectedMessage> messages = [];
            PeekMessagesRequest request = options.Peek(run, queue);
            int count = options.Count(run);
            string? more;
            do
            {
                PeekResult page = await run.Inspector.PeekMessagesAsync(request with { MaxMessages = Math.Min(count - messages.Count, PageSize) }, run.Stop);
                messages.AddRange(page.Messages);
                more = page.ContinueAfter;
                request = request with { AfterMessageId = more };
            }
            while (more is not null && messages.Count < count);
            run.Output.Rows(messages.Select(message => InspectedFields.Of(message, run.Output.IsJson)), $"Queue '{queue}' has no such messages that are {InspectionOptions.Word(request.State)}.");
            if (more is not null)
                run.Output.Say($"There may be more; --after {more} goes on.");
            return ExitCode.Done;
        });
    }
}
