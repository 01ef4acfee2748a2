using CmqContracts.Sqlite.FaultWorker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>A message that a store has.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Message">The message.</param>
internal sealed record FoundMessage(string Queue, InspectedMessage Message)
{
    public bool IsUnconsumed => Message.State != MessageState.Rewindable;

    public override string ToString() => $"{Queue}/{Message.MessageId} ({Message.State})";
}

/// <summary>Everything that a store has, at one moment of a clock that stands still.</summary>
internal sealed class StoreContents
{
    private const int Page = 1000;

    private readonly Dictionary<long, FoundMessage> _messages = [];
    private readonly List<string> _problems = [];

    private StoreContents()
    {
    }

    /// <summary>What is wrong whatever was sent: bodies that nobody sent, messages that are there twice, counters that are not the number of messages.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyDictionary<long, FoundMessage> Messages => _messages;

    public static async Task<StoreContents> ReadAsync(ICmqBackend broker)
    {
        StoreContents contents = new();
        QueueList queues = await broker.GetService(Queues.Account).ListQueuesAsync(new ListQueuesRequest { Limit = 50 });
        foreach (QueueListEntry queue in queues.Queues)
            await contents.ReadAsync(broker.GetService(Queues.Account), broker.GetInspector(Queues.Account), queue.QueueName);
        return contents;
    }

    public FoundMessage? Find(long number) => _messages.GetValueOrDefault(number);

    private async Task ReadAsync(ICmqService service, ICmqInspector inspector, string queue)
    {
        // What became due while the store was closed is done in steps. The clock stands still, so the counters soon stop changing.
        (long, long, long, long) counters;
        List<InspectedMessage> messages;
        do
        {
            counters = Counters(await service.GetQueueAttributesAsync(queue));
            messages = await PeekAllAsync(inspector, queue);
        }
        while (counters != Counters(await service.GetQueueAttributesAsync(queue)));

        long CountOf(MessageState state) => messages.Count(message => message.State == state);
        (long, long, long, long) counted = (CountOf(MessageState.Active), CountOf(MessageState.Inactive), CountOf(MessageState.Delayed), CountOf(MessageState.Rewindable));
        if (counted != counters)
            _problems.Add($"The counters of {queue} say {counters}; there are {counted} active, inactive, delayed and rewindable messages.");

        foreach (FoundMessage found in messages.Select(message => new FoundMessage(queue, message)))
        {
            if (!NumberedBody.TryRead(found.Message.Body.Span, out long number))
                _problems.Add($"The body of {found} is none that was sent.");
            else if (!_messages.TryAdd(number, found))
                _problems.Add($"Message {number} is there twice: {_messages[number]} and {found}.");
        }
    }

    private static async Task<List<InspectedMessage>> PeekAllAsync(ICmqInspector inspector, string queue)
    {
        List<InspectedMessage> messages = [];
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            string? after = null;
            do
            {
                PeekResult page = await inspector.PeekMessagesAsync(new PeekMessagesRequest(queue, state) { MaxMessages = Page, AfterMessageId = after });
                messages.AddRange(page.Messages);
                after = page.ContinueAfter;
            }
            while (after is not null);
        }

        return messages;
    }

    private static (long Active, long Inactive, long Delayed, long Rewindable) Counters(QueueAttributes attributes) =>
        (attributes.ActiveMessages, attributes.InactiveMessages, attributes.DelayedMessages, attributes.RewindableMessages);
}
