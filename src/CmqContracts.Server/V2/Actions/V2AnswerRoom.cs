using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Decides how many messages the answer of a v2 receive has room for: as many as clients can read in one answer and the server can buffer until they have.</summary>
internal sealed class V2AnswerRoom(BufferBudget.Reservation reservation) : IAnswerRoom
{
    /// <summary>How many bytes an answer of several messages may have.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private long _taken;

    public bool TryTake(ReadOnlySpan<byte> body)
    {
        // Small messages fit whatever they contain, so most answers are neither measured nor counted.
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
