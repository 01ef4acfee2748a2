namespace CmqContracts.Testing;

/// <summary>A queue of a test host: its client, and what the host's clients have done with its messages.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>The lists are copies of this moment, in order. A message that cannot be read makes them throw <see cref="MessageFormatException"/>.</remarks>
public sealed class TestQueue<TMessage>
{
    private readonly QueueClient<TMessage> _client;
    private readonly CmqTestHost _host;

    internal TestQueue(CmqTestHost host, QueueClient<TMessage> client)
    {
        _host = host;
        _client = client;
    }

    /// <summary>The queue's client.</summary>
    public IQueueClient<TMessage> Client => _client;

    /// <summary>The messages that were sent to the queue and stored, also those whose answer was lost. What a topic brought is not among them.</summary>
    public IReadOnlyList<TMessage> Sent => Read(RecordedKind.Sent);

    /// <summary>The messages that were handed out, once for each time.</summary>
    public IReadOnlyList<TMessage> Received => Read(RecordedKind.Received);

    /// <summary>The messages that were deleted.</summary>
    public IReadOnlyList<TMessage> Deleted => Read(RecordedKind.Deleted);

    /// <summary>Reads messages that are in the queue now, oldest first. It changes nothing.</summary>
    /// <param name="state">Which ones: visible, delayed, handed out, or deleted and rewindable.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CmqServiceException">There is no such queue.</exception>
    public async Task<IReadOnlyList<TMessage>> PeekAsync(MessageState state = MessageState.Active, CancellationToken cancellationToken = default)
    {
        List<TMessage> messages = [];
        PeekMessagesRequest request = new(_client.QueueName, state) { MaxMessages = 1000 };
        while (true)
        {
            PeekResult page = await _host.Inspector.PeekMessagesAsync(request, cancellationToken).ConfigureAwait(false);
            messages.AddRange(page.Messages.Select(message => _client.Codec.Decode(message.Body.Span)));
            if (page.ContinueAfter is null)
                return messages;
            request = request with { AfterMessageId = page.ContinueAfter };
        }
    }

    private IReadOnlyList<TMessage> Read(RecordedKind kind) => [.. _host.Recorder.Bodies(kind, _client.QueueName).Select(body => _client.Codec.Decode(body))];
}
