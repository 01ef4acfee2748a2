using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message that is to be handled once.</summary>
public sealed record DeduplicationRequest
{
    /// <summary>The queue, by the name that the service has for it; of a named account <c>account/queue</c>.</summary>
    public required string QueueName { get; init; }

    /// <summary>What tells the message from others of the queue, 1 to 256 characters.</summary>
    public required string Key { get; init; }

    /// <summary>When the message was produced, by the service's clock.</summary>
    public required DateTimeOffset ProducedAt { get; init; }

    /// <summary>When the handling has ended at the latest, by the service's clock: the end of the message's visibility. The age of a key is told by it.</summary>
    public required DateTimeOffset HandledAt { get; init; }

    /// <summary>Told when the message waits for another.</summary>
    internal LoopObserver? Loops { get; init; }

    /// <summary>What is shown of the message: of its key only the length, as it comes from its body.</summary>
    public override string ToString() => new ShownMembers(nameof(DeduplicationRequest)).Add(nameof(QueueName), QueueName).Add(nameof(Key), $"{Key.Length} characters").Add(nameof(ProducedAt), ProducedAt).Add(nameof(HandledAt), HandledAt).ToString();
}
