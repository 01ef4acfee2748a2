using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds out whose v2 request it is: common parameters first, then key, signature, time, token and permission.</summary>
internal sealed class V2Authenticator(KeyRing keys, CmqServerOptions options, RefusalExplanation? explanation)
{
    /// <summary>The key that signed a request; <see langword="null"/>: none is needed.</summary>
    /// <param name="request">Method, host and path as they were requested.</param>
    /// <param name="forwardedHost">The host that a proxy was asked for, or nothing.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="action">The action that they name.</param>
    /// <exception cref="CmqServiceException">A parameter is missing, the key is unknown or may not do this, the signature is not the request's, or it covers another request as well.</exception>
    public CmqKey? Authenticate(V2RequestLine request, string? forwardedHost, V2Parameters parameters, ActionInfo action)
    {
        if (options.AllowAnonymous)
            return null;
        if (SignedParameters.FindMissing(parameters) is { } missing)
            throw new CmqServiceException(CmqErrors.Missing(missing));
        CmqKey key = keys.Require(parameters.OptionalBytes("SecretId")!.Value.Span, options.RequireSecretIdPrefix);
        IReadOnlyList<string> otherHosts = SignedHosts.Others(forwardedHost, options);
        if (!V2Signature.Verify(request, parameters, key.SecretKey, otherHosts, options.AcceptUnsignedAtBodies))
        {
            explanation?.WrongSignature(request, parameters, key, otherHosts);
            throw new CmqServiceException(CmqErrors.AuthenticationFailed);
        }

        long timestamp = parameters.RequireNumber("Timestamp");
        if (!IsTimely(timestamp))
            throw Refused(key, "Its Timestamp is too far from the server's time; set the client's clock, or change TimestampTolerance.");
        if (!key.AcceptsToken(parameters.OptionalBytes("Token").GetValueOrDefault().Span))
            throw Refused(key, "Its Token is missing, or not the key's.");

        // Before the nonce is remembered: otherwise whoever captured a request could use up its nonce by splitting its signed text differently.
        AmbiguousValues.Refuse(parameters, action.Parameters);
        if (keys.Memory?.TryAdd(key, NonceMemory.Kind.V2Nonce, SignedParameters.RequireNonce(parameters), timestamp) == false)
            throw Refused(key, "It was there already, or is older than what RefuseRepeatedRequests remembers.");
        if (!key.Permits(action))
            throw new CmqServiceException(CmqErrors.NotPermitted);
        return key;
    }

    private CmqServiceException Refused(CmqKey key, string reason)
    {
        explanation?.Refused(key, reason);
        return new CmqServiceException(CmqErrors.AuthenticationFailed);
    }

    private bool IsTimely(long timestamp) =>
        options.TimestampTolerance <= TimeSpan.Zero
        || Math.Abs((decimal)timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()) <= (decimal)options.TimestampTolerance.TotalSeconds;
}
