namespace CmqContracts;

/// <summary>Is told what the loops over a queue's messages do, so that a test host knows when nothing is left to do.</summary>
internal abstract class LoopObserver
{
    /// <summary>A loop asks for messages, until the result is disposed.</summary>
    public abstract IDisposable BeginPoll();

    /// <summary>The body of a loop has a message, until the result is disposed.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageId">The message.</param>
    public abstract IDisposable BeginBody(string queueName, string messageId);

    /// <summary>A handler has a message, until the result is disposed. All that the caller does until then belongs to it.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageId">The message.</param>
    public abstract IDisposable BeginHandler(string handler, string queueName, string messageId);
}
