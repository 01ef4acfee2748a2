using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>What a TC3 signature covers.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Query">The query as it is requested, encoded and without <c>?</c>; empty for a POST.</param>
/// <param name="Headers">The signed headers: names in lower case and in byte order, values as they are signed.</param>
/// <param name="PayloadHash">The hash of the body; see <see cref="HashPayload"/>.</param>
/// <param name="Timestamp">When the request was signed, Unix seconds: the header <c>X-TC-Timestamp</c>.</param>
internal sealed record Tc3Request(string Method, string Query, IReadOnlyList<KeyValuePair<string, string>> Headers, string PayloadHash, long Timestamp)
{
    /// <summary>The value of <c>X-TC-Content-SHA256</c>, and the text hashed instead of the body, of a request whose body is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>The hash that is signed in place of that of a body that is not signed.</summary>
    internal static string UnsignedPayloadHash { get; } = HashPayload("UNSIGNED-PAYLOAD"u8);

    /// <summary>The names of the signed headers, joined by <c>;</c>.</summary>
    public string SignedHeaders => string.Join(';', Headers.Select(header => header.Key));

    /// <summary>The day of the request, in UTC: <c>2023-11-14</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is no time.</exception>
    public string Date => DateTimeOffset.FromUnixTimeSeconds(Timestamp).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The SHA-256 of a body, hexadecimal.</summary>
    public static string HashPayload(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Tc3Signature.Hex(hash);
    }

    /// <summary>The request in the form whose hash is signed. Its path is always <c>/</c>.</summary>
    public string ToCanonical()
    {
        using PooledBufferWriter text = new();
        WriteCanonical(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The hash of the canonical form, hexadecimal.</summary>
    /// <param name="length">How many bytes were hashed.</param>
    internal string HashCanonical(out int length)
    {
        using PooledBufferWriter text = new();
        WriteCanonical(text);
        length = text.Length;
        return HashPayload(text.WrittenSpan);
    }

    private void WriteCanonical(PooledBufferWriter text)
    {
        Write(Method, text);
        text.Write("\n/\n"u8);
        Write(Query, text);
        text.Write("\n"u8);
        foreach ((string name, string value) in Headers)
        {
            Write(name, text);
            text.Write(":"u8);
            Write(value, text);
            text.Write("\n"u8);
        }

        for (int i = 0; i < Headers.Count; i++)
        {
            text.Write(i == 0 ? "\n"u8 : ";"u8);
            Write(Headers[i].Key, text);
        }

        text.Write(Headers.Count == 0 ? "\n\n"u8 : "\n"u8);
        Write(PayloadHash, text);
    }

    private static void Write(string text, PooledBufferWriter output) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetByteCount(text))));

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(Method), Method)
        .Add(nameof(Query), $"{Query.Length} characters")
        .Add(nameof(Headers), [.. Headers.Select(header => header.Key)])
        .Add(nameof(PayloadHash), PayloadHash)
        .Add(nameof(Timestamp), Timestamp)
        .Any;
}
