using CmqContracts.Protocol.Signing;

namespace CmqContracts.Server;

/// <summary>Guesses what a client did wrong when it signed by TC3: tries the usual mistakes until one gives its signature.</summary>
internal static class Tc3Mistakes
{
    /// <summary>The mistake in words; <see langword="null"/>: it is none of the usual ones.</summary>
    public static string? Find(Tc3Request request, Tc3Authorization authorization, CmqKey key)
    {
        if (authorization.Date != request.Date)
            return $"Its credential scope says {Printable.Of(authorization.Date)}, and its timestamp is of {request.Date} in UTC.";
        foreach ((string mistake, Tc3Request mistaken) in Mistakes(request))
        {
            if (Tc3Signature.Verify(mistaken, authorization, key.SecretKey))
                return mistake;
        }

        return null;
    }

    private static IEnumerable<(string Mistake, Tc3Request Mistaken)> Mistakes(Tc3Request request)
    {
        yield return ("It signed an empty body, not the one it sent.", request with { PayloadHash = Tc3Request.HashPayload([]) });
        yield return ("It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256.", request with { PayloadHash = Tc3Request.HashPayload("UNSIGNED-PAYLOAD"u8) });
        yield return ("It signed the method POST and sent GET.", request with { Method = "POST", Query = "" });
        yield return ("It signed the method GET and sent POST.", request with { Method = "GET" });
        yield return ("It signed the Content-Type application/json and sent another.", request with { Headers = With(request, "content-type", "application/json") });
        yield return ("It signed the Content-Type application/json; charset=utf-8 and sent another.", request with { Headers = With(request, "content-type", "application/json; charset=utf-8") });
        yield return ("It signed the host tdmq.tencentcloudapi.com; sign the one that requests are sent to.", request with { Headers = With(request, "host", "tdmq.tencentcloudapi.com") });
    }

    private static KeyValuePair<string, string>[] With(Tc3Request request, string name, string value) =>
        [.. request.Headers.Select(header => header.Key == name ? KeyValuePair.Create(name, value) : header)];
}
