using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Server.Tests;

/// <summary>Signs and sends API 3.0 requests with code of its own, so that the server's code is not tested against itself.</summary>
internal sealed class Api3Client(ServerUnderTest server, string secretId = ServerUnderTest.SecretId, string secretKey = ServerUnderTest.SecretKey) : IDisposable
{
    private readonly HttpClient _http = new();

    public long Now => server.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Sends a TC3 POST and returns the content of <c>Response</c>.</summary>
    public Task<JsonElement> PostAsync(string action, object parameters, Action<Tc3Call>? change = null) =>
        PostTextAsync(action, JsonSerializer.Serialize(parameters), change);

    public Task<JsonElement> PostTextAsync(string action, string body, Action<Tc3Call>? change = null) =>
        SendAsync(Change(new Tc3Call(server.Server.Endpoint.Authority, action, Now) { Body = body }, change));

    /// <summary>Sends a TC3 GET.</summary>
    public Task<JsonElement> GetAsync(string action, string query, Action<Tc3Call>? change = null) =>
        SendAsync(Change(new Tc3Call(server.Server.Endpoint.Authority, action, Now) { Method = "GET", Query = query, ContentType = "application/x-www-form-urlencoded" }, change));

    /// <summary>Sends a request whose parameters are signed, as form or as query.</summary>
    public Task<JsonElement> SendFormAsync(string method, string path, string action, string algorithm, params (string Name, string Value)[] values) =>
        SendFormAsync(method, path, action, algorithm, _ => { }, values);

    public async Task<JsonElement> SendFormAsync(string method, string path, string action, string algorithm, Action<HttpRequestMessage> change, params (string Name, string Value)[] values)
    {
        Dictionary<string, string> parameters = new()
        {
            ["Action"] = action, ["Version"] = "2020-02-17", ["SecretId"] = secretId, ["Timestamp"] = Now.ToString(CultureInfo.InvariantCulture),
            ["Nonce"] = "46364", ["Region"] = "ap-guangzhou", ["RequestClient"] = "SDK_test", ["SignatureMethod"] = algorithm,
        };
        foreach ((string name, string value) in values)
            parameters[name] = value;
        string text = $"{method}{server.Server.Endpoint.Authority}/?" + string.Join('&', parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        byte[] key = Encoding.UTF8.GetBytes(secretKey), bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // The protocol's hash.
        parameters["Signature"] = Convert.ToBase64String(algorithm == "HmacSHA256" ? HMACSHA256.HashData(key, bytes) : HMACSHA1.HashData(key, bytes));
#pragma warning restore CA5350
        using FormUrlEncodedContent form = new(parameters);
        string query = method == "GET" ? "?" + await form.ReadAsStringAsync() : "";
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(server.Server.Endpoint, path + query)) { Content = method == "GET" ? null : form };
        change(request);
        return await ReadAsync(await _http.SendAsync(request));
    }

    /// <summary>Sends a request as it is given, signed or not.</summary>
    public async Task<JsonElement> SendAsync(Tc3Call call)
    {
        string? authorization = call.Authorization(secretId, secretKey);
        using HttpRequestMessage request = new(new HttpMethod(call.Method), new Uri(server.Server.Endpoint, call.Path + (call.Query.Length > 0 ? "?" + call.Query : "")));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        request.Headers.Host = call.Host;
        foreach ((string name, string value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await ReadAsync(await _http.SendAsync(request));
    }

    public void Dispose() => _http.Dispose();

    public static void AssertError(JsonElement response, string code, string inMessage = "")
    {
        JsonElement error = response.GetProperty("Error");
        Assert.Equal(code, error.GetProperty("Code").GetString());
        Assert.Contains(inMessage, error.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    public static void AssertOk(JsonElement response) => Assert.False(response.TryGetProperty("Error", out JsonElement error), error.ToString());

    private static Tc3Call Change(Tc3Call call, Action<Tc3Call>? change)
    {
        change?.Invoke(call);
        return call;
    }

    /// <summary>Every answer has status 200, a length, JSON, and an id that is a UUID.</summary>
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
            Assert.NotNull(response.Content.Headers.ContentLength);
            using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            JsonElement inner = Assert.Single(document.RootElement.EnumerateObject()).Value.Clone();
            Assert.True(Guid.TryParseExact(inner.GetProperty("RequestId").GetString(), "D", out _));
            return inner;
        }
    }
}
