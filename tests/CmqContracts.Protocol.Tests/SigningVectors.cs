using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;

namespace CmqContracts.Protocol.Tests;

/// <summary>The signature vectors, as they stand in signing-vectors.json.</summary>
internal static class SigningVectors
{
    private static readonly JsonElement Root = Load();

    public static V2Vector Find(string id) => V2.Single(vector => vector.Id == id);

    public static IReadOnlyList<V2Vector> V2 { get; } = [.. Root.GetProperty("v2").EnumerateArray().Select(V2Vector.Read)];

    public static IReadOnlyList<Tc3Vector> Tc3 { get; } = [.. Root.GetProperty("tc3").EnumerateArray().Select(Tc3Vector.Read)];

    public static Tc3Vector FindTc3(string id) => Tc3.Single(vector => vector.Id == id);

    private static JsonElement Load()
    {
        using Stream stream = typeof(SigningVectors).Assembly.GetManifestResourceStream("signing-vectors.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

/// <summary>One vector of the v2 signature.</summary>
internal sealed record V2Vector(string Id, string Method, string Host, string Path, string SecretKey, SignatureMethod Hash, IReadOnlyDictionary<string, string> Parameters, string StringToSign, string Signature, string Wire, IReadOnlyList<string> Alternatives)
{
    public static V2Vector Read(JsonElement vector) => new(
        Text(vector, "id"),
        Text(vector, "method"),
        Text(vector, "host"),
        Text(vector, "path"),
        Text(vector, "secretKey"),
        Enum.Parse<SignatureMethod>(Text(vector, "algorithm")),
        vector.GetProperty("params").EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => parameter.Value.GetString()!),
        Text(vector, "stringToSign"),
        Text(vector, "signature"),
        Text(vector, "wire"),
        vector.TryGetProperty("alternatives", out JsonElement alternatives) ? [.. alternatives.EnumerateArray().Select(alternative => Text(alternative, "signature"))] : []);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

/// <summary>One vector of the TC3 signature.</summary>
internal sealed record Tc3Vector(string Id, Tc3Request Request, string SecretId, string SecretKey, string Service, string CanonicalRequest, string StringToSign, string Signature, string Authorization)
{
    public static Tc3Vector Read(JsonElement vector)
    {
        Dictionary<string, string> headers = vector.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name.ToLowerInvariant(), header => header.Value.GetString()!.ToLowerInvariant());
        headers["content-type"] = Text(vector, "contentType");
        headers["host"] = Text(vector, "host");
        return new Tc3Vector(
            Text(vector, "id"),
            new Tc3Request(
                Text(vector, "method"),
                Text(vector, "query"),
                [.. Text(vector, "signedHeaders").Split(';').Select(name => KeyValuePair.Create(name, headers[name]))],
                Tc3Request.HashPayload(Encoding.UTF8.GetBytes(Text(vector, "payload"))),
                vector.GetProperty("timestamp").GetInt64()),
            Text(vector, "secretId"),
            Text(vector, "secretKey"),
            Text(vector, "service"),
            Text(vector, "canonicalRequest"),
            Text(vector, "stringToSign"),
            Text(vector, "signature"),
            Text(vector, "authorization"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
