using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Limits the messages in the answer of a v2 receive to what clients can read in one answer and the server can buffer until it is read.</summary>
internal sealed class V2AnswerRoom(BufferBudget.Reservation reservation) : IAnswerRoom
{
    /// <summary>How many bytes an answer of several messages may have.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private long _taken;

    public bool TryTake(ReadOnlySpan<byte> body)
    {
        // Small messages fit even if every character is escaped, so most answers are neither measured nor reserved.
        long most = _taken + ReceiveMessagesForm.MaxReplyBytes(body.Length);
        if (most <= BufferBudget.SmallBytes)
        {
            _taken = most;
            return true;
        }

        long needed = _taken + ReceiveMessagesForm.ReplyBytes(body);
        if ((_taken > 0 && needed > MaxBytes) || !reservation.TryReserve(needed))
            return false;
        _taken = needed;
        return true;
    }
}
