using System.Text;
using CmqContracts.Server.Tests.Quirks;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Which paths are those of the operations pages, and which are those of the protocols, which accept any path.</summary>
public sealed class OperationsPathTests
{
    /// <summary>Protocol paths that resemble those of pages.</summary>
    public static TheoryData<string> OfEndpoints =>
    [
        "/ready/orders", "/live/v2/index.php", "/liveness/x", "/health-shop", "/health-shop/cmq", "/healthcare/cmq", "/Ready/Orders", "/ready%2Forders",
        "/v2/health", "/v2/index.php/health/ready", "/cmq/metrics", "/metrics/v2/index.php", "/healing", "/already", "/alive", "/relive", "/metric", "/health", "/healthz/orders", "/health/v2/index.php", "/readyz", "/live",
    ];

    /// <summary>The pages, in every spelling that is accepted.</summary>
    public static TheoryData<string> OfPages =>
    [
        "/health/live", "/health/ready", "/metrics", "/health/live/", "/HEALTH/ready", "//metrics", "/health%2Flive", "/health\\ready", "/metrics%20",
        "/health", "/healthz", "/healthz/orders", "/health/v2/index.php", "/readyz/v2/index.php", "/healthcheck/v2/index.php", "/healthy/a/b", "/healthcheck", "/live", "/livez", "/liveness", "/ready", "/readyz", "/readiness",
    ];

    [Theory]
    [MemberData(nameof(OfEndpoints))]
    public async Task A_path_that_resembles_one_of_a_page_is_a_protocol_path(string path)
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostFormAsync(path, server.Sign("POST", path, "ListQueue")));
        AssertOk(await server.GetAsync(path, server.Sign("GET", path, "ListQueue")));

        await using ServerUnderTest anonymous = await StartAnonymousAsync();
        AssertOk((await AskAsync(anonymous, "GET", path + "?Action=ListQueue", "127.0.0.1")).Json);
        AssertError((await AskAsync(anonymous, "GET", path + "?Action=ListQueue", "evil.example")).Json, CmqErrors.AuthenticationFailed);
        AssertError((await AskAsync(anonymous, "GET", path + "?Action=ListQueue", "127.0.0.1", "Origin: https://evil.example")).Json, CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [MemberData(nameof(OfPages))]
    public async Task A_page_is_refused_to_web_pages_in_every_spelling(string path)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        if (path.Contains('\\', StringComparison.Ordinal) && (await AskAsync(server, "GET", path, "127.0.0.1")).Status == 400)
            return;
        foreach (string method in (string[])["GET", "POST", "OPTIONS"])
        {
            foreach ((string host, string header) in ((string, string)[])[("evil.example", "Accept: */*"), ("127.0.0.1", "Origin: https://evil.example"), ("127.0.0.1", "Sec-Fetch-Site: cross-site"), ("127.0.0.1", "User-Agent: Mozilla/5.0")])
            {
                WireReply refused = await AskAsync(server, method, path, host, header);
                Assert.Equal(200, refused.Status);
                AssertError(refused.Json, CmqErrors.AuthenticationFailed);
            }

            WireReply own = await AskAsync(server, method, path, "127.0.0.1");
            Assert.True(own.Status is 200 or 404 or 405, $"{method} {path} is {own.Status}");
            Assert.DoesNotContain("\"code\"", Encoding.UTF8.GetString(own.Body), StringComparison.Ordinal);
        }
    }

    private static Task<ServerUnderTest> StartAnonymousAsync() => StartAsync(options => (options.Keys, options.AllowAnonymous) = ([], true));

    private static async Task<WireReply> AskAsync(ServerUnderTest server, string method, string target, string host, string header = "Accept: */*")
    {
        string length = method == "GET" ? "" : "Content-Length: 0\r\n";
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{header}\r\n{length}Connection: close\r\n\r\n"));
        return await connection.ReadAsync();
    }
}
