using System.Text;
using System.Text.Json;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>A signed request of another client: from a signature vector, or captured from a public client for Node.js.</summary>
internal sealed record CapturedRequest(string Name, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, CmqKey Key)
{
    public static IReadOnlyList<CapturedRequest> All { get; } = [.. Vectors(), .. Tc3Vectors(), .. OfClients()];

    /// <summary>Whether the parameters are a form or a query, and signed one by one.</summary>
    public bool HasSignedParameters => !Headers.ContainsKey("authorization");

    public bool IsApi3 => !HasSignedParameters || Form.Contains("Version=2020-02-17", StringComparison.Ordinal);

    public string Form => Method == "POST" ? Body : Target.Split('?', 2)[^1];

    /// <summary>This request with another header; <see langword="null"/>: without it.</summary>
    public CapturedRequest With(string header, string? value)
    {
        Dictionary<string, string> headers = new(Headers, StringComparer.OrdinalIgnoreCase);
        headers.Remove(header);
        if (value is not null)
            headers[header] = value;
        return this with { Headers = headers };
    }

    public byte[] Carry(string form, string extraHeaders = "")
    {
        string target = Method == "POST" ? Target : Target.Split('?', 2)[0] + "?" + form;
        return Bytes(target, Method == "POST" ? form : "", extraHeaders);
    }

    public byte[] Bytes(string target, string body, string extraHeaders = "") => Encoding.Latin1.GetBytes(
        $"{Method} {target} HTTP/1.1\r\n{string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\r\n"))}{extraHeaders}Content-Length: {body.Length}\r\n\r\n{body}");

    private static IEnumerable<CapturedRequest> Vectors()
    {
        foreach (JsonElement vector in Read("signing-vectors.json").GetProperty("v2").EnumerateArray())
        {
            string wire = Text(vector, "wire");
            yield return Of(vector, "", wire);
            if (vector.TryGetProperty("alternatives", out JsonElement alternatives) && Text(vector, "id") != "V14")
            {
                foreach (JsonElement alternative in alternatives.EnumerateArray())
                    yield return Of(vector, " alternative", wire[..wire.IndexOf("&Signature=", StringComparison.Ordinal)] + "&Signature=" + Uri.EscapeDataString(Text(alternative, "signature")));
            }
        }

        static CapturedRequest Of(JsonElement vector, string suffix, string wire)
        {
            string method = Text(vector, "method");
            CmqKey key = new() { SecretId = vector.GetProperty("params").GetProperty("SecretId").GetString()!, SecretKey = Text(vector, "secretKey") };
            Dictionary<string, string> headers = new() { ["host"] = Text(vector, "host") };
            return new CapturedRequest(Text(vector, "id") + suffix, method, Text(vector, "path") + (method == "GET" ? "?" + wire : ""), headers, method == "GET" ? "" : wire, key);
        }
    }

    private static IEnumerable<CapturedRequest> Tc3Vectors()
    {
        foreach (JsonElement vector in Read("signing-vectors.json").GetProperty("tc3").EnumerateArray())
        {
            Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
            {
                ["host"] = Text(vector, "host"), ["content-type"] = Text(vector, "contentType"), ["authorization"] = Text(vector, "authorization"), ["x-tc-timestamp"] = vector.GetProperty("timestamp").GetRawText(),
            };
            foreach (JsonProperty header in vector.GetProperty("headers").EnumerateObject())
                headers[header.Name] = header.Value.GetString()!;
            string query = Text(vector, "query"), body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Text(vector, "payload")));
            yield return new CapturedRequest(Text(vector, "id"), Text(vector, "method"), query.Length > 0 ? "/?" + query : "/", headers, body, new CmqKey { SecretId = Text(vector, "secretId"), SecretKey = Text(vector, "secretKey") });
        }
    }

    private static IEnumerable<CapturedRequest> OfClients()
    {
        foreach (JsonElement request in Read("captured-requests.json").EnumerateArray())
        {
            Dictionary<string, string> headers = request.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!);
            string action = headers.GetValueOrDefault("x-tc-action") ?? (Text(request, "target") + "&" + Text(request, "body")).Split("Action=")[1].Split('&')[0];
            yield return new CapturedRequest($"{Text(request, "client")} {Text(request, "method")} {action}", Text(request, "method"), Text(request, "target"), headers, Text(request, "body"), new CmqKey { SecretId = "AKIDnode", SecretKey = "a key + of/node=" });
        }
    }

    private static JsonElement Read(string resource)
    {
        using Stream stream = typeof(CapturedRequest).Assembly.GetManifestResourceStream(resource)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
