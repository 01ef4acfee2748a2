using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>What is signed parameter by parameter, in v2 and in forms of API 3.0.</summary>
internal static class SignedParameters
{
    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

    /// <summary>The first parameter that a signed request needs and this one lacks; <see langword="null"/>: it has all.</summary>
    public static string? FindMissing(V2Parameters parameters)
    {
        foreach (string name in Required)
        {
            if (parameters.OptionalBytes(name) is not { Length: > 0 })
                return name;
        }

        return null;
    }

    /// <summary>The nonce, which must be a number: other text may hold what another reader of the signed text takes for the next parameter.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.NotANumber"/>.</exception>
    public static ReadOnlySpan<byte> RequireNonce(V2Parameters parameters)
    {
        ReadOnlySpan<byte> nonce = parameters.OptionalBytes("Nonce").GetValueOrDefault().Span;
        return nonce.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? throw new CmqServiceException(CmqErrors.NotANumber("Nonce")) : nonce;
    }
}
