using System.Text;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>A server on a free port over a broker whose clock is advanced by hand, and raw requests to it.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public const string SecretId = "AKIDtest";
    public const string SecretKey = "test key";

    private readonly HttpClient _http = new();

    private ServerUnderTest(CmqBroker broker, CmqServer server, ManualTimeProvider clock)
    {
        Broker = broker;
        Server = server;
        Clock = clock;
    }

    public CmqBroker Broker { get; }

    public CmqServer Server { get; }

    public ManualTimeProvider Clock { get; }

    public static async Task<ServerUnderTest> StartAsync(Action<CmqServerOptions>? configure = null, LogCapture? log = null, CmqLimits? limits = null, ManualTimeProvider? clock = null)
    {
        clock ??= new ManualTimeProvider();
        CmqBroker broker = new(new BrokerOptions { TimeProvider = clock, Limits = limits ?? CmqLimits.Classic });
        CmqServerOptions options = new()
        {
            Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, new CmqKey { SecretId = "AKIDother", SecretKey = "other key", Account = "other account" }],
            TimeProvider = clock,
            LoggerFactory = log,
        };
        configure?.Invoke(options);
        return new ServerUnderTest(broker, await CmqServer.StartAsync(broker, options), clock);
    }

    public CmqHttpService Client(string secretId = SecretId, string secretKey = SecretKey, SignatureMethod method = SignatureMethod.HmacSHA1) =>
        new(new CmqOptions { Endpoint = Server.Endpoint.ToString(), SecretId = secretId, SecretKey = secretKey, SignatureMethod = method, TimeProvider = Clock, Timeout = TimeSpan.FromMinutes(5) }, CmqLimits.Classic);

    /// <summary>A signed form for an action, as clients send it.</summary>
    public string Sign(string method, string path, string action, params (string Name, string Value)[] values) =>
        SignAs(SecretId, SecretKey, method, path, action, values);

    public string SignAs(string secretId, string secretKey, string method, string path, string action, params (string Name, string Value)[] values) =>
        Sign(secretId, secretKey, Server.Endpoint.Authority, method, path, action, values);

    /// <summary>A form that is signed for a host other than the one it is sent to.</summary>
    public string SignFor(string host, string method, string path, string action, params (string Name, string Value)[] values) =>
        Sign(SecretId, SecretKey, host, method, path, action, values);

    private string Sign(string secretId, string secretKey, string host, string method, string path, string action, (string Name, string Value)[] values)
    {
        using V2Parameters parameters = new();
        (string, string)[] common = [("Action", action), ("SecretId", secretId), ("Timestamp", Now()), ("Nonce", "46364")];
        foreach ((string name, string value) in common.Concat(values).GroupBy(pair => pair.Item1).Select(group => group.Last()))
            parameters.Add(Encoding.UTF8.GetBytes(name), value);
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(new V2RequestLine(method, host, path), parameters, SignatureMethod.HmacSHA1, Encoding.UTF8.GetBytes(secretKey), signature);
        parameters.Add("Signature"u8, signature[..length]);
        using PooledBufferWriter form = new();
        parameters.WriteForm(form);
        return Encoding.UTF8.GetString(form.WrittenSpan);
    }

    /// <summary>Posts a signed action to the usual path.</summary>
    public Task<JsonElement> PostAsync(string action, params (string Name, string Value)[] values) =>
        PostFormAsync(V2RequestLine.DefaultPath, Sign("POST", V2RequestLine.DefaultPath, action, values));

    /// <summary>Posts any form.</summary>
    public async Task<JsonElement> PostFormAsync(string path, string form, params (string Name, string Value)[] headers)
    {
        using StringContent content = new(form, Encoding.UTF8);
        foreach ((string name, string value) in headers)
            content.Headers.Add(name, value);
        content.Headers.ContentType = null;
        return await ReadAsync(await _http.PostAsync(new Uri(Server.Endpoint, path), content));
    }

    public async Task<JsonElement> GetAsync(string path, string query) => await ReadAsync(await _http.GetAsync(new Uri(Server.Endpoint, path + "?" + query)));

    public async Task<JsonElement> SendAsync(HttpMethod method, string path)
    {
        using HttpRequestMessage request = new(method, new Uri(Server.Endpoint, path));
        return await ReadAsync(await _http.SendAsync(request));
    }

    /// <summary>Yields until a number of receives wait in the queue.</summary>
    public async Task WaitForWaitingReceivesAsync(int count)
    {
        while ((await Broker.GetInspector("default").DescribeAllAsync()).Sum(queue => queue.WaitingReceives) != count)
            await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        await Broker.DisposeAsync();
    }

    public static void AssertError(JsonElement reply, CmqError expected)
    {
        Assert.Equal(expected.Code, reply.GetProperty("code").GetInt32());
        Assert.Equal(expected.WireMessage, reply.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.String, reply.GetProperty("requestId").ValueKind);
    }

    /// <returns>The reply.</returns>
    public static JsonElement AssertOk(JsonElement reply)
    {
        Assert.Equal("", reply.GetProperty("message").GetString());
        Assert.Equal(0, reply.GetProperty("code").GetInt32());
        Assert.NotEmpty(reply.GetProperty("requestId").GetString()!);
        return reply;
    }

    private string Now() => Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every answer has status 200, a length and JSON.</summary>
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            Assert.NotNull(response.Content.Headers.ContentLength);
            using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            return document.RootElement.Clone();
        }
    }
}
