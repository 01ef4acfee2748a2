using System.Buffers;
using System.Text;

namespace CmqContracts.Server;

/// <summary>Removes a key's secrets from a text, in every form: whole, in part, in another case, or encoded.</summary>
internal static class Redaction
{
    /// <summary>The length of the shortest part of a secret that is removed, in characters.</summary>
    private const int RevealingLength = 6;

    private const string Hidden = "<secret>";

    public static string Of(string text, CmqKey key)
    {
        foreach (byte[] secret in key.Secrets)
        {
            string plain = Encoding.UTF8.GetString(secret);
            foreach (string form in (string[])[plain, Uri.EscapeDataString(plain), Convert.ToBase64String(secret), Convert.ToHexString(secret)])
                text = Hide(text, form);
        }

        return text;
    }

    private static string Hide(string text, string secret)
    {
        int length = Math.Min(RevealingLength, secret.Length);
        string[] parts = [.. Enumerable.Range(0, secret.Length - length + 1).Select(at => secret.Substring(at, length))];
        SearchValues<string> revealing = SearchValues.Create(parts, length == RevealingLength ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        StringBuilder shown = new();
        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAny(revealing); at >= 0; at = rest.IndexOfAny(revealing))
        {
            int end = at + length;
            while (end < rest.Length && rest.Slice(end - length + 1, length).IndexOfAny(revealing) == 0)
                end++;
            shown.Append(rest[..at]).Append(Hidden);
            rest = rest[end..];
        }

        return shown.Append(rest).ToString();
    }
}
