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

    /// <summary>A handler's loop runs until the result is disposed: it asks for messages, or waits.</summary>
    /// <param name="queueName">The queue.</param>
    public abstract IDisposable BeginLoop(string queueName);

    /// <summary>A handler has a message until the result is disposed.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageId">The message.</param>
    public abstract HandlerActivity BeginHandler(string handler, string queueName, string messageId);

    /// <summary>The caller waits for something of this process until the result is disposed, by whoever ends the wait.</summary>
    public abstract IDisposable BeginWait();
}

/// <summary>What a handler does with a message.</summary>
internal abstract class HandlerActivity : IDisposable
{
    /// <summary>All that the caller does from now on belongs to it.</summary>
    public abstract void Enter();

    /// <inheritdoc/>
    public abstract void Dispose();
}
