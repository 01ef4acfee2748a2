namespace CmqContracts.Server;

/// <summary>The requested page of a list.</summary>
internal readonly record struct Api3Page(int Offset, int Limit)
{
    /// <summary>Reads <c>Offset</c> and <c>Limit</c>; a limit outside its range becomes the nearest bound.</summary>
    public static Api3Page Read(Api3Context context)
    {
        int offset = context.Parameters.OptionalInt32("Offset") ?? 0;
        if (!context.Limits.ListOffset.Contains(offset))
            throw Api3Exception.Invalid("Offset", "must not be negative");
        int limit = context.Parameters.OptionalInt32("Limit") ?? (int)context.Limits.ListLimit.Default!.Value;
        return new Api3Page(offset, Math.Clamp(limit, 0, (int)context.Limits.ListLimit.DocumentedMaximum));
    }

    /// <summary>This page of a complete list.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> all) => [.. all.Skip(Offset).Take(Limit)];
}
