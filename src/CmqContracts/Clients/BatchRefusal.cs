namespace CmqContracts;

/// <summary>Refusals of a batch for what it holds together, or for one of its entries. Nothing of a refused batch was done, so its parts can be sent.</summary>
internal static class BatchRefusal
{
    /// <summary>
    /// Whether a part of the batch may be taken: a queue, a topic or a server may take less than the client's limits allow, and a body may not
    /// be distinguishable from parameters in the text that is signed.
    /// </summary>
    public static bool MayPassInParts(Exception error) =>
        error is CmqServiceException refusal
        && (refusal.Is(CmqErrors.MaximumMessageSizeExceeded)
            || refusal.Is(CmqErrors.TotalMessageSizeExceeded)
            || refusal.Is(CmqErrors.ParameterBatchSizeOutOfRange(""))
            || refusal.Is(CmqErrors.ParameterKeyFormatError("")));

    /// <summary>The refusal of one entry that was sent on its own, with its place in the result.</summary>
    public static CmqServiceException OfEntry(CmqServiceException refusal, long index) =>
        new(refusal.Error, $"{refusal.Detail} It is Entries[{index}] of the result.".TrimStart(), refusal.RequestId, refusal);
}
