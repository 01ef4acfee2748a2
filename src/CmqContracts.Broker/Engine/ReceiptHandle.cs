using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// The key of one receive: the message's sequence and the number of the receive, in one decimal number below 2^63. So a message
/// is found by its handle without an index, and a handle stays what it is across a restart.
/// </summary>
/// <remarks>The number of the receive wraps at 8192: a handle could only be mistaken for the one that many receives later.</remarks>
internal readonly record struct ReceiptHandle(long Sequence, int Receive)
{
    private const int ReceiveBits = 13;
    private const int ReceiveMask = (1 << ReceiveBits) - 1;

    /// <summary>The highest sequence that fits.</summary>
    public const long MaxSequence = (1L << (63 - ReceiveBits)) - 1;

    public static ReceiptHandle Of(in MessageHeader header) => new(header.Sequence, header.DequeueCount & ReceiveMask);

    public static bool TryParse(string? text, out ReceiptHandle handle)
    {
        handle = default;
        if (string.IsNullOrEmpty(text) || text[0] == '0' || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return false;
        handle = new ReceiptHandle(value >> ReceiveBits, (int)(value & ReceiveMask));
        return true;
    }

    /// <summary>Whether this is the handle of the message's latest receive.</summary>
    public bool IsOf(in MessageHeader header) => this == Of(header);

    public override string ToString() => ((Sequence << ReceiveBits) | (long)Receive).ToString(CultureInfo.InvariantCulture);
}
