using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>A TC3 request that tests change before it is signed and sent.</summary>
internal sealed class Tc3Call(string host, string action, long timestamp)
{
    public string Method { get; set; } = "POST";

    public string Path { get; set; } = "/";

    public string Query { get; set; } = "";

    public string Body { get; set; } = "";

    public string ContentType { get; set; } = "application/json";

    public string Host { get; set; } = host;

    public string SignedHost { get; set; } = host;

    public string SignedHeaders { get; set; } = "content-type;host";

    public string Service { get; set; } = "tdmq";

    public string? SignedBody { get; set; }

    public string? SignedMethod { get; set; }

    public string? SignedQuery { get; set; }

    public string? SignedContentType { get; set; }

    public Func<string, string?> ChangeAuthorization { get; set; } = text => text;

    public Dictionary<string, string> Headers { get; } = new()
    {
        ["X-TC-Action"] = action,
        ["X-TC-Version"] = "2020-02-17",
        ["X-TC-Timestamp"] = timestamp.ToString(CultureInfo.InvariantCulture),
        ["X-TC-Region"] = "ap-guangzhou",
    };

    public string? Authorization(string secretId, string secretKey)
    {
        string time = Headers.GetValueOrDefault("X-TC-Timestamp", "0");
        string date = long.TryParse(time, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "none";
        string scope = $"{date}/{Service}/tc3_request";
        string headers = string.Concat(SignedHeaders.Split(';').Select(name => $"{name}:{Value(name)}\n"));
        string canonical = $"{SignedMethod ?? Method}\n/\n{SignedQuery ?? Query}\n{headers}\n{SignedHeaders}\n{Hash(SignedBody ?? Body)}";
        string text = $"TC3-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}";
        byte[] key = Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("TC3" + secretKey), date), Service), "tc3_request");
        return ChangeAuthorization($"TC3-HMAC-SHA256 Credential={secretId}/{scope}, SignedHeaders={SignedHeaders}, Signature={Hex(Hmac(key, text))}");
    }

    private string Value(string name) => name switch
    {
        "host" => SignedHost,
        "content-type" => SignedContentType ?? ContentType,
        _ => Headers.Single(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value.ToLowerInvariant(),
    };

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
