using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>
/// The v2 signature: Base64 of an HMAC over <c>METHOD + host + path + ? + name=value&amp;...</c>, with names in byte order and
/// values as they are, neither encoded nor trimmed.
/// </summary>
/// <remarks>Source: CMQ document 406/5906.</remarks>
public static class V2Signature
{
    /// <summary>Length in bytes of the longest signature.</summary>
    public const int MaxLength = 44;

    /// <summary>Signs a request.</summary>
    /// <param name="request">Method, host and path as they are requested.</param>
    /// <param name="parameters">All parameters; one named <c>Signature</c> is left out. They are brought into signing order.</param>
    /// <param name="method">The hash.</param>
    /// <param name="secretKey">The key.</param>
    /// <param name="destination">Takes the signature, at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Length of the signature.</returns>
    public static int Sign(V2RequestLine request, V2Parameters parameters, SignatureMethod method, ReadOnlySpan<byte> secretKey, Span<byte> destination) =>
        Sign(request, parameters, method, secretKey, withoutAtValues: false, destination);

    /// <summary>The text that is signed. It holds message bodies, so it belongs in no log.</summary>
    public static string StringToSign(V2RequestLine request, V2Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using PooledBufferWriter text = new();
        WriteStringToSign(request, parameters, withoutAtValues: false, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>
    /// Verifies the <c>Signature</c> parameter in constant time, in the form the protocol states and then in the forms that real
    /// clients send: host without port, a path that was doubled after signing, values that begin with <c>@</c> left out of a POST,
    /// and SHA-256 under a <c>SignatureMethod</c> that is missing or misspelt.
    /// </summary>
    public static bool Verify(V2RequestLine request, V2Parameters parameters, ReadOnlySpan<byte> secretKey)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int signatureAt = parameters.IndexOf("Signature"u8);
        if (signatureAt < 0)
            return false;
        ReadOnlySpan<byte> given = parameters.Value(signatureAt).Span;
        int methodAt = parameters.IndexOf("SignatureMethod"u8);
        ReadOnlySpan<byte> name = methodAt < 0 ? default : parameters.Value(methodAt).Span;
        bool sha256 = name.SequenceEqual("HmacSHA256"u8);
        bool named = sha256 || name.SequenceEqual("HmacSHA1"u8);
        SignatureMethod method = sha256 ? SignatureMethod.HmacSHA256 : SignatureMethod.HmacSHA1;
        if (Matches(request, parameters, method, secretKey, withoutAtValues: false, given))
            return true;

        bool valuesWithAt = request.IsPost && HasAtValue(parameters);
        foreach (V2RequestLine form in request.SignedForms())
        {
            for (int at = 0; at < (valuesWithAt ? 2 : 1); at++)
            {
                if (Matches(form, parameters, method, secretKey, at == 1, given))
                    return true;
                if (!named && Matches(form, parameters, SignatureMethod.HmacSHA256, secretKey, at == 1, given))
                    return true;
            }
        }

        return false;
    }

    private static bool Matches(V2RequestLine request, V2Parameters parameters, SignatureMethod method, ReadOnlySpan<byte> secretKey, bool withoutAtValues, ReadOnlySpan<byte> given)
    {
        Span<byte> expected = stackalloc byte[MaxLength];
        int length = Sign(request, parameters, method, secretKey, withoutAtValues, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..length], given);
    }

    private static int Sign(V2RequestLine request, V2Parameters parameters, SignatureMethod method, ReadOnlySpan<byte> secretKey, bool withoutAtValues, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using PooledBufferWriter text = new();
        WriteStringToSign(request, parameters, withoutAtValues, text);
        Span<byte> hash = stackalloc byte[32];
#pragma warning disable CA5350 // The protocol's default hash.
        int hashLength = method == SignatureMethod.HmacSHA256
            ? HMACSHA256.HashData(secretKey, text.WrittenSpan, hash)
            : HMACSHA1.HashData(secretKey, text.WrittenSpan, hash);
#pragma warning restore CA5350
        OperationStatus status = Base64.EncodeToUtf8(hash[..hashLength], destination, out _, out int written);
        return status == OperationStatus.Done ? written : throw new ArgumentException($"A signature needs {MaxLength} bytes.", nameof(destination));
    }

    private static void WriteStringToSign(V2RequestLine request, V2Parameters parameters, bool withoutAtValues, PooledBufferWriter text)
    {
        parameters.Sort();
        request.WriteTo(text);
        bool first = true;
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            ReadOnlySpan<byte> value = parameters.Value(i).Span;
            if (name.SequenceEqual("Signature"u8) || (withoutAtValues && value.StartsWith("@"u8)))
                continue;
            text.Write(first ? "?"u8 : "&"u8);
            first = false;
            Span<byte> printed = text.GetSpan(name.Length)[..name.Length];
            if (request.NamesAsSent)
                name.CopyTo(printed);
            else
                name.Replace(printed, (byte)'_', (byte)'.');
            text.Advance(name.Length);
            text.Write("="u8);
            text.Write(value);
        }
    }

    private static bool HasAtValue(V2Parameters parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters.Value(i).Span.StartsWith("@"u8))
                return true;
        }

        return false;
    }
}
