using System.Globalization;
using System.Text;
using CmqContracts.Protocol;

namespace CmqContracts.Tests;

/// <summary>Remembers every request, answers from a few lists, and fails where it is told to.</summary>
public partial class RecordingService : ICmqService
{
    private readonly Dictionary<string, QueueAttributes> _queues = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every request, in order; sent bodies are copies.</summary>
    public List<object> Requests { get; } = [];

    /// <summary>What the next receives answer; when it is used up, a receive waits until it is cancelled.</summary>
    public Queue<IReadOnlyList<CmqMessage>> Inbox { get; } = new();

    /// <summary>Says which sends fail.</summary>
    public Func<SendMessagesRequest, Exception?> RefuseSend { get; set; } = static _ => null;

    /// <summary>Says which deletes fail as a whole.</summary>
    public Func<DeleteMessagesRequest, Exception?> RefuseDelete { get; set; } = static _ => null;

    /// <summary>Handles that cannot be deleted.</summary>
    public HashSet<string> DeadHandles { get; } = [];

    /// <summary>Says a queue's id instead of its name in a dead-letter policy, as Tencent's service does.</summary>
    public bool SaysIds { get; set; }

    /// <summary>Completes when a receive waits.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<SendMessagesRequest> Sends => Requests.OfType<SendMessagesRequest>();

    public IEnumerable<string> SentBodies => Sends.SelectMany(static send => send.Bodies, static (_, body) => Encoding.UTF8.GetString(body.Span));

    public static CmqMessage Message(string body, string id = "1") => new() { MessageId = "m" + id, ReceiptHandle = "h" + id, Body = Encoding.UTF8.GetBytes(body), DequeueCount = 1 };

    /// <summary>Puts a queue there without a request.</summary>
    public void Add(string name, QueueSettings settings) => _queues[name] = Apply(new QueueAttributes { QueueName = name, QueueId = "queue-" + name }, QueueSettingsRules.ForNewQueue(settings, CmqLimits.Classic));

    public ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        if (_queues.ContainsKey(request.QueueName))
            throw new CmqServiceException(CmqErrors.QueueAlreadyExists);
        Add(request.QueueName, request.Settings);
        return new("queue-" + request.QueueName);
    }

    public ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        List<QueueListEntry> all = [.. _queues.Keys.Where(name => name.Contains(request.SearchWord ?? "", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(static name => new QueueListEntry("queue-" + name, name))];
        return new(new QueueList(all.Count, [.. all.Skip(request.Offset).Take(request.Limit)]));
    }

    public ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Record("get " + queueName, cancellationToken);
        QueueAttributes attributes = Find(queueName);
        return new(SaysIds && attributes.DeadLetterPolicy is { } policy
            ? attributes with { DeadLetterPolicy = policy with { DeadLetterQueue = "queue-" + policy.DeadLetterQueue } }
            : attributes);
    }

    public ValueTask<QueueAttributes> SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        return new(_queues[request.QueueName] = Apply(Find(request.QueueName), request.Settings));
    }

    public ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Record("delete " + queueName, cancellationToken);
        return default;
    }

    public ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        Record("clear " + queueName, cancellationToken);
        return default;
    }

    public ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        return default;
    }

    public ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request with { Bodies = [.. request.Bodies.Select(static body => new ReadOnlyMemory<byte>(body.ToArray()))] }, cancellationToken);
        // Others write meanwhile: the ids below are those of the request's bodies only if the client still holds its buffer.
        await Task.Yield();
        if (RefuseSend(request) is { } error)
            throw error;
        return [.. request.Bodies.Select(static body => IdOf(body.Span))];
    }

    public async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        if (Inbox.TryDequeue(out IReadOnlyList<CmqMessage>? messages))
            return messages;
        Waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }

    public async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        await Task.Yield();
        if (RefuseDelete(request) is { } error)
            throw error;
        return [.. request.ReceiptHandles.Where(DeadHandles.Contains).Select(static handle => new DeleteMessageFailure(handle, CmqErrors.ReceiptHandleInvalid))];
    }

    /// <summary>The id that a body gets, so that tests can tell whether an id belongs to its message.</summary>
    public static string IdOf(ReadOnlySpan<byte> body)
    {
        HashCode hash = default;
        hash.AddBytes(body);
        return string.Create(CultureInfo.InvariantCulture, $"id-{body.Length}-{hash.ToHashCode()}");
    }

    private void Record(object request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Requests)
            Requests.Add(request);
    }

    private QueueAttributes Find(string name) => _queues.TryGetValue(name, out QueueAttributes? found) ? found : throw new CmqServiceException(CmqErrors.QueueNotFound);

    private static QueueAttributes Apply(QueueAttributes queue, QueueSettings change) => queue with
    {
        MaxMsgHeapNum = change.MaxMsgHeapNum ?? queue.MaxMsgHeapNum,
        PollingWaitSeconds = change.PollingWaitSeconds ?? queue.PollingWaitSeconds,
        VisibilityTimeout = change.VisibilityTimeout ?? queue.VisibilityTimeout,
        MaxMsgSize = change.MaxMsgSize ?? queue.MaxMsgSize,
        MsgRetentionSeconds = change.MsgRetentionSeconds ?? queue.MsgRetentionSeconds,
        RewindSeconds = change.RewindSeconds ?? queue.RewindSeconds,
        DeadLetterPolicy = change.DeadLetterPolicy ?? queue.DeadLetterPolicy,
    };
}
