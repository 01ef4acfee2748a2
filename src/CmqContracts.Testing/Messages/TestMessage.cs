namespace CmqContracts.Testing;

/// <summary>Makes messages that no service handed out, for unit tests of what handles them.</summary>
public static class TestMessage
{
    /// <summary>A message with a body, received for the first time and visible to nobody else for 30 seconds.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <param name="body">The message.</param>
    /// <param name="details">What else is known of it; <see langword="null"/>: what <see cref="TestMessageDetails"/> begins with.</param>
    public static TestMessage<TMessage> Create<TMessage>(TMessage body, TestMessageDetails? details = null) => new(body, error: null, Checked(details));

    /// <summary>A message whose body could not be read.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <param name="error">Why not.</param>
    /// <param name="details">What else is known of it; <see langword="null"/>: what <see cref="TestMessageDetails"/> begins with.</param>
    public static TestMessage<TMessage> CreateUnreadable<TMessage>(MessageFormatException error, TestMessageDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(default!, error, Checked(details));
    }

    private static TestMessageDetails Checked(TestMessageDetails? details)
    {
        details ??= new TestMessageDetails();
        ArgumentOutOfRangeException.ThrowIfLessThan(details.DequeueCount, 1, $"{nameof(details)}.{nameof(details.DequeueCount)}");
        return details;
    }
}
