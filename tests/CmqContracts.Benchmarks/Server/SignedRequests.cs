using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Requests to a server, signed with HmacSHA1 before the measurement. The server accepts repeated requests.</summary>
internal sealed class SignedRequests(Uri server) : IDisposable
{
    public const string SecretId = "AKIDfiguresfiguresfiguresfiguresfigu";
    public static readonly string SecretKey = new('f', 32);

    private readonly HttpClient _http = new();
    private int _nonce;

    /// <summary>A typical body of 1 KiB: JSON with text and numbers.</summary>
    public static string Body { get; } = MakeBody();

    public string Authority { get; } = server.Authority;

    public static long Timestamp { get; } = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public static (string Name, string Value)[] Send(string queue) => [("queueName", queue), ("msgBody", Body)];

    public static (string Name, string Value)[] SendBatch(string queue) => [("queueName", queue), .. Enumerable.Range(0, 16).Select(i => ($"msgBody.{i}", Body))];

    /// <summary>A request as its bytes on the connection.</summary>
    public byte[] Request(string action, params (string Name, string Value)[] parameters) => Post(V2RequestLine.DefaultPath, Form(action, parameters));

    /// <summary>The same bytes for bare Kestrel, with the number of bytes to answer in the target.</summary>
    public byte[] RequestForBare(int answer, string action, params (string Name, string Value)[] parameters) => Post($"/?{answer}", Form(action, parameters));

    /// <summary>Writes a file of requests for the drivers.</summary>
    public static string Write(string name, int count, Func<byte[]> request)
    {
        string path = FigureDirectory.File(name);
        using FileStream file = File.Create(path);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = request();
            file.Write(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Write(bytes);
        }

        return path;
    }

    /// <summary>Sends a request and returns the bytes of the reply.</summary>
    public async Task<byte[]> AskAsync(string action, params (string Name, string Value)[] parameters)
    {
        using ByteArrayContent content = new(Form(action, parameters));
        using HttpResponseMessage response = await _http.PostAsync(new Uri(server, V2RequestLine.DefaultPath), content);
        byte[] reply = await response.Content.ReadAsByteArrayAsync();
        using JsonDocument json = JsonDocument.Parse(reply);
        return json.RootElement.GetProperty("code").GetInt32() == 0 ? reply : throw new MeasurementException($"{action} failed: {json.RootElement.GetProperty("message")}");
    }

    /// <summary>Creates a queue with the longest visibility timeout, so that received messages do not become visible again.</summary>
    public async Task CreateQueueAsync(string queue) => await AskAsync("CreateQueue", ("queueName", queue), ("visibilityTimeout", "43200"));

    /// <summary>Empties a queue.</summary>
    public async Task ClearAsync(string queue) => await AskAsync("ClearQueue", ("queueName", queue));

    /// <summary>The number of active messages of a queue.</summary>
    public async Task<long> CountAsync(string queue)
    {
        using JsonDocument json = JsonDocument.Parse(await AskAsync("GetQueueAttributes", ("queueName", queue)));
        return json.RootElement.GetProperty("activeMsgNum").GetInt64();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A request as a signed form.</summary>
    public byte[] Form(string action, params (string Name, string Value)[] parameters)
    {
        using V2Parameters all = new();
        all.Add("Action"u8, action);
        all.Add("Nonce"u8, ++_nonce);
        all.Add("SecretId"u8, SecretId);
        all.Add("SignatureMethod"u8, "HmacSHA1");
        all.Add("Timestamp"u8, Timestamp);
        foreach ((string name, string value) in parameters)
            all.Add(Encoding.ASCII.GetBytes(name), value);
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(new V2RequestLine("POST", Authority, V2RequestLine.DefaultPath), all, SignatureMethod.HmacSHA1, Encoding.ASCII.GetBytes(SecretKey), signature);
        all.Add("Signature"u8, signature[..length]);
        using PooledBufferWriter form = new();
        all.WriteForm(form);
        return form.WrittenSpan.ToArray();
    }

    private byte[] Post(string target, byte[] form) =>
    [
        .. Encoding.ASCII.GetBytes($"POST {target} HTTP/1.1\r\nHost: {Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n"),
        .. form,
    ];

    private static string MakeBody()
    {
        StringBuilder lines = new();
        for (int i = 0; i < 12; i++)
            lines.Append(CultureInfo.InvariantCulture, $$"""{"sku":"SKU-{{i * 7919:0000000}}","title":"Line number {{i}} of it","quantity":{{i + 1}}},""");
        string head = $$"""{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","lines":[{{lines.ToString().TrimEnd(',')}}],"note":" """;
        return head.TrimEnd() + new string('x', 1024 - Encoding.UTF8.GetByteCount(head.TrimEnd()) - 2) + "\"}";
    }
}
