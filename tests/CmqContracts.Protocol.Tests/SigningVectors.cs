using System.Text.Json;

namespace CmqContracts.Protocol.Tests;

/// <summary>The signature vectors, as they stand in signing-vectors.json.</summary>
internal static class SigningVectors
{
    private static readonly JsonElement Root = Load();

    public static V2Vector Find(string id) => V2.Single(vector => vector.Id == id);

    public static IReadOnlyList<V2Vector> V2 { get; } = [.. Root.GetProperty("v2").EnumerateArray().Select(V2Vector.Read)];

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
