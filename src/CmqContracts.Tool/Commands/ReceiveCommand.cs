using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq receive</c>.</summary>
internal static class ReceiveCommand
{
    public const string Description = "Receives messages, which hides them from other receives for the queue's visibility timeout.";

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Option<int?> count = NumberOption.Create("--count", "How many messages to receive at most; 1 unless set.", minimum: 1);
        Option<int?> wait = NumberOption.Create("--wait", "Seconds to wait for a message; the queue's attribute unless set.");
        Option<bool> delete = new("--delete") { Description = "Deletes the messages when they are printed. Otherwise they become visible again." };
        return ClientOptions.Command("receive", Description, [name, count, wait, delete], async run =>
        {
            string queue = run.Get(name)!;
            List<CmqMessage> messages = [];
            CmqException? failure = null;
            try
            {
                await ReceiveAsync(run, queue, run.Get(count) ?? 1, run.Get(wait), messages);
            }
            catch (CmqException e) when (messages.Count > 0)
            {
                failure = e;
            }
            catch (OperationCanceledException) when (messages.Count > 0)
            {
                // What was received is printed.
            }

            run.Output.Rows(messages.Select(MessageFields.All), $"Queue '{queue}' had no message to receive.");
            int left = run.Get(delete) ? await DeleteAsync(run, queue, messages) : 0;
            if (left > 0)
                run.Output.Say($"{left} messages were not deleted, as their visibility had ended; they come again.");
            if (failure is not null)
                run.Output.Say(failure.Message);
            return run.Stop.IsCancellationRequested ? ExitCode.Interrupted : left > 0 || failure is not null ? ExitCode.PartlyDone : ExitCode.Done;
        });
    }

    private static async Task ReceiveAsync(ClientRun run, string queue, int count, int? wait, List<CmqMessage> messages)
    {
        while (messages.Count < count)
        {
            // Only for the first one it is worth waiting: those that come first must not become visible meanwhile.
            int? seconds = messages.Count == 0 ? wait : 0;
            int most = (int)Math.Min(count - messages.Count, run.Limits.BatchSize.Maximum);
            IReadOnlyList<CmqMessage> more = await run.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = most, PollingWaitSeconds = seconds }, run.Stop);
            if (more.Count == 0)
                return;
            messages.AddRange(more);
        }
    }

    private static async Task<int> DeleteAsync(ClientRun run, string queue, List<CmqMessage> messages)
    {
        int left = 0;
        foreach (CmqMessage[] batch in messages.Chunk((int)run.Limits.BatchSize.Maximum))
            left += (await run.Service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [.. batch.Select(static message => message.ReceiptHandle)]), run.Grace)).Count;
        return left;
    }
}
