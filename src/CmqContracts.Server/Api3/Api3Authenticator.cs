using System.Globalization;
using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Authenticates and authorizes API 3.0 requests: it checks key, signature, time and token, in this order, and then the permission.</summary>
internal sealed class Api3Authenticator(KeyRing keys, CmqServerOptions options, RefusalExplanation? explanation)
{
    /// <summary>The key that signed a request; <see langword="null"/>: the server accepts unsigned requests.</summary>
    /// <exception cref="Api3Exception">The request is not signed, or repeated, its timestamp is too far from the server's time, or the signature is wrong.</exception>
    /// <exception cref="CmqServiceException">The key is unknown, or the signature is valid for another request as well.</exception>
    public CmqKey? Authenticate(Api3Call call, ActionInfo action)
    {
        if (options.AllowAnonymous)
            return null;
        Tc3Authorization? authorization = null;
        CmqKey key = Api3Call.IsApi3(call.Request.Headers) ? ByTc3(call, out authorization) : ByParameters(call, action);
        CheckTime(call.Timestamp);
        if (!key.AcceptsToken(Encoding.UTF8.GetBytes(call.Token ?? "")))
            throw new Api3Exception(Api3Errors.TokenFailure, "The key is a temporary one, and the request does not carry its token.");
        if (keys.Replays is { } replays && !IsNew(call, key, authorization, replays))
            throw new Api3Exception(Api3Errors.SignatureFailure, "The request is a repeat, or older than the requests that the server remembers. Sign every request anew.");
        return key;
    }

    /// <summary>Refuses what the key may not do.</summary>
    /// <param name="key">The key that <see cref="Authenticate"/> returned.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="CmqServiceException">The key's access does not allow it.</exception>
    public void Authorize(CmqKey? key, ActionInfo action)
    {
        CmqKeyAccess needed = NeededAccess.Of(action);
        if (key is null || key.Permits(needed))
            return;
        string reason = NeededAccess.Explain(key, action, needed);
        explanation?.Refused(key, reason);
        throw new CmqServiceException(CmqErrors.NoCamAuthentication, reason);
    }

    private static bool IsNew(Api3Call call, CmqKey key, Tc3Authorization? authorization, ReplayCache replays) => authorization is null
        ? replays.TryAdd(key, ReplayCache.Kind.Api3Nonce, SignedParameters.RequireNonce(call.Parameters), call.Timestamp)
        : replays.TryAdd(key, ReplayCache.Kind.Tc3Signature, Encoding.UTF8.GetBytes(authorization.Signature), call.Timestamp);

    private CmqKey ByTc3(Api3Call call, out Tc3Authorization? authorization)
    {
        if (!Tc3Authorization.TryParse(call.Request.Headers.Authorization, out authorization))
            throw new Api3Exception(Api3Errors.InvalidAuthorization, "The Authorization header must be `TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>`, with each signed header named once and at most " + Tc3Authorization.MaxSignedHeaders.ToString(CultureInfo.InvariantCulture) + " of them.");
        CmqKey key = Find(Encoding.UTF8.GetBytes(authorization.SecretId));
        if (Tc3Signature.Verify(Tc3Forms.Of(call, authorization, OtherHosts(call)), authorization, key.SigningKey))
            return key;
        explanation?.WrongSignature([.. Tc3Forms.Of(call, authorization, OtherHosts(call))], call.Body, authorization, key);
        throw SignatureFailure();
    }

    private CmqKey ByParameters(Api3Call call, ActionInfo action)
    {
        if (SignedParameters.FindMissing(call.Parameters) is { } missing)
            throw Api3Exception.Missing(missing);
        AmbiguousNames.Refuse(call.Parameters, lists: []);
        CmqKey key = Find(call.Parameters.OptionalBytes("SecretId")!.Value.Span);
        V2RequestLine line = V2RequestLine.ForApi3(call.Request.Method, RequestTarget.HostHeaderOf(call.Request).Value ?? "");
        if (!V2Signature.Verify(line, call.Parameters, key.SigningKey, OtherHosts(call), options.AcceptUnsignedAtBodies))
        {
            explanation?.WrongSignature(line, call.Parameters, key, OtherHosts(call));
            throw SignatureFailure();
        }

        AmbiguousValues.Refuse(call.Parameters, action.Parameters);
        return key;
    }

    private IReadOnlyList<string> OtherHosts(Api3Call call) => SignedHosts.Others(call.Request.Headers["X-Forwarded-Host"], options);

    private CmqKey Find(ReadOnlySpan<byte> secretId) => keys.Require(secretId, options.RequireSecretIdPrefix);

    private void CheckTime(long timestamp)
    {
        long difference = timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (options.TimestampTolerance > TimeSpan.Zero && Math.Abs(difference) > CmqServerOptions.Api3TimestampTolerance.TotalSeconds)
            throw new Api3Exception(Api3Errors.SignatureExpire, $"The request was signed {Math.Abs(difference)} seconds {(difference < 0 ? "before" : "after")} the server's time; at most {CmqServerOptions.Api3TimestampTolerance.TotalSeconds} are allowed. Set the client's clock.");
    }

    private static Api3Exception SignatureFailure() =>
        new(Api3Errors.SignatureFailure, "The signature does not match the request. Check the SecretKey, and that nothing changed the request after it was signed.");
}
