using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Limits the messages in the answer of a v2 receive to what clients can read in one answer and the server can buffer until it is read.</summary>
internal sealed class V2ReplyBudget(BufferBudget.Reservation reservation) : IReplyBudget
{
    /// <summary>How many bytes an answer of several messages may have.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private long _spent;

    public bool TrySpend(ReadOnlySpan<byte> body)
    {
        // Small messages fit even if every character is escaped, so most answers are neither measured nor reserved.
        long most = _spent + ReceiveMessagesForm.MaxReplyBytes(body.Length);
        if (most <= BufferBudget.SmallBytes)
        {
            _spent = most;
            return true;
        }

        long needed = _spent + ReceiveMessagesForm.ReplyBytes(body);
        if ((_spent > 0 && needed > MaxBytes) || !reservation.TryReserve(needed))
            return false;
        _spent = needed;
        return true;
    }
}
