using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The room that the answer of a receive has: what clients can read at once, and what the server can hold until they have.</summary>
internal sealed class AnswerRoom(BufferBudget.Holding holding) : IAnswerRoom
{
    /// <summary>How many bytes an answer of several messages may have.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private long _taken;

    public bool TryTake(ReadOnlySpan<byte> body)
    {
        // Small messages fit, whatever is in them: most answers are neither measured nor counted.
        long most = _taken + ReceiveMessagesForm.MaxReplyBytes(body.Length);
        if (most <= BufferBudget.SmallBytes)
        {
            _taken = most;
            return true;
        }

        long needed = _taken + ReceiveMessagesForm.ReplyBytes(body);
        if ((_taken > 0 && needed > MostBytes) || !holding.TryHold(needed))
            return false;
        _taken = needed;
        return true;
    }
}
