namespace CmqContracts.Testing;

/// <summary>What a service says of a message besides its body.</summary>
public sealed class TestMessageDetails
{
    /// <summary>The service's id of the message.</summary>
    public string MessageId { get; init; } = "test-message";

    /// <summary>The key of this receive.</summary>
    public string ReceiptHandle { get; init; } = "test-handle";

    /// <summary>How often the message was received, this time included; 1 or more.</summary>
    public int DequeueCount { get; init; } = 1;

    /// <summary>When the message was produced.</summary>
    public DateTimeOffset EnqueuedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the message was received for the first time; <see langword="null"/>: when it was produced.</summary>
    public DateTimeOffset? FirstReceivedAt { get; init; }

    /// <summary>When other consumers can receive the message again; <see langword="null"/>: 30 seconds after it was produced.</summary>
    public DateTimeOffset? VisibleAgainAt { get; init; }

    /// <summary>When other consumers can receive the message again, by the clock of this process; <see langword="null"/>: 30 seconds after it was made, by the system's clock.</summary>
    public LocalDeadline? HandlingEndsAt { get; init; }

    /// <summary>The envelope that it came in; <see langword="null"/>: none.</summary>
    public MessageEnvelope? Envelope { get; init; }

    /// <summary>The body as it came; empty unless set.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }
}
