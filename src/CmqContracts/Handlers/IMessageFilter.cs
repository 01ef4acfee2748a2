namespace CmqContracts;

/// <summary>Stands around the handling of every message, of all handlers: for logs, transactions, checks. Added with <see cref="CmqBuilder.AddFilter{TFilter}"/>; the first that was added is the outermost.</summary>
public interface IMessageFilter
{
    /// <summary>Handles a message, mostly by calling <paramref name="next"/>.</summary>
    /// <param name="context">The message.</param>
    /// <param name="next">The filters after this one, and at last the handler.</param>
    /// <param name="cancellationToken">The handler's token.</param>
    /// <returns>What becomes of the message: what <paramref name="next"/> has returned, or something else.</returns>
    Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken);
}
