using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A server with masked paths shows their values in no action of the inspector, to no key, and finds nothing in them; consumers get bodies as they are.</summary>
public sealed class MaskTests : IAsyncLifetime
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Queue = "orders";
    private const string Body = """{"n":1,"card":{"number":"hunter2"},"lines":[{"iban":"hunter2"}]}""";
    private const string Shown = """{"n":1,"card":{"number":"***"},"lines":[{"iban":"***"}]}""";

    private ServerUnderTest _server = null!;
    private string _id = "";

    public async Task InitializeAsync()
    {
        _server = await StartAsync(static options =>
        {
            options.MaskedPaths = ["$.card.number", "$.lines[*].iban"];
            options.Keys =
            [
                .. options.Keys,
                new CmqKey { SecretId = "AKIDInspect", SecretKey = "key", Access = CmqKeyAccess.Inspect },
                new CmqKey { SecretId = "AKIDReadOnly", SecretKey = "key", Access = CmqKeyAccess.ReadOnly },
                new CmqKey { SecretId = "AKIDFull", SecretKey = "key" },
            ];
        });
        ICmqService service = _server.Broker.GetService("default");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        _id = (await service.SendMessagesAsync(new SendMessagesRequest(Queue, [Encoding.UTF8.GetBytes(Body)])))[0];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("AKIDFull")]
    [InlineData("AKIDInspect")]
    public async Task No_look_shows_a_masked_value(string secretId)
    {
        foreach (string request in (string[])["InspectMessages?state=active", "InspectMessage?msgId=" + _id, "InspectSearch?state=active&text=card", "InspectSearch?state=active&jsonPath=$.card.number", "InspectSearch?state=active&jsonPath=$.card.number&value=***"])
        {
            JsonElement reply = AssertOk(await AskAsync(secretId, request));
            JsonElement message = reply.TryGetProperty("msgInfo", out JsonElement one) ? one : Assert.Single(reply.GetProperty("msgInfoList").EnumerateArray());
            Assert.Equal((Shown, Shown.Length), (message.GetProperty("msgBody").GetString(), message.GetProperty("msgBodyBytes").GetInt32()));
        }
    }

    [Theory]
    [InlineData("text=hunter2")]
    [InlineData("text=number\":\"h")]
    [InlineData("jsonPath=$.card.number&value=hunter2")]
    [InlineData("jsonPath=$.lines[0].iban&value=hunter2")]
    public async Task No_search_and_no_job_finds_what_is_masked(string filter)
    {
        JsonElement reply = AssertOk(await AskAsync("AKIDInspect", "InspectSearch?state=active&" + filter));
        Assert.Equal((1, 0), (reply.GetProperty("examined").GetInt32(), reply.GetProperty("msgInfoList").GetArrayLength()));

        AssertOk(await AskAsync("AKIDFull", "InspectStartJob?state=active&jobAction=delete&" + filter));
        Assert.Equal((1, 0), await EndedJobAsync());
        AssertOk(await AskAsync("AKIDFull", "InspectStartJob?state=active&jobAction=delete&text=***"));
        Assert.Equal((1, 1), await EndedJobAsync());
    }

    [Theory]
    [InlineData("AKIDReadOnly")]
    [InlineData("AKIDFull")]
    public async Task The_length_of_a_body_that_is_not_shown_is_that_of_what_would_be(string secretId)
    {
        foreach (string request in (string[])["InspectMessages?state=active&maxBodyBytes=0", $"InspectMessage?msgId={_id}&maxBodyBytes=0"])
            Assert.Contains($"\"msgBody\":\"\",\"msgBodyBytes\":{Shown.Length},", AssertOk(await AskAsync(secretId, request)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_is_cut_from_what_is_shown()
    {
        for (int length = 1; length <= Shown.Length; length++)
            Assert.Equal(Shown[..length], AssertOk(await AskAsync("AKIDInspect", $"InspectMessage?msgId={_id}&maxBodyBytes={length}")).GetProperty("msgInfo").GetProperty("msgBody").GetString());
    }

    [Fact]
    public async Task A_consumer_gets_the_body_as_it_is()
    {
        using CmqHttpService client = _server.Client();
        CmqMessage message = Assert.Single(await client.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue)));
        Assert.Equal(Body, Encoding.UTF8.GetString(message.Body.Span));
    }

    [Theory]
    [InlineData("text=Ann&jsonPath=$.n&value=1", "$.n")]
    [InlineData("text=Ann", null)]
    [InlineData("jsonPath=$.n", "$.n")]
    [InlineData("", null)]
    public async Task What_a_job_looks_for_is_shown_to_keys_that_may_see_bodies_only(string filter, string? path)
    {
        AssertOk(await AskAsync("AKIDFull", "InspectStartJob?state=active&jobAction=delete&" + filter));
        bool hasTexts = filter.Contains("Ann", StringComparison.Ordinal);
        foreach (string secretId in (string[])["AKIDFull", "AKIDInspect"])
            Assert.Equal(hasTexts, JobText(AssertOk(await AskAsync(secretId, "InspectJobs"))).Contains("\"text\":\"Ann\"", StringComparison.Ordinal));

        string job = JobText(AssertOk(await AskAsync("AKIDReadOnly", "InspectJobs")));
        Assert.DoesNotContain("Ann", job, StringComparison.Ordinal);
        Assert.DoesNotContain("\"value\"", job, StringComparison.Ordinal);
        Assert.Equal(path is not null, job.Contains("\"jsonPath\":\"$.n\"", StringComparison.Ordinal));
        using CmqHttpService client = _server.Client("AKIDReadOnly", "key");
        MessageFilter? shown = Assert.Single(await client.Inspector.ListJobsAsync()).Request.Filter;
        Assert.Equal(filter.Length == 0 ? null : new MessageFilter { JsonPath = path }, shown);
    }

    private static string JobText(JsonElement reply) => Assert.Single(reply.GetProperty("jobList").EnumerateArray()).GetRawText();

    /// <returns>How many messages the newest job has looked at, and how many it has deleted.</returns>
    private async Task<(long Examined, long Done)> EndedJobAsync()
    {
        ICmqInspector inspector = _server.Broker.GetInspector("default");
        MessageJob job = (await inspector.ListJobsAsync())[0];
        while (job.State == MessageJobState.Running)
        {
            await Task.Yield();
            job = (await inspector.ListJobsAsync())[0];
        }

        return (job.Examined, job.Done);
    }

    private Task<JsonElement> AskAsync(string secretId, string request)
    {
        string[] parts = (request.Contains('?', StringComparison.Ordinal) ? request + "&queueName=" + Queue : request + "?").Split('?', 2);
        (string, string)[] values = [.. parts[1].Split('&').Where(static pair => pair.Length > 0).Select(static pair => pair.Split('=', 2)).Select(static pair => (pair[0], pair[1]))];
        return _server.PostFormAsync(Path, _server.SignAs(secretId, "key", "POST", Path, parts[0], values));
    }
}
