using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>What one step has moved.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="HasMore">Whether another step may move more.</param>
internal readonly record struct MovedMessages(int Count, bool HasMore);

/// <summary>The work of the inspector: reads that change nothing, and moves.</summary>
internal static class Inspection
{
    /// <summary>The most messages that one step moves, however small they are.</summary>
    private const int MaxMessagesOfStep = (int)(Step.Share / Step.MinCost);

    public static IReadOnlyList<InspectedMessage> Peek(QueueEngine engine, QueueState queue, PeekMessagesRequest request)
    {
        _ = long.TryParse(request.AfterMessageId, NumberStyles.None, CultureInfo.InvariantCulture, out long after);
        long lifetime = request.State == MessageState.Rewindable ? queue.Lifetimes.Rewind : queue.Lifetimes.Retention;
        List<StoredMessage> messages = [];
        engine.Store.Read(queue.Key, request.State, new SequenceRange(after, engine.Now - lifetime), request.MaxMessages, withBodies: true, messages);
        return messages.ConvertAll(message => new InspectedMessage
        {
            MessageId = message.Header.Sequence.ToString(CultureInfo.InvariantCulture),
            State = message.Header.State,
            Body = message.Body,
            EnqueuedAt = engine.WallTimes.Of(message.Header.Sequence, message.Header.ProducedAt),
            FirstReceivedAt = message.Header.FirstReceivedAt == 0 ? null : engine.WallTimes.Of(message.Header.Sequence, message.Header.FirstReceivedAt),
            VisibleAt = message.Header.VisibleAt == 0 ? null : engine.WallTimes.OfFuture(message.Header.VisibleAt),
            DequeueCount = message.Header.DequeueCount,
        });
    }

    public static long CountRewind(QueueEngine engine, QueueState queue, RewindQueueRequest request)
    {
        return QueueCatalog.FindRewindStart(engine, queue, request) is { } start
            ? engine.Store.Count(queue.Key, MessageState.Rewindable, new SequenceRange(start.Sequence - 1, long.MinValue))
            : 0;
    }

    /// <summary>Moves as many messages as the step takes, which other requests of the batch may have used up.</summary>
    public static MovedMessages Move(QueueEngine engine, Account account, MoveMessagesRequest request)
    {
        QueueState source = account.Find(request.SourceQueueName);
        QueueState target = account.Find(request.TargetQueueName);
        List<StoredMessage> messages = [];
        engine.Store.Read(source.Key, MessageState.Active, new SequenceRange(0, engine.Lifecycle.DeliverableAfter(source)), Math.Min(request.MaxMessages, MaxMessagesOfStep), withBodies: false, messages);
        int most = InspectionRules.RoomFor(target.Record.Name, target.MaxMsgHeapNum, target.Unconsumed, messages.Count);
        int moved = 0;
        while (moved < most && engine.TryMoveToOtherQueue(source, messages[moved].Header, target))
            moved++;
        return new MovedMessages(moved, HasMore: moved < messages.Count || (moved == MaxMessagesOfStep && moved < request.MaxMessages));
    }

    public static QueueDescriptionList Describe(QueueEngine engine, Account account, DescribeQueuesRequest request)
    {
        IEnumerable<QueueState> queues = request.QueueNames is { } names
            ? names.Select(name => string.IsNullOrEmpty(name) ? null : account.Queues.TryFind(name)).OfType<QueueState>().Distinct()
            : account.Queues.ByName;
        (int total, List<QueueState> page) = NameTable<QueueState>.List(queues, static queue => queue.Record.Name, request.SearchWord, request.Offset, request.Limit);

        // One pass finds the sources of all queues of the page.
        ILookup<QueueState, QueueState> sources = account.Queues.ByName.Where(static queue => queue.DeadLetterQueue is not null).ToLookup(static queue => queue.DeadLetterQueue!);
        return new QueueDescriptionList
        {
            TotalCount = total,
            Queues = page.ConvertAll(queue => new QueueDescription
            {
                Attributes = QueueCatalog.GetAttributes(engine, queue),
                DeadLetterSources = [.. sources[queue].Select(static source => new QueueListEntry { QueueId = source.Record.Id, QueueName = source.Record.Name })],
            }),
        };
    }

    public static QueueStatistics GetStatistics(QueueEngine engine, QueueState queue)
    {
        MessageHeader? oldest = engine.Lifecycle.OldestUnconsumed(queue);
        return new QueueStatistics
        {
            Attributes = QueueCatalog.GetAttributes(engine, queue, oldest),
            WaitingReceives = queue.Waiting.Count,
            OldestMessageAge = oldest is { } message ? TimeSpan.FromMilliseconds(engine.Now - message.ProducedAt) : TimeSpan.Zero,
        };
    }
}
