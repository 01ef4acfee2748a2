using System.ComponentModel;

namespace CmqContracts;

/// <summary>Binds a message type to its queue. The generator implements it on every type with <see cref="CmqQueueAttribute"/>, and on every class with <see cref="CmqQueueAttribute{TMessage}"/>.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQueueMessage<TMessage>
{
    /// <summary>The queue, its attributes and the codec of its messages.</summary>
    static abstract QueueContract<TMessage> Contract { get; }
}
