using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Hosts that clients sign but do not send: a correctly signed request is accepted whatever its size.</summary>
public sealed class PublicHostTests
{
    private const string Path = "/v2/index.php";

    [Theory]
    [InlineData("1.example.com", "2.example.com", "3.example.com", "4.example.com", "5.example.com", "6.example.com")]
    [InlineData("1.example.com:81", "2.example.com:82", "3.example.com:83")]
    public async Task The_largest_request_is_accepted_for_each_of_the_promised_hosts(params string[] hosts)
    {
        await using ServerUnderTest server = await StartAsync(options => options.PublicHosts = hosts);
        string[] names = [server.Server.Endpoint.Authority, "127.0.0.1", "forwarded.example.com:80", "forwarded.example.com", hosts[0], hosts[^1], hosts[^1].Split(':')[0]];
        foreach (string name in names)
        {
            // The longest request that is allowed, of characters that need no encoding.
            string form = server.SignFor(name, "POST", Path, "ListQueue", ("searchWord", "q"), ("padding", new string('x', 4 * 1024 * 1024)));
            AssertOk(await server.PostFormAsync(Path, form, ("X-Forwarded-Host", "forwarded.example.com:80")));
        }
    }

    [Theory]
    [InlineData(null, "1", "2", "3", "4", "5", "6")]
    [InlineData(null, "1:81", "2:82", "3:83")]
    [InlineData("6", "1", "2", "3", "4", "5", "6", "7")]
    [InlineData("3", "1:81", "2:82", "3:83", "4")]
    [InlineData("5", "1", "2", "3", "4", "5", "6:86")]
    public async Task More_hosts_cause_a_warning_at_the_start(string? tried, params string[] hosts)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.PublicHosts = hosts, log);
        LogCapture.LogLine[] warnings = [.. log.Lines.Where(line => line.Level == LogLevel.Warning && line.Text.Contains("PublicHosts", StringComparison.Ordinal))];
        if (tried is null)
            Assert.Empty(warnings);
        else
            Assert.Contains($"has {hosts.Length} hosts, and signatures of large requests are verified for the first {tried} only", Assert.Single(warnings).Text, StringComparison.Ordinal);
    }
}
