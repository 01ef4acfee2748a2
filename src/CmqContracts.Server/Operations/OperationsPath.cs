namespace CmqContracts.Server;

/// <summary>Which page a path means, in any spelling: case, slashes too many, encoded slashes, white space.</summary>
internal static class OperationsPath
{
    public const string Live = "health/live";
    public const string Ready = "health/ready";
    public const string Metrics = "metrics";

    /// <summary>A path that looks like one of a health page and is none.</summary>
    public const string Unknown = "";

    /// <returns>The page; <see langword="null"/>: the path is none of these, and of CMQ requests the path says nothing.</returns>
    public static string? Of(string? path)
    {
        // What nearly all requests have.
        if (path is null or "" or "/" or "/v2/index.php")
            return null;
        string plain = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/').ToLowerInvariant();
        string[] parts = plain.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('/', parts) switch
        {
            Live => Live,
            Ready => Ready,
            Metrics => Metrics,
            _ => parts is ["health" or "healthz", ..] || (parts is [var only] && IsLikeHealth(only)) ? Unknown : null,
        };
    }

    /// <summary>Also the names that other programs give such pages.</summary>
    private static bool IsLikeHealth(string name) =>
        name.StartsWith("health", StringComparison.Ordinal) || name is "live" or "livez" or "liveness" or "ready" or "readyz" or "readiness";
}
