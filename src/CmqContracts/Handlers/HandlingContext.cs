namespace CmqContracts;

/// <summary>A message that is being handled, as a filter sees it.</summary>
public sealed class HandlingContext
{
    internal HandlingContext(string queueName, Type handlerType, string messageId, object message, IServiceProvider services)
    {
        QueueName = queueName;
        HandlerType = handlerType;
        MessageId = messageId;
        Message = message;
        Services = services;
    }

    /// <summary>The queue's name.</summary>
    public string QueueName { get; }

    /// <summary>The handler's type.</summary>
    public Type HandlerType { get; }

    /// <summary>The service's id of the message.</summary>
    public string MessageId { get; }

    /// <summary>The message, a <see cref="ReceivedMessage{TMessage}"/>: <c>context.Message is ReceivedMessage&lt;OrderPlaced&gt; order</c>.</summary>
    public object Message { get; }

    /// <summary>The services of the message's scope.</summary>
    public IServiceProvider Services { get; }
}
