using System.Diagnostics.CodeAnalysis;

namespace CmqContracts.Protocol.Signing;

/// <summary>What the <c>Authorization</c> header of a TC3 request says.</summary>
/// <param name="SecretId">The id of the key.</param>
/// <param name="Date">The day of the credential scope, <c>2023-11-14</c>.</param>
/// <param name="Service">The service of the credential scope: mostly the first label of the host the client was pointed at.</param>
/// <param name="SignedHeaders">The names of the signed headers in lower case, joined by <c>;</c>.</param>
/// <param name="Signature">The signature, hexadecimal in lower case.</param>
internal sealed record Tc3Authorization(string SecretId, string Date, string Service, string SignedHeaders, string Signature)
{
    /// <summary>How many headers a signature may cover. Clients sign two to five.</summary>
    public const int MaxSignedHeaders = 32;

    private const string ScopeEnd = "tc3_request";
    private const string CredentialIs = "Credential=";
    private const string SignedHeadersAre = "SignedHeaders=";
    private const string SignatureIs = "Signature=";

    /// <summary>Whether a header announces a TC3 signature, readable or not.</summary>
    public static bool IsTc3([NotNullWhen(true)] string? header) =>
        header is not null && header.AsSpan().TrimStart().StartsWith(Tc3Signature.Algorithm, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header. Clients differ in the spaces they put between its parts, so any number does.</summary>
    /// <returns>Whether it is well formed, and names each signed header once and at most <see cref="MaxSignedHeaders"/> of them.</returns>
    public static bool TryParse(string? header, [NotNullWhen(true)] out Tc3Authorization? authorization)
    {
        authorization = null;
        if (!IsTc3(header))
            return false;

        // The sender is not authenticated yet, so nothing is allocated before the parts are known to be few.
        ReadOnlySpan<char> rest = header.AsSpan().Trim()[Tc3Signature.Algorithm.Length..];
        ReadOnlySpan<char> credential = default, signedHeaders = default, signature = default;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny(' ', '\t', ',');
            ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (part.StartsWith(CredentialIs, StringComparison.OrdinalIgnoreCase))
                credential = part[CredentialIs.Length..];
            else if (part.StartsWith(SignedHeadersAre, StringComparison.OrdinalIgnoreCase))
                signedHeaders = part[SignedHeadersAre.Length..];
            else if (part.StartsWith(SignatureIs, StringComparison.OrdinalIgnoreCase))
                signature = part[SignatureIs.Length..];
        }

        if (signedHeaders.IsEmpty || signature.IsEmpty || !AreFewAndDifferent(signedHeaders))
            return false;
        if (!TryTakeLast(ref credential, out ReadOnlySpan<char> scopeEnd) || scopeEnd is not ScopeEnd
            || !TryTakeLast(ref credential, out ReadOnlySpan<char> service)
            || !TryTakeLast(ref credential, out ReadOnlySpan<char> date))
        {
            return false;
        }

        authorization = new Tc3Authorization(credential.ToString(), date.ToString(), service.ToString(), signedHeaders.ToString().ToLowerInvariant(), signature.ToString());
        return true;
    }

    /// <summary>The value of the header.</summary>
    public string ToHeader() => $"{Tc3Signature.Algorithm} {CredentialIs}{SecretId}/{Scope}, {SignedHeadersAre}{SignedHeaders}, {SignatureIs}{Signature}";

    /// <summary>What is shown: neither the signature nor anything that could be replayed.</summary>
    public override string ToString() => $"{SecretId}/{Scope}";

    internal string Scope => $"{Date}/{Service}/{ScopeEnd}";

    private static bool AreFewAndDifferent(ReadOnlySpan<char> names)
    {
        Span<Range> parts = stackalloc Range[MaxSignedHeaders + 1];
        int count = names.Split(parts, ';');
        for (int i = 0; i < count && count <= MaxSignedHeaders; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (names[parts[i]].Equals(names[parts[j]], StringComparison.OrdinalIgnoreCase))
                    return false;
            }
        }

        return count <= MaxSignedHeaders;
    }

    /// <summary>Takes what stands after the last <c>/</c> off a text.</summary>
    private static bool TryTakeLast(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> last)
    {
        int slash = text.LastIndexOf('/');
        last = text[(slash + 1)..];
        text = slash < 0 ? default : text[..slash];
        return slash >= 0;
    }
}
