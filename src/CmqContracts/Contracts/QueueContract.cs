using System.ComponentModel;

namespace CmqContracts;

/// <summary>What producers and consumers of a queue agree on: its name, its attributes and how its messages are written.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <param name="queueName">The queue's name.</param>
/// <param name="settings">The attributes that the contract states; unset ones are left to the service.</param>
/// <param name="codec">Writes and reads message bodies.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QueueContract<TMessage>(string queueName, QueueSettings settings, MessageCodec<TMessage> codec)
{
    /// <summary>The queue's name.</summary>
    public string QueueName { get; } = queueName ?? throw new ArgumentNullException(nameof(queueName));

    /// <summary>The attributes that the contract states.</summary>
    public QueueSettings Settings { get; } = settings ?? throw new ArgumentNullException(nameof(settings));

    /// <summary>Writes and reads message bodies.</summary>
    public MessageCodec<TMessage> Codec { get; } = codec ?? throw new ArgumentNullException(nameof(codec));

    /// <summary>The subscriptions that bring messages of topics into the queue.</summary>
    public IReadOnlyList<SubscriptionContract> Subscriptions { get; init; } = [];

    /// <summary>The envelope that messages are in; <see langword="null"/>: a body is the message alone.</summary>
    public EnvelopeContract? Envelope { get; init; }

    /// <summary>Reads the member with <see cref="DeduplicationKeyAttribute"/>; <see langword="null"/>: there is none.</summary>
    public Func<TMessage, string>? DeduplicationKey { get; init; }
}
