using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The forms in which real clients sign a TC3 request, the documented one first: the host with and without its port or under another name, and header values as they are sent or in lower case.</summary>
internal static class Tc3Forms
{
    public static IEnumerable<Tc3Request> Of(Api3Call call, Tc3Authorization authorization, IReadOnlyList<string> otherHosts)
    {
        bool unsigned = call.Request.Headers["X-TC-Content-SHA256"] == Tc3Request.UnsignedPayload;
        string query = HttpMethods.IsPost(call.Request.Method) ? "" : call.Request.QueryString.Value is { Length: > 0 } text ? text[1..] : "";
        string payload = unsigned ? Tc3Request.HashPayload("UNSIGNED-PAYLOAD"u8) : Tc3Request.HashPayload(call.Body.Span);
        string[] names = authorization.SignedHeaders.Split(';');
        foreach (string host in Hosts(call.Request.Host, otherHosts))
        {
            foreach (bool lowerCase in (bool[])[false, true])
            {
                KeyValuePair<string, string>[] headers = [.. names.Select(name => KeyValuePair.Create(name, Value(call.Request, name, host, lowerCase)))];
                yield return new Tc3Request(call.Request.Method, query, headers, payload, call.Timestamp);
            }
        }
    }

    private static IEnumerable<string> Hosts(HostString host, IReadOnlyList<string> otherHosts)
    {
        foreach (HostString name in otherHosts.Select(other => new HostString(other)).Prepend(host))
        {
            yield return name.Value ?? "";
            if (name.Port is not null)
                yield return name.Host;
        }
    }

    /// <summary>Documents have values in lower case; the SDKs leave the Content-Type and the host as they are, and lower those of their own headers.</summary>
    private static string Value(HttpRequest request, string name, string host, bool lowerCase)
    {
        string value = name == "host" ? host : request.Headers[name].ToString().Trim();
        return lowerCase || name.StartsWith("x-", StringComparison.Ordinal) ? value.ToLowerInvariant() : value;
    }
}
