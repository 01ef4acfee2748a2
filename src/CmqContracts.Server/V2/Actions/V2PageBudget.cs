using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Limits the bodies in a page of messages to what clients can read in one answer and the server can buffer until it is read.</summary>
internal static class V2PageBudget
{
    /// <summary>How many bytes of bodies a page may have: with every byte escaped, they are as long as the longest answer to a receive of several messages.</summary>
    private const int MaxBytes = V2ReplyBudget.MaxBytes / JsonText.MaxEscapeLength;

    /// <summary>Pages are not made smaller than this for want of memory.</summary>
    private const int MinBytes = 64 * 1024;

    /// <summary>
    /// Reserves memory for the longest answer that a page can have, in place of the request, which is read. Where there is less, the page becomes
    /// smaller: the next one continues after it. One larger body is in the answer alone, which is refused when that finds no room.
    /// </summary>
    /// <returns>How many bytes of bodies the page may have.</returns>
    /// <exception cref="CmqServiceException">The page breaks a limit; <see cref="CmqErrors.QpsThrottling"/>: there is no memory even for a small one.</exception>
    public static int Reserve(V2Context context, int maxBytes, int? maxBodyBytes, int maxMessages)
    {
        // What is out of range is not to become something that is not.
        InspectionRules.CheckPage(maxMessages, maxBytes, maxBodyBytes);
        context.Buffers.ForgetRequest();
        context.Buffers.Reservation.Release();
        for (maxBytes = Math.Min(maxBytes, MaxBytes); ; maxBytes = Math.Max(maxBytes / 2, MinBytes))
        {
            long bodyBytes = maxBodyBytes is { } most ? Math.Min(maxBytes, (long)most * maxMessages) : maxBytes;
            if (context.Buffers.Reservation.TryReserve(InspectedMessageForm.MaxReplyBytes(bodyBytes, maxMessages)))
                return maxBytes;
            if (maxBytes <= MinBytes)
                throw new CmqServiceException(CmqErrors.QpsThrottling);
        }
    }
}
