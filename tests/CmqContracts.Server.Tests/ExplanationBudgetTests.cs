using System.Text;
using CmqContracts.Protocol.Signing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What it costs to explain a refused signature.</summary>
public sealed class ExplanationBudgetTests
{
    private const string NotTried = "The request is so large that not all of them were tried.";

    private static readonly string[] Hosts = [.. Enumerable.Range(1, 16).Select(i => $"{i}.Example.com:80")];

    [Theory]
    [InlineData(0)]
    [InlineData(4 * 1024 * 1024)]
    [InlineData(100 * 1024 * 1024)]
    public void TC3_is_explained_within_the_budget_whatever_is_signed(int bodyLength)
    {
        KeyValuePair<string, string>[] headers = [.. Enumerable.Range(0, 32).Select(i => KeyValuePair.Create($"x-{i:D2}", new string('x', 4000)))];
        Tc3Request[] forms = [.. Enumerable.Range(0, 70).Select(i => new Tc3Request(bodyLength == 0 ? "GET" : "POST", "", [.. headers, KeyValuePair.Create("host", $"{i}.example.com")], Tc3Request.HashPayload([]), 1488719262))];
        Tc3Authorization authorization = Tc3Signature.Sign(forms[0], SecretId, "another key"u8, "tdmq");
        foreach (long most in (long[])[0, 1, 1_000_000, ExplanationBudget.Most])
        {
            ExplanationBudget budget = new(most);
            Assert.Null(Tc3Mistakes.Find(forms, new byte[bodyLength], authorization, new CmqKey(SecretId, SecretKey), budget));
            Assert.True(budget.IsExceeded);
            Assert.False(budget.TrySpend(0));
        }
    }

    [Fact]
    public void A_mistake_that_comes_before_the_budget_s_end_is_named()
    {
        KeyValuePair<string, string>[] headers = [.. Enumerable.Range(0, 31).Select(i => KeyValuePair.Create($"x-{i:D2}", new string('x', 4000))), KeyValuePair.Create("host", "example.com")];
        Tc3Request[] forms = [new("POST", "", headers, Tc3Request.HashPayload(new byte[4 * 1024 * 1024]), 1488719262)];
        Tc3Authorization authorization = Tc3Signature.Sign(forms[0] with { PayloadHash = Tc3Request.HashPayload([.. new byte[4 * 1024 * 1024], (byte)' ']) }, SecretId, Encoding.UTF8.GetBytes(SecretKey), "tdmq");
        ExplanationBudget budget = new();
        Assert.Equal("The body was signed with a space at its end and sent without.", Tc3Mistakes.Find(forms, new byte[4 * 1024 * 1024], authorization, new CmqKey(SecretId, SecretKey), budget));
        Assert.False(budget.IsExceeded);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_log_says_that_a_large_TC3_request_was_not_tried_for_every_mistake(string method)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.PublicHosts, options.MaxRequestBytes) = (true, Hosts, 32 * 1024 * 1024), log);
        using Api3Client client = new(server, secretKey: "another key");
        await (method == "GET" ? client.GetAsync("DescribeCmqQueues", "QueueName=" + new string('q', 100_000), Enlarge) : client.PostTextAsync("DescribeCmqQueues", new string(' ', 20 * 1024 * 1024) + "{}", Enlarge));
        Assert.Contains("or something changed on the way. " + NotTried, Explanation(log), StringComparison.Ordinal);

        static void Enlarge(Tc3Call call)
        {
            for (int i = 0; i < 29; i++)
                call.Headers[$"x-{i:D2}"] = "X" + new string('x', 1000);
            call.SignedHeaders = "content-type;host;" + string.Join(';', Enumerable.Range(0, 29).Select(i => $"x-{i:D2}"));
        }
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/v2/index.php")]
    public async Task The_log_says_that_a_large_request_was_not_tried_for_every_mistake(string method, string path)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.PublicHosts) = (true, Hosts), log);
        await server.PostFormAsync(path, server.SignAs(SecretId, "another key", method, path, "ListQueue", ("searchWord", new string('q', 4 * 1024 * 1024))));
        Assert.Contains("or a value changed on the way. " + NotTried, Explanation(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_small_request_everything_is_tried_for_as_many_hosts_as_there_can_be()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.PublicHosts) = (true, Hosts), log);
        using Api3Client client = new(server, secretKey: "another key");
        await client.PostTextAsync("DescribeCmqQueues", "{}");
        await server.PostFormAsync("/", server.SignAs(SecretId, "another key", "POST", "/", "ListQueue"));
        string[] explanations = [.. log.Lines.Where(line => line.Level == LogLevel.Warning && line.Text.Contains("was refused", StringComparison.Ordinal)).Select(line => line.Text)];
        Assert.Equal(2, explanations.Length);
        Assert.All(explanations, line => Assert.DoesNotContain(NotTried, line, StringComparison.Ordinal));
    }

    private static string Explanation(LogCapture log) => Assert.Single(log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("was refused", StringComparison.Ordinal)).Text;
}
