namespace CmqContracts.Testing;

/// <summary>What a service says of a message besides its body.</summary>
public sealed class TestMessageDetails
{
    private readonly MessageEnvelope? _envelope;
    private readonly bool _saysEnvelope;

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

    /// <summary>The envelope that it came in; set to <see langword="null"/>: none. Unless set, a message whose contract has an envelope came in one, as a first attempt.</summary>
    public MessageEnvelope? Envelope
    {
        get => _envelope;
        init
        {
            _envelope = value;
            _saysEnvelope = true;
        }
    }

    /// <summary>The body as it came; empty unless set.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }

    /// <summary>The envelope of a message.</summary>
    /// <param name="contract">What its contract says of envelopes; <see langword="null"/>: nothing.</param>
    internal MessageEnvelope? EnvelopeBy(EnvelopeContract? contract) => _saysEnvelope || contract is null
        ? _envelope
        : new MessageEnvelope { Id = "test-event", Source = contract.Source, Type = contract.Type, Time = EnqueuedAt };
}
