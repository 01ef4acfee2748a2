using System.Text;
using CmqContracts.Protocol.Signing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>The cost of explaining a refused signature.</summary>
public sealed class ExplanationBudgetTests
{
    private const string NotTried = "The request is too large to try all the usual mistakes.";

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
        foreach (long most in (long[])[0, 1, 1_000_000, ExplanationBudget.MaxBytes])
        {
            ExplanationBudget budget = new(most);
            Assert.Null(Tc3Mistakes.Find(forms, new byte[bodyLength], authorization, new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, budget));
            Assert.True(budget.IsExceeded);
            Assert.InRange(budget.Left, 0, most);
            Assert.False(budget.TrySpend(0));
        }
    }

    /// <summary>With a budget of one byte less than what is hashed until a mistake is found, it is not found, because every hash is counted before it is computed.</summary>
    [Fact]
    public void A_mistake_is_found_for_no_less_than_what_is_hashed_until_then()
    {
        CmqKey key = new() { SecretId = SecretId, SecretKey = SecretKey };
        byte[] body = [.. new byte[1_000_000], (byte)'\n'];
        Tc3Request[] forms = [.. Enumerable.Range(0, 3).Select(i => new Tc3Request("POST", "", [KeyValuePair.Create("x", new string('x', 4000)), KeyValuePair.Create("host", $"{i}.example.com")], Tc3Request.HashPayload(body), 1488719262))];
        Tc3Request last = forms[^1];
        (string Mistake, Tc3Request Signed, byte[] SecretKey, long Bodies)[] mistakes =
        [
            ("It was signed with the SecretId instead of the SecretKey.", forms[0], Encoding.UTF8.GetBytes(SecretId), 0),
            ("It was signed with a space after the SecretKey.", last, [.. key.SigningKey, (byte)' '], 0),
            ("It signed the method GET and sent POST.", last with { Method = "GET" }, key.SigningKey, 0),
            ("It signed an empty body, not the one it sent.", last with { PayloadHash = Tc3Request.HashPayload([]) }, key.SigningKey, 0),
            ("It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256.", last with { PayloadHash = Tc3Request.HashPayload("UNSIGNED-PAYLOAD"u8) }, key.SigningKey, 0),
            ("The body was signed with a line break at its end and sent without.", forms[0] with { PayloadHash = Tc3Request.HashPayload([.. body, (byte)'\n']) }, key.SigningKey, 1),
            ("The body was sent with a line break at its end and signed without.", last with { PayloadHash = Tc3Request.HashPayload(body.AsSpan(..^1)) }, key.SigningKey, 2),
            ("The body was signed with a line break of Windows at its end and sent without.", last with { PayloadHash = Tc3Request.HashPayload([.. body, .. "\r\n"u8]) }, key.SigningKey, 3),
            ("The body was signed with a space at its end and sent without.", last with { PayloadHash = Tc3Request.HashPayload([.. body, (byte)' ']) }, key.SigningKey, 4),
        ];
        long before = 0;
        foreach ((string mistake, Tc3Request signed, byte[] secretKey, long bodies) in mistakes)
        {
            Tc3Authorization authorization = Tc3Signature.Sign(signed, SecretId, secretKey, "tdmq");
            ExplanationBudget ample = new();
            Assert.Equal(mistake, Tc3Mistakes.Find(forms, body, authorization, key, ample));
            long took = ExplanationBudget.MaxBytes - ample.Left;
            Assert.InRange(took - before, 4000, long.MaxValue);
            Assert.InRange(took, bodies * (body.Length - 1), (bodies + 1) * 2 * body.Length * forms.Length);
            before = took;

            ExplanationBudget exact = new(took);
            Assert.Equal(mistake, Tc3Mistakes.Find(forms, body, authorization, key, exact));
            Assert.False(exact.IsExceeded);
            Assert.Equal(0, exact.Left);

            ExplanationBudget tight = new(took - 1);
            Assert.Null(Tc3Mistakes.Find(forms, body, authorization, key, tight));
            Assert.True(tight.IsExceeded);
        }
    }

    [Theory]
    [InlineData(0, "", "It signed an empty body, not the one it sent.")]
    [InlineData(22, "", "It signed an empty body, not the one it sent.")]
    [InlineData(22, Tc3Request.UnsignedPayload, "It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256.")]
    [InlineData(65, "", "It signed an empty body, not the one it sent.")]
    [InlineData(65, Tc3Request.UnsignedPayload, "It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256.")]
    public void A_mistake_that_takes_no_hash_of_the_body_is_named_however_large_that_is_and_for_any_host(int megabytes, string payload, string mistake)
    {
        Tc3Request[] forms = [.. Hosts.Select(host => new Tc3Request("POST", "", [KeyValuePair.Create("content-type", "application/json"), KeyValuePair.Create("host", host)], Tc3Request.HashPayload("sent"u8), 1488719262))];
        foreach (Tc3Request form in forms)
        {
            Tc3Authorization authorization = Tc3Signature.Sign(form with { PayloadHash = Tc3Request.HashPayload(Encoding.ASCII.GetBytes(payload)) }, SecretId, Encoding.UTF8.GetBytes(SecretKey), "tdmq");
            Assert.Equal(mistake, Tc3Mistakes.Find(forms, new byte[megabytes * 1024 * 1024], authorization, new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, new ExplanationBudget()));
        }
    }

    [Fact]
    public void A_mistake_that_comes_before_the_budget_s_end_is_named()
    {
        KeyValuePair<string, string>[] headers = [.. Enumerable.Range(0, 31).Select(i => KeyValuePair.Create($"x-{i:D2}", new string('x', 4000))), KeyValuePair.Create("host", "example.com")];
        Tc3Request[] forms = [new("POST", "", headers, Tc3Request.HashPayload(new byte[4 * 1024 * 1024]), 1488719262)];
        Tc3Authorization authorization = Tc3Signature.Sign(forms[0] with { PayloadHash = Tc3Request.HashPayload([.. new byte[4 * 1024 * 1024], (byte)' ']) }, SecretId, Encoding.UTF8.GetBytes(SecretKey), "tdmq");
        ExplanationBudget budget = new();
        Assert.Equal("The body was signed with a space at its end and sent without.", Tc3Mistakes.Find(forms, new byte[4 * 1024 * 1024], authorization, new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, budget));
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
        Assert.Contains("None of the mistakes that were tried leads to its signature: the SecretKey may be a different one, or something was changed in transit. " + NotTried, Explanation(log), StringComparison.Ordinal);

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
        Assert.Contains("None of the mistakes that were tried leads to its signature: the SecretKey may be a different one, or a value was changed in transit. " + NotTried, Explanation(log), StringComparison.Ordinal);
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
