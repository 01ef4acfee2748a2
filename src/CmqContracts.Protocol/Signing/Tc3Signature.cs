using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Protocol.Signing;

/// <summary>TC3-HMAC-SHA256, the signature of API 3.0: an HMAC over the hash of the request, with a key that is good for one day and one service.</summary>
/// <remarks>Source: the page "Signature v3" of Tencent Cloud API 3.0.</remarks>
internal static class Tc3Signature
{
    /// <summary>The name of the algorithm, with which the <c>Authorization</c> header begins.</summary>
    public const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>How many bytes of canonical text are hashed, over all forms of a request; the first <see cref="V2Signature.HostsOfAnySize"/> forms are tried even if they are larger.</summary>
    private const int MaxHashedBytes = 1024 * 1024;

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="secretId">The id of the key.</param>
    /// <param name="secretKey">The key.</param>
    /// <param name="service">The service of the credential scope, such as <c>tdmq</c>.</param>
    /// <returns>What the <c>Authorization</c> header says.</returns>
    public static Tc3Authorization Sign(Tc3Request request, string secretId, ReadOnlySpan<byte> secretKey, string service)
    {
        ArgumentNullException.ThrowIfNull(request);
        Tc3Authorization unsigned = new(secretId, request.Date, service, request.SignedHeaders, "");
        return unsigned with { Signature = Hex(Hmac(SigningKey(unsigned, secretKey), StringToSign(request, unsigned))) };
    }

    /// <summary>Verifies a request's signature in constant time, with the day and service that its header names. The day must be the timestamp's.</summary>
    public static bool Verify(Tc3Request request, Tc3Authorization authorization, ReadOnlySpan<byte> secretKey)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Verify([request], authorization, secretKey);
    }

    /// <summary>
    /// Verifies a request's signature in any of the forms in which clients may have signed it, the likeliest first; see
    /// <see cref="Verify(Tc3Request, Tc3Authorization, ReadOnlySpan{byte})"/>. A large request is tried in fewer forms, so that a wrong
    /// signature costs little.
    /// </summary>
    public static bool Verify(IEnumerable<Tc3Request> forms, Tc3Authorization authorization, ReadOnlySpan<byte> secretKey)
    {
        ArgumentNullException.ThrowIfNull(forms);
        ArgumentNullException.ThrowIfNull(authorization);
        byte[] signingKey = SigningKey(authorization, secretKey);
        byte[] given = Encoding.UTF8.GetBytes(authorization.Signature);
        long hashed = 0;
        int tried = 0;
        foreach (Tc3Request form in forms)
        {
            string expected = Hex(Hmac(signingKey, StringToSign(form, authorization, out int length)));
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), given))
                return authorization.Date == form.Date;
            hashed += length;
            if (++tried >= V2Signature.HostsOfAnySize && hashed > MaxHashedBytes)
                return false;
        }

        return false;
    }

    /// <summary>The text that is signed. It holds hashes only.</summary>
    public static string StringToSign(Tc3Request request, Tc3Authorization authorization)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(authorization);
        return StringToSign(request, authorization, out _);
    }

    internal static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    private static string StringToSign(Tc3Request request, Tc3Authorization authorization, out int canonicalLength) =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}\n{request.Timestamp}\n{authorization.Scope}\n{request.HashCanonical(out canonicalLength)}");

    private static byte[] SigningKey(Tc3Authorization authorization, ReadOnlySpan<byte> secretKey)
    {
        byte[] prefixed = [.. "TC3"u8, .. secretKey];
        byte[] ofDay = Hmac(prefixed, authorization.Date);
        byte[] ofService = Hmac(ofDay, authorization.Service);
        return Hmac(ofService, "tc3_request");
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
