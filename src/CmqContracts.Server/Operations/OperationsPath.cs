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
            _ => parts is [var first, ..] && IsHealth(WordOf(first), parts.Length == 1) ? Unknown : null,
        };
    }

    /// <summary>Whether a word is one that programs name such pages by; not when it only begins like one, as a path of a client's endpoint may.</summary>
    private static bool IsHealth(string word, bool alone) =>
        word is "health" or "healthz" or "healthy" or "healthcheck" or "healthstatus" or "livez" or "readyz" || (alone && word is "live" or "liveness" or "ready" or "readiness");

    /// <summary>The word that a name begins with, without what may stand between its parts.</summary>
    private static string WordOf(string name) => string.Concat(name.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Where(char.IsAsciiLetterOrDigit));
}
