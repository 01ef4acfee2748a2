using System.Diagnostics.CodeAnalysis;

namespace CmqContracts.Protocol.Signing;

/// <summary>What the <c>Authorization</c> header of a TC3 request says.</summary>
/// <param name="SecretId">The id of the key.</param>
/// <param name="Date">The day of the credential scope, <c>2023-11-14</c>.</param>
/// <param name="Service">The service of the credential scope: mostly the first label of the host the client was pointed at.</param>
/// <param name="SignedHeaders">The names of the signed headers in lower case, joined by <c>;</c>.</param>
/// <param name="Signature">The signature, hexadecimal in lower case.</param>
public sealed record Tc3Authorization(string SecretId, string Date, string Service, string SignedHeaders, string Signature)
{
    private const string ScopeEnd = "tc3_request";

    /// <summary>Whether a header announces a TC3 signature, readable or not.</summary>
    public static bool IsTc3([NotNullWhen(true)] string? header) =>
        header is not null && header.AsSpan().TrimStart().StartsWith(Tc3Signature.Algorithm, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header. Clients differ in the spaces they put between its parts, so any number does.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out Tc3Authorization? authorization)
    {
        authorization = null;
        if (!IsTc3(header))
            return false;
        string? credential = null, signedHeaders = null, signature = null;
        foreach (string part in header.Trim()[Tc3Signature.Algorithm.Length..].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (After("Credential=", part) is { } scope)
                credential = scope;
            else if (After("SignedHeaders=", part) is { } names)
                signedHeaders = names;
            else if (After("Signature=", part) is { } hex)
                signature = hex;
        }

        if (credential?.Split('/') is not [.., ScopeEnd] scopes || scopes.Length < 4 || string.IsNullOrEmpty(signedHeaders) || string.IsNullOrEmpty(signature))
            return false;
        authorization = new Tc3Authorization(string.Join('/', scopes[..^3]), scopes[^3], scopes[^2], signedHeaders.ToLowerInvariant(), signature);
        return true;
    }

    /// <summary>The header, as the service's documents print it.</summary>
    public string ToHeader() => $"{Tc3Signature.Algorithm} Credential={SecretId}/{Scope}, SignedHeaders={SignedHeaders}, Signature={Signature}";

    /// <summary>What is shown: neither the signature nor anything that could be replayed.</summary>
    public override string ToString() => $"{SecretId}/{Scope}";

    internal string Scope => $"{Date}/{Service}/{ScopeEnd}";

    private static string? After(string name, string part) => part.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? part[name.Length..] : null;
}
