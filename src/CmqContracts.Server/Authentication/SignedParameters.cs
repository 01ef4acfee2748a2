using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The checks that v2 requests and forms of API 3.0 share, because both sign their parameters.</summary>
internal static class SignedParameters
{
    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

    /// <summary>The first parameter that is required for a signature and is missing; <see langword="null"/>: none.</summary>
    public static string? FindMissing(V2Parameters parameters)
    {
        foreach (string name in Required)
        {
            if (parameters.OptionalBytes(name) is not { Length: > 0 })
                return name;
        }

        return null;
    }

    /// <summary>The nonce, which must be a number: other text could be split into parameters in several ways.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterTypeError"/>.</exception>
    public static ReadOnlySpan<byte> RequireNonce(V2Parameters parameters)
    {
        ReadOnlySpan<byte> nonce = parameters.OptionalBytes("Nonce").GetValueOrDefault().Span;
        return nonce.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? throw new CmqServiceException(CmqErrors.ParameterTypeError("Nonce")) : nonce;
    }
}
