using System.Text;

namespace CmqContracts.Server;

/// <summary>The wrong keys that clients sign with when they read theirs incorrectly.</summary>
internal static class KeyMistakes
{
    /// <summary>White space that often remains at the end of a text that is read from a file or a shell.</summary>
    public static IReadOnlyList<(string End, string Name)> Ends { get; } = [("\n", "a line break"), ("\r\n", "a line break of Windows"), (" ", "a space")];

    public static IEnumerable<(string Mistake, byte[] Key)> Of(CmqKey key)
    {
        yield return ("It was signed with the SecretId instead of the SecretKey.", Encoding.UTF8.GetBytes(key.SecretId));
        foreach ((string end, string name) in Ends)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(end);
            yield return ($"It was signed with {name} after the SecretKey.", [.. key.SigningKey, .. bytes]);
        }

        // The longest first, because a line break of Windows also ends with a line break.
        foreach ((string end, string name) in Ends.OrderByDescending(end => end.End.Length))
        {
            byte[] bytes = Encoding.ASCII.GetBytes(end);
            if (key.SigningKey.Length > bytes.Length && key.SigningKey.AsSpan().EndsWith(bytes))
                yield return ($"The server's SecretKey has {name} at its end, and the client's has not.", key.SigningKey[..^bytes.Length]);
        }
    }
}
