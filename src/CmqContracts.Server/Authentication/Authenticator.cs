using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds out whose v2 request it is: common parameters first, then key, signature, time, token and permission.</summary>
internal sealed class Authenticator(KeyRing keys, CmqServerOptions options)
{
    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

    /// <summary>The account of a request.</summary>
    /// <exception cref="CmqException">A parameter is missing, the key is unknown or may not do this, or the signature is not the request's.</exception>
    public string Authenticate(V2RequestLine request, V2Parameters parameters)
    {
        if (options.AllowAnonymous)
            return CmqKey.DefaultAccount;
        foreach (string name in Required)
        {
            if (parameters.OptionalBytes(name) is not { Length: > 0 })
                throw new CmqException(CmqErrors.Missing(name));
        }

        CmqKey key = FindKey(parameters.OptionalBytes("SecretId")!.Value.Span);
        if (!V2Signature.Verify(request, parameters, key.SecretKey)
            || !IsTimely(parameters.RequireNumber("Timestamp"))
            || !key.AcceptsToken(parameters.OptionalBytes("Token").GetValueOrDefault().Span))
            throw new CmqException(CmqErrors.AuthenticationFailed);
        if (!key.Permits(parameters.OptionalBytes("Action").GetValueOrDefault().Span))
            throw new CmqException(CmqErrors.NotPermitted);
        return key.Account;
    }

    private CmqKey FindKey(ReadOnlySpan<byte> secretId)
    {
        if (options.RequireSecretIdPrefix && !secretId.StartsWith("AKID"u8))
            throw new CmqException(CmqErrors.SecretIdMalformed);
        CmqKey key = keys.Find(secretId) ?? throw new CmqException(CmqErrors.SecretIdUnknown);
        return key.IsEnabled ? key : throw new CmqException(CmqErrors.SecretIdDisabled);
    }

    private bool IsTimely(long timestamp) =>
        options.TimestampTolerance <= TimeSpan.Zero
        || Math.Abs((decimal)timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()) <= (decimal)options.TimestampTolerance.TotalSeconds;
}
