using System.Buffers;
using System.Text;

namespace CmqContracts.Server;

/// <summary>Takes a key's secrets out of a text, wherever they stand in it and however they came there: whole, cut, in another case, or encoded.</summary>
internal static class Redaction
{
    /// <summary>How many characters of a secret in a row give it away.</summary>
    private const int Telling = 6;

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
        int length = Math.Min(Telling, secret.Length);
        string[] parts = [.. Enumerable.Range(0, secret.Length - length + 1).Select(at => secret.Substring(at, length))];
        SearchValues<string> telling = SearchValues.Create(parts, length == Telling ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        StringBuilder shown = new();
        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAny(telling); at >= 0; at = rest.IndexOfAny(telling))
        {
            int end = at + length;
            while (end < rest.Length && rest.Slice(end - length + 1, length).IndexOfAny(telling) == 0)
                end++;
            shown.Append(rest[..at]).Append(Hidden);
            rest = rest[end..];
        }

        return shown.Append(rest).ToString();
    }
}
