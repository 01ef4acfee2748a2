using System.Text;
using System.Text.Json;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>The requests of the signature vectors, sent unchanged.</summary>
public sealed class Api3VectorTests
{
    private static readonly string[] Served = ["T02", "T03", "T04", "T05", "T07"];

    [Fact]
    public async Task Requests_for_this_service_are_served()
    {
        foreach (string id in Served)
        {
            JsonElement response = await SendAsync(id);
            if (id is "T03" or "T07")
                Api3Client.AssertError(response, "ResourceNotFound");
            else
                Api3Client.AssertOk(response);
        }
    }

    [Theory]
    [InlineData("T01")]
    [InlineData("T06")]
    public async Task Requests_for_another_version_are_refused(string id) => Api3Client.AssertError(await SendAsync(id), "NoSuchVersion");

    private static async Task<JsonElement> SendAsync(string id)
    {
        JsonElement vector = Find(id);
        ManualTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("timestamp").GetInt64()));
        CmqKey key = new() { SecretId = Text(vector, "secretId"), SecretKey = Text(vector, "secretKey") };
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.Keys = [key], clock: clock);
        using HttpClient http = new();
        string query = Text(vector, "query");
        using HttpRequestMessage request = new(new HttpMethod(Text(vector, "method")), new Uri(server.Server.Endpoint, query.Length > 0 ? "/?" + query : "/"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Text(vector, "payload")));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Text(vector, "contentType"));
        request.Headers.Host = Text(vector, "host");
        foreach (JsonProperty header in vector.GetProperty("headers").EnumerateObject())
        {
            if (header.Name == "Host")
                request.Headers.Host = header.Value.GetString();
            else
                request.Headers.Add(header.Name, header.Value.GetString());
        }

        request.Headers.TryAddWithoutValidation("Authorization", Text(vector, "authorization"));
        using HttpResponseMessage response = await http.SendAsync(request);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("Response").Clone();
    }

    private static JsonElement Find(string id)
    {
        using Stream stream = typeof(Api3VectorTests).Assembly.GetManifestResourceStream("signing-vectors.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("tc3").EnumerateArray().Single(vector => Text(vector, "id") == id).Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
