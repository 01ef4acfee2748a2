namespace CmqContracts;

/// <summary>Handles the messages of a queue, one call for each. Registered with <see cref="CmqBuilder.AddHandler{TMessage, THandler}(Action{HandlerOptions{TMessage}}?)"/>.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>
/// Every message gets a service scope of its own, and the handler is made in it. CMQ delivers at least once: a message may come again although it was handled, so
/// handle it so that a second time does no harm.
/// </remarks>
public interface IMessageHandler<TMessage>
{
    /// <summary>Handles a message.</summary>
    /// <param name="message">The message. Do not delete it: what is returned decides.</param>
    /// <param name="cancellationToken">
    /// Fires <see cref="HandlerOptions.Margin"/> before others can receive the message, as CMQ cannot prolong that, and when the host has waited long enough for its
    /// stop. Pass it on to all that waits.
    /// </param>
    /// <returns>What becomes of the message.</returns>
    /// <remarks>An exception leaves the message in its queue, unless <see cref="HandlerOptions.OnException{TException}"/> says otherwise, and is logged.</remarks>
    Task<Settle> HandleAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken);
}
