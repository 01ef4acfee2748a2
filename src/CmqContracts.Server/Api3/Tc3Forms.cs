using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The forms in which real clients sign a TC3 request, the documented one first: every host, with and without its port, with header values as they are sent and then in lower case.</summary>
internal static class Tc3Forms
{
    public static IEnumerable<Tc3Request> Of(Api3Call call, Tc3Authorization authorization, IReadOnlyList<string> otherHosts)
    {
        bool unsigned = call.Request.Headers["X-TC-Content-SHA256"] == Tc3Request.UnsignedPayload;
        string query = HttpMethods.IsPost(call.Request.Method) ? "" : call.Request.QueryString.Value is { Length: > 0 } text ? text[1..] : "";
        string payload = unsigned ? Tc3Request.UnsignedPayloadHash : Tc3Request.HashPayload(call.Body.Span);
        string[] names = authorization.SignedHeaders.Split(';');
        IEnumerable<Tc3Request> asSent = Hosts(RequestTarget.HostHeaderOf(call.Request), otherHosts).Distinct().Select(host =>
            new Tc3Request(call.Request.Method, query, [.. names.Select(name => KeyValuePair.Create(name, Value(call.Request, name, host)))], payload, call.Timestamp));
        return asSent.Concat(asSent.Where(HasCapitals).Select(InLowerCase));
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

    /// <summary>The documents have all values in lower case; the SDKs do that only with their own headers, and leave Content-Type and Host unchanged.</summary>
    private static string Value(HttpRequest request, string name, string host)
    {
        string value = name == "host" ? host : request.Headers[name].ToString().Trim();
        return name.StartsWith("x-", StringComparison.Ordinal) ? value.ToLowerInvariant() : value;
    }

    private static bool HasCapitals(Tc3Request form) => form.Headers.Any(header => header.Value.Any(char.IsUpper));

    private static Tc3Request InLowerCase(Tc3Request form) => form with { Headers = [.. form.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToLowerInvariant()))] };
}
