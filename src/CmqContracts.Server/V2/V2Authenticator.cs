using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Authenticates and authorizes v2 requests: it checks common parameters, key, signature, time and token, in this order, and then the permission.</summary>
internal sealed class V2Authenticator(KeyRing keys, CmqServerOptions options, RefusalExplanation? explanation)
{
    /// <summary>The key that signed a request; <see langword="null"/>: the server accepts unsigned requests.</summary>
    /// <param name="request">Method, host and path as they were requested.</param>
    /// <param name="forwardedHost">The header <c>X-Forwarded-Host</c>, if there is one.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="CmqServiceException">A parameter is missing, the key is unknown, the signature is wrong, or it is valid for another request as well.</exception>
    public CmqKey? Authenticate(V2RequestLine request, string? forwardedHost, V2Parameters parameters, ActionInfo action)
    {
        if (options.AllowAnonymous)
            return null;
        if (SignedParameters.FindMissing(parameters) is { } missing)
            throw new CmqServiceException(CmqErrors.RequiredParameterMissing(missing));
        CmqKey key = keys.Require(parameters.OptionalBytes("SecretId")!.Value.Span, options.RequireSecretIdPrefix);
        IReadOnlyList<string> otherHosts = SignedHosts.Others(forwardedHost, options);
        if (!V2Signature.Verify(request, parameters, key.SigningKey, otherHosts, options.AcceptUnsignedAtBodies))
        {
            explanation?.WrongSignature(request, parameters, key, otherHosts);
            throw new CmqServiceException(CmqErrors.AuthenticationFailed, "The signature does not match the request. Check the SecretKey, and that nothing changed the request after it was signed.");
        }

        long timestamp = parameters.RequireNumber("Timestamp");
        if (!IsTimely(timestamp))
            throw Refused(key, "Its Timestamp is too far from the server's time; set the client's clock, or change TimestampTolerance.");
        if (!key.AcceptsToken(parameters.OptionalBytes("Token").GetValueOrDefault().Span))
            throw Refused(key, "Its Token is missing, or not the key's.");

        // Before the nonce is remembered: otherwise whoever captured a request could use up its nonce by splitting its signed text differently.
        AmbiguousValues.Refuse(parameters, action.Parameters);
        if (keys.Replays?.TryAdd(key, ReplayCache.Kind.V2Nonce, SignedParameters.RequireNonce(parameters), timestamp) == false)
            throw Refused(key, "It is a repeat, or older than the requests that RefuseRepeatedRequests remembers.");
        return key;
    }

    /// <summary>Refuses what the key may not do.</summary>
    /// <param name="key">The key that <see cref="Authenticate"/> returned.</param>
    /// <param name="action">The action.</param>
    /// <param name="parameters">All parameters.</param>
    /// <exception cref="CmqServiceException">The key's access does not allow it.</exception>
    public void Authorize(CmqKey? key, ActionInfo action, V2Parameters parameters)
    {
        if (key is null)
            return;
        CmqKeyAccess needed = NeededAccess.Of(action, parameters);
        if (key.Permits(needed))
            return;
        string reason = NeededAccess.Explain(key, action, needed);
        explanation?.Refused(key, reason);
        throw new CmqServiceException(CmqErrors.NoCamAuthentication, reason);
    }

    private CmqServiceException Refused(CmqKey key, string reason)
    {
        explanation?.Refused(key, reason);
        return new CmqServiceException(CmqErrors.AuthenticationFailed, reason);
    }

    private bool IsTimely(long timestamp) =>
        options.TimestampTolerance <= TimeSpan.Zero
        || Math.Abs((decimal)timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()) <= (decimal)options.TimestampTolerance.TotalSeconds;
}
