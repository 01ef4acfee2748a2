namespace CmqContracts.Testing;

/// <summary>A topic of a test host: its client, and what the host's clients have published.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public sealed class TestTopic<TMessage>
{
    private readonly TopicClient<TMessage> _client;
    private readonly CmqTestHost _host;

    internal TestTopic(CmqTestHost host, TopicClient<TMessage> client)
    {
        _host = host;
        _client = client;
    }

    /// <summary>The topic's client.</summary>
    public ITopicClient<TMessage> Client => _client;

    /// <summary>The messages that were published and taken, in order; a copy of this moment.</summary>
    public IReadOnlyList<TMessage> Published => [.. _host.Recorder.Bodies(RecordedKind.Published, _client.TopicName).Select(body => _client.Codec.Decode(body))];
}
