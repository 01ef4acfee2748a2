using System.Buffers;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds out whose v2 request it is: common parameters first, then key, signature, time, token and permission.</summary>
internal sealed class V2Authenticator(KeyRing keys, CmqServerOptions options, RefusalExplanation? explanation)
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]");

    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

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
        foreach (string name in Required)
        {
            if (parameters.OptionalBytes(name) is not { Length: > 0 })
                throw new CmqServiceException(CmqErrors.Missing(name));
        }

        ReadOnlySpan<byte> secretId = parameters.OptionalBytes("SecretId")!.Value.Span;
        CmqKey key = keys.Require(secretId, options.RequireSecretIdPrefix);
        if (!V2Signature.Verify(request, parameters, key.SecretKey, OtherHosts(forwardedHost, options), options.AcceptUnsignedAtBodies))
        {
            explanation?.WrongSignature(request, parameters, key, OtherHosts(forwardedHost, options));
            throw new CmqServiceException(CmqErrors.AuthenticationFailed);
        }

        long timestamp = parameters.RequireNumber("Timestamp");
        if (!IsTimely(timestamp))
            throw Refused(key, "Its Timestamp is too far from the server's time; set the client's clock, or change TimestampTolerance.");
        if (!key.AcceptsToken(parameters.OptionalBytes("Token").GetValueOrDefault().Span))
            throw Refused(key, "Its Token is missing, or not the key's.");

        // Before its nonce is remembered: else whoever has caught a request could spend it with another cut of its signed text.
        AmbiguousValues.Refuse(parameters, action.Parameters);
        if (keys.Memory?.TryAdd(key, NonceMemory.Kind.V2Nonce, RequireNonce(parameters), timestamp) == false)
            throw Refused(key, "It was there already, or is older than what RefuseRepeatedRequests remembers.");
        if (!key.Permits(action))
            throw new CmqServiceException(CmqErrors.NotPermitted);
        return key;
    }

    /// <summary>The nonce, which must be a number: other text may hold what another reader of the signed text takes for the next parameter.</summary>
    internal static ReadOnlySpan<byte> RequireNonce(V2Parameters parameters)
    {
        ReadOnlySpan<byte> nonce = parameters.OptionalBytes("Nonce").GetValueOrDefault().Span;
        return nonce.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? throw new CmqServiceException(CmqErrors.NotANumber("Nonce")) : nonce;
    }

    private CmqServiceException Refused(CmqKey key, string reason)
    {
        explanation?.Refused(key, reason);
        return new CmqServiceException(CmqErrors.AuthenticationFailed);
    }

    /// <summary>The hosts besides the requested one that a request may have been signed for. What a proxy's header says counts only if it is a host: the signed text has its parts behind one another, and more would pass for them.</summary>
    internal static IReadOnlyList<string> OtherHosts(string? forwardedHost, CmqServerOptions options)
    {
        if (string.IsNullOrEmpty(forwardedHost))
            return options.PublicHostNames;

        // Each proxy of a chain may have added its own; the first is what the client asked for.
        int end = forwardedHost.IndexOf(',', StringComparison.Ordinal);
        string first = (end < 0 ? forwardedHost : forwardedHost[..end]).Trim();
        return first.AsSpan().ContainsAnyExcept(HostCharacters) ? options.PublicHostNames : [first, .. options.PublicHostNames];
    }

    private bool IsTimely(long timestamp) =>
        options.TimestampTolerance <= TimeSpan.Zero
        || Math.Abs((decimal)timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()) <= (decimal)options.TimestampTolerance.TotalSeconds;
}
