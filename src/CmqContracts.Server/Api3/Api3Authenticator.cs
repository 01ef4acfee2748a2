using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Finds out whose API 3.0 request it is: key, signature, time, token and permission.</summary>
internal sealed class Api3Authenticator(KeyRing keys, CmqServerOptions options)
{
    /// <summary>How far a request's timestamp may be from the server's time, both ways. Source: document 406/35950.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

    /// <summary>The account of a request.</summary>
    /// <exception cref="Api3Exception">The request is not signed, too early or too late, or the signature is not its own.</exception>
    /// <exception cref="CmqException">The key is unknown, disabled or may not do this.</exception>
    public string Authenticate(Api3Call call)
    {
        if (options.AllowAnonymous)
            return CmqKey.DefaultAccount;
        CmqKey key = Api3Call.IsTc3(call.Request) ? ByTc3(call) : ByParameters(call);
        CheckTime(call.Timestamp);
        if (!key.AcceptsToken(Encoding.UTF8.GetBytes(call.Token ?? "")))
            throw new Api3Exception(Api3Errors.TokenFailure, "The token is not the key's.");
        return key.Permits(Encoding.UTF8.GetBytes(call.Action)) ? key.Account : throw new CmqException(CmqErrors.NotPermitted);
    }

    private CmqKey ByTc3(Api3Call call)
    {
        if (!Tc3Authorization.TryParse(call.Request.Headers.Authorization, out Tc3Authorization? authorization))
            throw new Api3Exception(Api3Errors.InvalidAuthorization, "The Authorization header must be `TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>`.");
        CmqKey key = FindKey(authorization.SecretId);
        if (!Tc3Forms.Of(call, authorization).Any(form => Tc3Signature.Verify(form, authorization, key.SecretKey)))
            throw SignatureFailure();
        return key;
    }

    private CmqKey ByParameters(Api3Call call)
    {
        if (call.Parameters.IndexOf("Signature"u8) < 0)
            throw new Api3Exception(Api3Errors.InvalidAuthorization, "The request is not signed: it has neither a TC3 Authorization header nor a `Signature`.");
        foreach (string name in Required)
        {
            if (call.Parameters.OptionalBytes(name) is not { Length: > 0 })
                throw Api3Exception.Missing(name);
        }

        CmqKey key = FindKey(call.Parameters.RequireString("SecretId"));
        V2RequestLine line = V2RequestLine.ForApi3(call.Request.Method, call.Request.Host.Value ?? "");
        return V2Signature.Verify(line, call.Parameters, key.SecretKey) ? key : throw SignatureFailure();
    }

    private CmqKey FindKey(string secretId)
    {
        CmqKey key = keys.Find(Encoding.UTF8.GetBytes(secretId)) ?? throw new CmqException(CmqErrors.SecretIdUnknown);
        return key.IsEnabled ? key : throw new CmqException(CmqErrors.SecretIdDisabled);
    }

    private void CheckTime(long timestamp)
    {
        long difference = timestamp - options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (options.TimestampTolerance > TimeSpan.Zero && Math.Abs(difference) > Tolerance.TotalSeconds)
            throw new Api3Exception(Api3Errors.SignatureExpire, $"The request was signed {Math.Abs(difference)} seconds {(difference < 0 ? "before" : "after")} the server's time; at most {Tolerance.TotalSeconds} are allowed. Set the client's clock.");
    }

    private static Api3Exception SignatureFailure() =>
        new(Api3Errors.SignatureFailure, "The signature is not the request's. Check the SecretKey, and that nothing changed the request after it was signed.");
}
