using System.CommandLine;
using System.Globalization;

namespace CmqContracts.Tool;

/// <summary><c>cmq queue</c>: the account's queues.</summary>
internal static class QueueCommand
{
    public const string Description = "Creates, lists, shows, changes, deletes and clears queues.";

    public static Command Create() => new("queue", Description) { CreateQueue(), List(), Show(), Set(), Delete(), Clear() };

    private static Argument<string> Name => ClientOptions.Name("QUEUE", "The queue's name.");

    private static Command CreateQueue()
    {
        Argument<string> name = Name;
        QueueSettingsOptions settings = new();
        return ClientOptions.Command("create", "Creates a queue.", [name, .. settings.All], async run =>
        {
            string queue = run.Get(name)!;
            string id = await run.Service.CreateQueueAsync(new CreateQueueRequest(queue, settings.Read(run)), run.Stop);
            run.Output.Done($"Queue '{queue}' was created.", new Field("queueName", queue), new Field("queueId", id));
            return ExitCode.Done;
        });
    }

    private static Command List()
    {
        Option<string?> search = ClientOptions.Text("--search", "TEXT", "Only queues whose name contains this.");
        return ClientOptions.Command("list", "Lists the queues by name.", [search], async run =>
        {
            List<QueueListEntry> queues = await PagedList.ReadAsync<QueueListEntry>("queues", async (offset, stop) =>
            {
                QueueList page = await run.Service.ListQueuesAsync(new ListQueuesRequest { SearchWord = run.Get(search), Offset = offset, Limit = PagedList.PageSize }, stop);
                return (page.TotalCount, page.Queues);
            }, static queue => queue.QueueName, run.Stop).ToListAsync(run.Stop);
            run.Output.Rows(queues.Select(static queue => (Field[])[new("queueName", queue.QueueName), new("queueId", queue.QueueId)]), run.Get(search) is { } word ? $"No queue has '{word}' in its name." : "There are no queues.");
            return ExitCode.Done;
        });
    }

    private static Command Show()
    {
        Argument<string> name = Name;
        return ClientOptions.Command("show", "Shows a queue's attributes and counters.", [name], async run =>
        {
            QueueAttributes queue = await run.Service.GetQueueAttributesAsync(run.Get(name)!, run.Stop);
            run.Output.Fields(
                new("queueName", queue.QueueName),
                new("queueId", queue.QueueId),
                new("maxMsgHeapNum", queue.MaxMsgHeapNum, "messages"),
                new("pollingWaitSeconds", queue.PollingWaitSeconds, "seconds"),
                new("visibilityTimeout", queue.VisibilityTimeout, "seconds"),
                new("maxMsgSize", queue.MaxMsgSize, "bytes"),
                new("msgRetentionSeconds", queue.MsgRetentionSeconds, "seconds"),
                new("rewindSeconds", queue.RewindSeconds, "seconds"),
                new("deadLetterQueue", queue.DeadLetterPolicy?.DeadLetterQueue),
                new("maxReceiveCount", queue.DeadLetterPolicy?.MaxReceiveCount, "receives"),
                new("maxTimeToLive", queue.DeadLetterPolicy?.MaxTimeToLive, "seconds"),
                new("activeMsgNum", queue.ActiveMessages, "messages"),
                new("inactiveMsgNum", queue.InactiveMessages, "messages"),
                new("delayMsgNum", queue.DelayedMessages, "messages"),
                new("rewindMsgNum", queue.RewindableMessages, "messages"),
                new("minMsgTime", queue.OldestMessageAt),
                new("createTime", queue.CreatedAt),
                new("lastModifyTime", queue.LastModifiedAt));
            return ExitCode.Done;
        });
    }

    private static Command Set()
    {
        Argument<string> name = Name;
        QueueSettingsOptions settings = new();
        Option<bool> unbind = new("--no-dead-letter-queue") { Description = "Takes the dead-letter queue away." };
        return ClientOptions.Command("set", "Changes the attributes that are given, and leaves the others.", [name, .. settings.All, unbind], async run =>
        {
            string queue = run.Get(name)!;
            QueueSettings change = settings.Read(run);
            if (run.Get(unbind) && change.DeadLetterPolicy is not null)
                throw new CommandException("--dead-letter-queue and --no-dead-letter-queue contradict each other; give one of them.");
            if (change == new QueueSettings() && !run.Get(unbind))
                throw new CommandException("Nothing is to be changed; give an attribute, such as --visibility-timeout 60.");
            if (change != new QueueSettings())
                await run.Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(queue, change), run.Stop);
            if (run.Get(unbind))
                await run.Service.UnbindDeadLetterQueueAsync(queue, run.Stop);
            run.Output.Done($"Queue '{queue}' was changed.", new Field("queueName", queue));
            return ExitCode.Done;
        });
    }

    private static Command Delete()
    {
        Argument<string> name = Name;
        return ClientOptions.Command("delete", "Deletes a queue with all its messages.", [name, ClientOptions.Yes], async run =>
        {
            QueueAttributes queue = await run.Service.GetQueueAttributesAsync(run.Get(name)!, run.Stop);
            await run.ConfirmAsync($"Delete queue '{queue.QueueName}' with {Messages(queue)}?");
            await run.Service.DeleteQueueAsync(queue.QueueName, run.Stop);
            run.Output.Done($"Queue '{queue.QueueName}' was deleted.", new Field("queueName", queue.QueueName));
            return ExitCode.Done;
        });
    }

    private static Command Clear()
    {
        Argument<string> name = Name;
        return ClientOptions.Command("clear", "Drops every message of a queue, rewindable ones too.", [name, ClientOptions.Yes], async run =>
        {
            QueueAttributes queue = await run.Service.GetQueueAttributesAsync(run.Get(name)!, run.Stop);
            await run.ConfirmAsync($"Drop {Messages(queue)} of queue '{queue.QueueName}', without a way to bring them back?");
            await run.Service.ClearQueueAsync(queue.QueueName, run.Stop);
            run.Output.Done($"Queue '{queue.QueueName}' was cleared.", new Field("queueName", queue.QueueName));
            return ExitCode.Done;
        });
    }

    private static string Messages(QueueAttributes queue) => string.Create(
        CultureInfo.InvariantCulture,
        $"{queue.ActiveMessages + queue.InactiveMessages + queue.DelayedMessages} messages and {queue.RewindableMessages} rewindable ones");
}
