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
internal static class V2Signature
{
    /// <summary>Length in bytes of the longest signature.</summary>
    public const int MaxLength = 44;

    /// <summary>For how many names of hosts a request of any size is verified, in v2 and API 3.0. A host with a port has two: it is tried without the port, too.</summary>
    public const int HostsOfAnySize = 10;

    /// <summary>
    /// How many of <see cref="V2SignedForm.Tolerated"/>, the first ones, are tried for a request of any size, besides the documented form
    /// and if none is longer than that.
    /// </summary>
    private const int MinToleratedForms = HostsOfAnySize - 1;

    /// <summary>How many bytes are signed to try tolerated forms, as a multiple of the length of the documented one.</summary>
    private const int ToleratedFactor = 16;

    /// <summary>The bounds of that product, in bytes. Where the upper one is too little for <see cref="MinToleratedForms"/>, these are tried nevertheless.</summary>
    private const int MinToleratedBytes = 1024 * 1024, MaxToleratedBytes = 16 * 1024 * 1024;

    /// <summary>An allowance, in bytes, for other hosts than the requested one, whose names may be longer.</summary>
    private const int HostAllowance = 4096;

    /// <summary>Holds the text while it is signed.</summary>
    [ThreadStatic]
    private static PooledBufferWriter? s_text;

    /// <summary>Signs a request.</summary>
    /// <param name="request">Method, host and path as they are requested.</param>
    /// <param name="parameters">All parameters; one named <c>Signature</c> is left out. They are brought into signing order.</param>
    /// <param name="method">The hash.</param>
    /// <param name="secretKey">The key.</param>
    /// <param name="destination">Takes the signature, at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Length of the signature.</returns>
    public static int Sign(V2RequestLine request, V2Parameters parameters, SignatureMethod method, ReadOnlySpan<byte> secretKey, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Sign(new V2SignedForm(request, method), parameters, secretKey, destination, out _);
    }

    /// <summary>The text that is signed. It holds message bodies, so it belongs in no log.</summary>
    public static string StringToSign(V2RequestLine request, V2Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using PooledBufferWriter text = new();
        new V2SignedForm(request, SignatureMethod.HmacSHA1).WriteTo(text, parameters);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>
    /// Verifies the <c>Signature</c> parameter in constant time, in the form the protocol states and then in the forms that real
    /// clients send: host without port or under another name, a path that was doubled or encoded after signing, message bodies that
    /// begin with <c>@</c> left out of a POST, values encoded, tags joined, and SHA-256 under a <c>SignatureMethod</c> that is missing
    /// or misspelt. White space around the signature does not matter. So that a wrong signature costs little, a large request is tried
    /// in fewer forms: the documented one for <see cref="HostsOfAnySize"/> names, the requested host's first, whatever its size, then
    /// what real clients do besides.
    /// </summary>
    /// <param name="request">Method, host and path as they were requested, the path as it stands in the request.</param>
    /// <param name="parameters">All parameters. They are brought into signing order.</param>
    /// <param name="secretKey">The key.</param>
    /// <param name="otherHosts">Other hosts that the request may have been signed for, such as a proxy's. None may hold a <c>?</c>.</param>
    /// <param name="acceptUnsignedAtBodies">Whether bodies that begin with <c>@</c> may be left out of the signature. Such bodies can be added to a captured request, or exchanged in it.</param>
    public static bool Verify(V2RequestLine request, V2Parameters parameters, ReadOnlySpan<byte> secretKey, IReadOnlyList<string>? otherHosts = null, bool acceptUnsignedAtBodies = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int signatureAt = parameters.IndexOf("Signature"u8);
        if (signatureAt < 0)
            return false;
        ReadOnlySpan<byte> given = parameters.Value(signatureAt).Span.Trim(WhiteSpace);
        int methodAt = parameters.IndexOf("SignatureMethod"u8);
        ReadOnlySpan<byte> name = methodAt < 0 ? default : parameters.Value(methodAt).Span;

        // Other names, and none, mean either hash, and the length of the signature tells which.
        bool sha256 = name.SequenceEqual("HmacSHA256"u8) || (!name.SequenceEqual("HmacSHA1"u8) && given.Length == MaxLength);
        V2SignedForm documented = new(request, sha256 ? SignatureMethod.HmacSHA256 : SignatureMethod.HmacSHA1);
        return Matches(documented, parameters, secretKey, given, out int length)
            || MatchesTolerated(
                documented,
                V2SignedForm.Tolerated(documented, parameters, otherHosts ?? [], acceptUnsignedAtBodies),
                parameters,
                secretKey,
                given,
                Math.Max(Math.Clamp((long)length * ToleratedFactor, MinToleratedBytes, MaxToleratedBytes), ((long)length * (MinToleratedForms - 1)) + HostAllowance));
    }

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n\v\f"u8;

    private static bool MatchesTolerated(V2SignedForm documented, IEnumerable<V2SignedForm> forms, V2Parameters parameters, ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> given, long maxSigned)
    {
        long signed = 0;
        foreach (V2SignedForm form in forms)
        {
            if (form == documented)
                continue;
            if (Matches(form, parameters, secretKey, given, out int length))
                return true;
            signed += length;
            if (signed > maxSigned)
                return false;
        }

        return false;
    }

    private static bool Matches(V2SignedForm form, V2Parameters parameters, ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> given, out int signedLength)
    {
        Span<byte> expected = stackalloc byte[MaxLength];
        int length = Sign(form, parameters, secretKey, expected, out signedLength);
        return CryptographicOperations.FixedTimeEquals(expected[..length], given);
    }

    private static int Sign(V2SignedForm form, V2Parameters parameters, ReadOnlySpan<byte> secretKey, Span<byte> destination, out int signedLength)
    {
        PooledBufferWriter text = s_text ??= new PooledBufferWriter();
        text.Clear();
        form.WriteTo(text, parameters);
        signedLength = text.Length;
        Span<byte> hash = stackalloc byte[32];
        int hashLength = KeyedHash.Compute(form.Method, secretKey, text.WrittenSpan, hash);
        text.Clear();
        OperationStatus status = Base64.EncodeToUtf8(hash[..hashLength], destination, out _, out int written);
        return status == OperationStatus.Done ? written : throw new ArgumentException($"A signature needs {MaxLength} bytes.", nameof(destination));
    }
}
