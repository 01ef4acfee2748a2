using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds the mistake that leads to a wrong TC3 signature, by trying the usual ones.</summary>
internal static class Tc3Mistakes
{
    private static readonly string EmptyHash = Tc3Request.HashPayload([]);

    /// <summary>The mistake in words; <see langword="null"/>: it is not one of the usual ones.</summary>
    /// <param name="forms">The forms in which the request may be signed.</param>
    /// <param name="body">The body, as it was sent.</param>
    /// <param name="authorization">What its header says.</param>
    /// <param name="key">The key that it names.</param>
    /// <param name="budget">Limits what is hashed.</param>
    public static string? Find(IReadOnlyList<Tc3Request> forms, ReadOnlyMemory<byte> body, Tc3Authorization authorization, CmqKey key, ExplanationBudget budget)
    {
        if (authorization.Date != forms[0].Date)
            return $"Its credential scope says {ShownText.Of(authorization.Date)}, and its timestamp is of {forms[0].Date} in UTC.";
        if (OddSignature(authorization.Signature) is { } odd)
            return odd;
        foreach ((string mistake, byte[] secret, Tc3Request mistaken) in Candidates(forms, body, key, budget))
        {
            if (!budget.TrySpend(LengthOf(mistaken)))
                break;
            if (Tc3Signature.Verify(mistaken, authorization, secret))
                return mistake;
        }

        return null;
    }

    /// <summary>What may have been signed in place of the forms, and with which key. Candidates for which the body must be hashed come last, because it may be large.</summary>
    private static IEnumerable<(string Mistake, byte[] Key, Tc3Request Mistaken)> Candidates(IReadOnlyList<Tc3Request> forms, ReadOnlyMemory<byte> body, CmqKey key, ExplanationBudget budget)
    {
        foreach (Tc3Request form in forms)
        {
            foreach ((string mistake, byte[] mistaken) in KeyMistakes.Of(key))
                yield return (mistake, mistaken, form);
            foreach ((string mistake, Tc3Request mistaken) in Mistakes(form))
                yield return (mistake, key.SigningKey, mistaken);
        }

        foreach ((string mistake, string hash) in OtherEnds(body, budget))
        {
            foreach (Tc3Request form in forms)
                yield return (mistake, key.SigningKey, form with { PayloadHash = hash });
        }
    }

    /// <summary>About how many bytes a try hashes.</summary>
    private static long LengthOf(Tc3Request request)
    {
        // The string to sign, its scope and dates, and the derived keys.
        const int rest = 512;
        return rest + Encoding.UTF8.GetByteCount(request.Query) + request.Headers.Sum(static header => (2L * header.Key.Length) + Encoding.UTF8.GetByteCount(header.Value));
    }

    private static string? OddSignature(string signature)
    {
        if (signature.Length == 64 && signature.All(char.IsAsciiHexDigit))
            return signature.Any(char.IsAsciiLetterUpper) ? "Signature is in upper case; hexadecimal has to be in lower case." : null;
        if (signature.Length == 44 && Base64.IsValid(signature, out int length) && length == 32)
            return "Signature is Base64; in TC3 it has to be hexadecimal.";
        return "Signature is not the hexadecimal of an HMAC; it may be truncated.";
    }

    /// <summary>The hashes of the body with a different end.</summary>
    private static IEnumerable<(string Mistake, string Hash)> OtherEnds(ReadOnlyMemory<byte> body, ExplanationBudget budget)
    {
        foreach ((string end, string name) in KeyMistakes.Ends)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(end);
            if (!budget.TrySpend(body.Length + bytes.Length))
                yield break;
            yield return ($"The body was signed with {name} at its end and sent without.", HashOf(body.Span, bytes));
            if (body.Span.EndsWith(bytes) && budget.TrySpend(body.Length))
                yield return ($"The body was sent with {name} at its end and signed without.", Tc3Request.HashPayload(body.Span[..^bytes.Length]));
        }
    }

    private static string HashOf(ReadOnlySpan<byte> body, ReadOnlySpan<byte> end)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body);
        hash.AppendData(end);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<(string Mistake, Tc3Request Mistaken)> Mistakes(Tc3Request request)
    {
        if (request.Method == "GET")
        {
            yield return ("It signed the method POST and sent GET.", request with { Method = "POST", Query = "" });
            yield return ("It signed the method POST and sent GET.", request with { Method = "POST" });
            yield return ("It signed an empty query, not the one it sent.", request with { Query = "" });
            yield return ("It signed the query decoded; it is signed as it is sent.", request with { Query = Uri.UnescapeDataString(request.Query) });
            yield return ("It signed the parameters of the query in another order than it sent them.", request with { Query = string.Join('&', request.Query.Split('&').Order(StringComparer.Ordinal)) });
        }
        else
        {
            yield return ("It signed the method GET and sent POST.", request with { Method = "GET" });
        }

        foreach (string type in (string[])["application/json", "application/json; charset=utf-8", "application/x-www-form-urlencoded"])
            yield return ($"It signed the Content-Type {type} and sent another.", request with { Headers = With(request, "content-type", type) });
        string host = request.Headers.FirstOrDefault(header => header.Key == "host").Value ?? "";
        foreach (string address in HostMistakes.Addresses(host))
            yield return ($"It signed the host {ShownText.Of(address)}; the host is signed without scheme and slash.", request with { Headers = With(request, "host", address) });
        foreach (string other in HostMistakes.OfThisComputer(host).Append(TencentHosts.Api3))
            yield return ($"It signed the host {ShownText.Of(other)}; sign the one that requests are sent to.", request with { Headers = With(request, "host", other) });
        yield return ("It signed an empty body, not the one it sent.", request with { PayloadHash = EmptyHash });
        yield return ("It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256.", request with { PayloadHash = Tc3Request.UnsignedPayloadHash });
    }

    private static KeyValuePair<string, string>[] With(Tc3Request request, string name, string value) =>
        [.. request.Headers.Select(header => header.Key == name ? KeyValuePair.Create(name, value) : header)];
}
