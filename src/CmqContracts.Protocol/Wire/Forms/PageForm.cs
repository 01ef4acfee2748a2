namespace CmqContracts.Protocol.Wire;

/// <summary>The parameters that every list takes.</summary>
internal static class PageForm
{
    public static void Write(V2Parameters parameters, string? searchWord, int offset, int limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!string.IsNullOrEmpty(searchWord))
            parameters.Add("searchWord"u8, searchWord);
        parameters.Add("offset"u8, offset);
        parameters.Add("limit"u8, limit);
    }

    public static (string? SearchWord, int Offset, int Limit) Read(V2Parameters parameters, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        int limit = parameters.OptionalInt32("limit") ?? (int)limits.ListLimit.Default!.Value;
        return (parameters.OptionalString("searchWord"), parameters.OptionalInt32("offset") ?? 0, (int)limits.ListLimit.Clamp(limit));
    }
}
