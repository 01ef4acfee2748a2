namespace CmqContracts.Server;

/// <summary>Which page a path means. Case, repeated slashes, encoded slashes and white space are ignored.</summary>
internal static class OperationsPath
{
    public const string Live = "health/live";
    public const string Ready = "health/ready";
    public const string Metrics = "metrics";

    /// <returns>The page; <see langword="null"/>: none.</returns>
    public static string? Of(string? path)
    {
        // The paths of nearly all requests.
        if (path is null or "" or "/" or "/v2/index.php")
            return null;
        string plain = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/').ToLowerInvariant();
        return string.Join('/', plain.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) switch
        {
            Live => Live,
            Ready => Ready,
            Metrics => Metrics,
            _ => null,
        };
    }
}
