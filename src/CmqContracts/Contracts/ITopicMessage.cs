using System.ComponentModel;

namespace CmqContracts;

/// <summary>Binds a message type to its topic. The generator implements it on every type with <see cref="CmqTopicAttribute"/>, and on every class with <see cref="CmqTopicAttribute{TMessage}"/>.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITopicMessage<TMessage>
{
    /// <summary>The topic, its attributes and the codec of its messages.</summary>
    static abstract TopicContract<TMessage> Contract { get; }
}
