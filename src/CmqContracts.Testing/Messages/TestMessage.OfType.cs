namespace CmqContracts.Testing;

/// <summary>A message that no service handed out, and what was done with it. Made by <see cref="TestMessage"/>.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public sealed class TestMessage<TMessage>
{
    private readonly TestConsumer<TMessage> _consumer = new();

    internal TestMessage(TMessage body, MessageFormatException? error, TestMessageDetails details, EnvelopeContract? envelope) => Received = new ReceivedMessage<TMessage>(body, _consumer)
    {
        Error = error,
        MessageId = details.MessageId,
        ReceiptHandle = details.ReceiptHandle,
        DequeueCount = details.DequeueCount,
        EnqueuedAt = details.EnqueuedAt,
        FirstReceivedAt = details.FirstReceivedAt ?? details.EnqueuedAt,
        VisibleAgainAt = details.VisibleAgainAt ?? details.EnqueuedAt.AddSeconds(30),
        HandlingEndsAt = details.HandlingEndsAt ?? LocalDeadline.After(TimeSpan.FromSeconds(30), TimeProvider.System),
        Envelope = details.EnvelopeBy(envelope),
        RawBody = details.RawBody,
    };

    /// <summary>The message as a handler gets it.</summary>
    public ReceivedMessage<TMessage> Received { get; }

    /// <summary>How often <see cref="ReceivedMessage{TMessage}.DeleteAsync"/> was called.</summary>
    public int Deletes => _consumer.Deletes;

    /// <summary>What the next deletes throw; <see langword="null"/>: they succeed.</summary>
    public Exception? DeleteError
    {
        get => _consumer.DeleteError;
        set => _consumer.DeleteError = value;
    }

    /// <summary>The message as a handler gets it.</summary>
    public static implicit operator ReceivedMessage<TMessage>(TestMessage<TMessage> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Received;
    }

    /// <summary>The message as a handler gets it.</summary>
    public ReceivedMessage<TMessage> ToReceivedMessage() => Received;
}
