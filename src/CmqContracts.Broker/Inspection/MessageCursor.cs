using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Reads messages of one state, oldest or newest first, in steps that hold no other request up.</summary>
internal sealed class MessageCursor
{
    /// <summary>Messages that one step reads at most.</summary>
    public const int StepMessages = 1000;

    private readonly MessageState _state;
    private readonly bool _newestFirst;
    private readonly List<LookedMessage> _page = [];
    private DateTimeOffset? _from;
    private long _after;
    private long _before = long.MaxValue;

    /// <summary>A cursor before the first message.</summary>
    /// <param name="state">Which messages.</param>
    /// <param name="newestFirst">In which order.</param>
    /// <param name="afterMessageId">Where to begin: behind this message.</param>
    /// <param name="from">Where to begin: with messages of this time.</param>
    public MessageCursor(MessageState state, bool newestFirst, string? afterMessageId, DateTimeOffset? from)
    {
        _state = state;
        _newestFirst = newestFirst;
        _from = from;
        if (afterMessageId is null)
            return;
        if (newestFirst)
            _before = InspectionRules.SequenceOf(afterMessageId);
        else
            _after = InspectionRules.SequenceOf(afterMessageId);
    }

    /// <summary>A cursor over messages that are there already, up to this sequence.</summary>
    public MessageCursor(MessageState state, long upTo)
        : this(state, newestFirst: false, afterMessageId: null, from: null) => _before = upTo + 1;

    /// <summary>Whether there was nothing behind what was read last.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads on, in a step of its own.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="maxMessages">How many messages at most.</param>
    /// <param name="withBodies">Whether the bodies are wanted.</param>
    /// <returns>Messages; none at the end.</returns>
    public List<InspectedMessage> Read(QueueEngine engine, QueueState queue, int maxMessages, bool withBodies)
    {
        _page.Clear();
        if (!TryBegin(engine, queue))
            return [];
        LookRange range = new()
        {
            AfterSequence = _after,
            BeforeSequence = _before,
            ProducedAfter = engine.Lifecycle.EndedBefore(queue, _state),
            NewestFirst = _newestFirst,
            MaxMessages = Math.Min(maxMessages, StepMessages),
            MaxBytes = Step.Share,
            WithBodies = withBodies,
        };
        IsAtEnd = !engine.Store.Look(queue.Key, _state, range, _page);
        if (_page.Count > 0 && _newestFirst)
            _before = _page[^1].Header.Sequence;
        else if (_page.Count > 0)
            _after = _page[^1].Header.Sequence;
        return _page.ConvertAll(message => Show(engine, message));
    }

    /// <summary>A message as people see it.</summary>
    public static InspectedMessage Show(QueueEngine engine, in LookedMessage message)
    {
        MessageHeader header = message.Header;
        return new InspectedMessage
        {
            MessageId = PublicForm.MessageId(header.Sequence),
            State = header.State,
            Body = message.Body,
            BodyLength = message.BodyLength,
            EnqueuedAt = engine.WallTimes.Of(header.Sequence, header.ProducedAt),
            FirstReceivedAt = header.FirstReceivedAt == 0 ? null : engine.WallTimes.Of(header.Sequence, header.FirstReceivedAt),
            VisibleAt = header.VisibleAt == 0 ? null : engine.WallTimes.OfFuture(header.VisibleAt),
            DequeueCount = header.DequeueCount,
            DeadLetterSource = message.DeadLetterSource,
        };
    }

    /// <summary>A message as it may be shown: neither its body nor its length tells what is masked.</summary>
    public static InspectedMessage Mask(InspectedMessage message, JsonMask? mask)
    {
        if (mask is null)
            return message;
        ReadOnlyMemory<byte> shown = mask.Apply(message.Body);
        return shown.Equals(message.Body) ? message : With(message, shown, shown.Length);
    }

    /// <summary>A message with as much of its body as is wanted.</summary>
    public static InspectedMessage Cut(InspectedMessage message, int? maxBodyBytes) =>
        message.Body.Length > maxBodyBytes ? With(message, message.Body[..maxBodyBytes.Value], message.BodyLength) : message;

    private static InspectedMessage With(InspectedMessage message, ReadOnlyMemory<byte> body, int bodyLength) => new()
    {
        MessageId = message.MessageId,
        State = message.State,
        Body = body,
        BodyLength = bodyLength,
        EnqueuedAt = message.EnqueuedAt,
        FirstReceivedAt = message.FirstReceivedAt,
        VisibleAt = message.VisibleAt,
        DequeueCount = message.DequeueCount,
        DeadLetterSource = message.DeadLetterSource,
    };

    /// <summary>Goes to where messages of the wanted time begin.</summary>
    private bool TryBegin(QueueEngine engine, QueueState queue)
    {
        if (_from is not { } from)
            return true;
        _from = null;
        long time = from.ToUnixTimeMilliseconds();
        MessageHeader? first = engine.Lifecycle.FirstFrom(queue, _state, _newestFirst ? time + 1 : time);
        if (_newestFirst)
            _before = Math.Min(_before, first?.Sequence ?? long.MaxValue);
        else if (first is { } oldest)
            _after = Math.Max(_after, oldest.Sequence - 1);
        else
            IsAtEnd = true;
        return !IsAtEnd;
    }
}
