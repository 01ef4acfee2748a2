using System.Text;

namespace CmqContracts.Conformance.Model;

/// <summary>A message of the model. Ids and handles are those of the backend, taken over when it reports them for the first time.</summary>
internal sealed class ModelMessage
{
    public string? Id { get; set; }
    public ModelReceived? Latest { get; set; }
    public required string Body { get; init; }

    /// <summary>Grows from message to message, also over those that are gone.</summary>
    public required int Number { get; init; }

    /// <summary>The queue that it is in, or was in last.</summary>
    public required string QueueName { get; init; }

    /// <summary>What it was before it became a dead letter; <see langword="null"/>: it is none.</summary>
    public ModelSource? Source { get; init; }
    public required long ProducedAt { get; init; }

    /// <summary>What is added to <see cref="ProducedAt"/> and <see cref="FirstReceivedAt"/> where they are reported.</summary>
    public required long Offset { get; init; }
    public MessageState State { get; set; }
    public long VisibleAt { get; set; }
    public long FirstReceivedAt { get; set; }
    public int DequeueCount { get; set; }
    public int Attempts { get; set; }
    public long EnqueuedAt => ProducedAt + Offset;
    public int Size => Encoding.UTF8.GetByteCount(Body);
}

/// <summary>The note of a dead letter.</summary>
internal sealed record ModelSource(string QueueName, ModelMessage Message, long EnqueuedAt, int DequeueCount);

/// <summary>What a receive of the model answers: the messages, and what was true of them at that moment.</summary>
internal sealed record ModelReceived(ModelMessage Message, long VisibleAt, long FirstReceivedAt, int DequeueCount)
{
    public string? Handle { get; set; }
}

internal sealed class ModelWait
{
    public required int MaxMessages { get; init; }
    public required long Deadline { get; init; }
    public required CancellationToken Token { get; init; }
    public List<ModelReceived>? Answer { get; set; }
    public CmqError? Error { get; set; }
    public bool IsCanceled { get; set; }
    public bool IsOver => Answer is not null || Error is not null || IsCanceled;
}

/// <summary>What has events in time: a queue, or a subscription with its deliveries. Events of the same moment happen in the order of creation.</summary>
internal abstract class ModelEntity
{
    public required int Order { get; init; }
}

internal sealed class ModelQueue : ModelEntity
{
    public required string Name { get; init; }
    public required long CreatedAt { get; init; }
    public required QueueSettings Settings { get; set; }
    public string? Id { get; set; }
    public long LastModifiedAt { get; set; }

    /// <summary>In production order.</summary>
    public List<ModelMessage> Messages { get; } = [];
    public List<ModelWait> Waits { get; } = [];
    public QueueCounts Counts { get; set; }

    public long Retention => Settings.MsgRetentionSeconds!.Value * 1000L;
    public long RewindTime => Math.Min(Settings.RewindSeconds!.Value * 1000L, Retention);
    public int Count(MessageState state) => Messages.Count(m => m.State == state);
    public IEnumerable<ModelMessage> Unconsumed => Messages.Where(m => m.State != MessageState.Rewindable);
}

/// <summary>A delivery that a subscription still has to make.</summary>
internal sealed class ModelDelivery
{
    public required ModelPublished Message { get; init; }
    public required long PublishedAt { get; init; }
    public int Attempts { get; set; }

    /// <summary>When it is tried next, or when the lease of its attempt ends; 0: now.</summary>
    public long DueAt { get; set; }

    /// <summary>The backend's key of the attempt that is under way.</summary>
    public string? Lease { get; set; }
}

/// <summary>A message as it was published; the id is the one that the publish was answered with.</summary>
internal sealed class ModelPublished
{
    public string? Id { get; set; }
    public required string Body { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required long Offset { get; init; }
}

internal sealed class ModelSubscription : ModelEntity
{
    public required ModelTopic Topic { get; init; }
    public required string Name { get; init; }
    public required SubscriptionProtocol Protocol { get; init; }
    public required string Endpoint { get; init; }
    public required long CreatedAt { get; init; }
    public long LastModifiedAt { get; set; }
    public string? Id { get; set; }
    public NotifyStrategy Strategy { get; set; }
    public NotifyContentFormat Format { get; set; }
    public IReadOnlyList<string> FilterTags { get; set; } = [];
    public IReadOnlyList<string> BindingKeys { get; set; } = [];

    /// <summary>In the order in which they were published.</summary>
    public List<ModelDelivery> Deliveries { get; } = [];
}

internal sealed class ModelTopic
{
    public required string Name { get; init; }
    public required TopicFilter Filter { get; init; }
    public required long CreatedAt { get; init; }
    public required TopicSettings Settings { get; set; }
    public long LastModifiedAt { get; set; }
    public string? Id { get; set; }
    public List<ModelSubscription> Subscriptions { get; } = [];

    public long Retention => Settings.MsgRetentionSeconds!.Value * 1000L;

    /// <summary>Names in lists, and receivers of a message, are in this order.</summary>
    public IEnumerable<ModelSubscription> ByName => Subscriptions.OrderBy(static s => s.Name, StringComparer.OrdinalIgnoreCase);
}
