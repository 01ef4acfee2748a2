namespace CmqContracts;

/// <summary>
/// The room, in bytes, that the answer to a receive has. A broker takes room for each message, oldest first, before it makes the message
/// invisible, so that none is handed out that does not fit the answer.
/// </summary>
internal interface IAnswerRoom
{
    /// <summary>Takes room for a message. It may be called on any thread, and must neither wait nor throw.</summary>
    /// <param name="body">The message's body.</param>
    /// <returns>
    /// Whether there is room. If not, the batch ends before this message; when it is the first, the receive is refused with
    /// <see cref="CmqErrors.QpsThrottling"/>.
    /// </returns>
    bool TryTake(ReadOnlySpan<byte> body);
}
