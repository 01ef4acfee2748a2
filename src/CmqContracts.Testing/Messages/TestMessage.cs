namespace CmqContracts.Testing;

/// <summary>Makes messages that no service handed out, for unit tests of what handles them.</summary>
public static class TestMessage
{
    /// <summary>A message with a body, received for the first time and visible to nobody else for 30 seconds; in an envelope, if its type has <see cref="CmqEnvelopeAttribute"/>.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <param name="body">The message.</param>
    /// <param name="details">What else is known of it; <see langword="null"/>: what <see cref="TestMessageDetails"/> begins with.</param>
    public static TestMessage<TMessage> Create<TMessage>(TMessage body, TestMessageDetails? details = null) => new(body, error: null, Checked(details), EnvelopeOf(typeof(TMessage)));

    /// <summary>The same of the queue that a binding gives to a message type, whose contract says whether messages come in an envelope.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    /// <param name="body">The message.</param>
    /// <param name="details">What else is known of it; <see langword="null"/>: what <see cref="TestMessageDetails"/> begins with.</param>
    public static TestMessage<TMessage> Create<TMessage, TBinding>(TMessage body, TestMessageDetails? details = null)
        where TBinding : IQueueMessage<TMessage> => new(body, error: null, Checked(details), TBinding.Contract.Envelope);

    /// <summary>A message whose body could not be read.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <param name="error">Why not.</param>
    /// <param name="details">What else is known of it; <see langword="null"/>: what <see cref="TestMessageDetails"/> begins with.</param>
    public static TestMessage<TMessage> CreateUnreadable<TMessage>(MessageFormatException error, TestMessageDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(default!, error, Checked(details), envelope: null);
    }

    /// <summary>A message type need not be bound to a queue here, so its attribute is asked, which trimming keeps with the type.</summary>
    private static EnvelopeContract? EnvelopeOf(Type type) => Attribute.GetCustomAttribute(type, typeof(CmqEnvelopeAttribute)) is CmqEnvelopeAttribute envelope
        ? new EnvelopeContract(envelope.Source ?? "/queues/test-queue", envelope.Type ?? type.FullName ?? type.Name)
        : null;

    private static TestMessageDetails Checked(TestMessageDetails? details)
    {
        details ??= new TestMessageDetails();
        ArgumentOutOfRangeException.ThrowIfLessThan(details.DequeueCount, 1, $"{nameof(details)}.{nameof(details.DequeueCount)}");
        return details;
    }
}
