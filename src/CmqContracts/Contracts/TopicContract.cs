using System.ComponentModel;

namespace CmqContracts;

/// <summary>What publishers and subscribers of a topic agree on: its name, its attributes and how its messages are written.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <param name="topicName">The topic's name.</param>
/// <param name="settings">The attributes that the contract states; unset ones are left to the service.</param>
/// <param name="filter">How subscriptions choose messages.</param>
/// <param name="codec">Writes and reads message bodies.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TopicContract<TMessage>(string topicName, TopicSettings settings, TopicFilter filter, MessageCodec<TMessage> codec)
{
    /// <summary>The topic's name.</summary>
    public string TopicName { get; } = topicName ?? throw new ArgumentNullException(nameof(topicName));

    /// <summary>The attributes that the contract states.</summary>
    public TopicSettings Settings { get; } = settings ?? throw new ArgumentNullException(nameof(settings));

    /// <summary>How subscriptions choose messages.</summary>
    public TopicFilter Filter { get; } = filter;

    /// <summary>Writes and reads message bodies.</summary>
    public MessageCodec<TMessage> Codec { get; } = codec ?? throw new ArgumentNullException(nameof(codec));

    /// <summary>The envelope that messages are in; <see langword="null"/>: a body is the message alone.</summary>
    public EnvelopeContract? Envelope { get; init; }
}
