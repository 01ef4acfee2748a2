namespace CmqContracts;

/// <summary>
/// The bytes that the reply to a receive may have. A broker spends them on one message after another, oldest first, before it makes the
/// message invisible, so that none is handed out that does not fit the reply.
/// </summary>
internal interface IReplyBudget
{
    /// <summary>Spends what a message needs. It may be called on any thread, and must neither wait nor throw.</summary>
    /// <param name="body">The message's body.</param>
    /// <returns>
    /// Whether the message fits. If not, the batch ends before this message; when it is the first, the receive is refused with
    /// <see cref="CmqErrors.QpsThrottling"/>.
    /// </returns>
    bool TrySpend(ReadOnlySpan<byte> body);
}
