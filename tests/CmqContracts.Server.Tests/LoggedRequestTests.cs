using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What a server notes of the requests that it answers.</summary>
public sealed class LoggedRequestTests : IAsyncLifetime
{
    private const string TheKey = "VerySecret0123";
    private const string Path = V2RequestLine.DefaultPath;

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await StartAsync(static options =>
        {
            options.Keys =
            [
                .. options.Keys,
                new CmqKey { SecretId = "AKIDReadOnly", SecretKey = TheKey, Account = "shop", Access = CmqKeyAccess.ReadOnly },
                new CmqKey { SecretId = "AKIDToken", SecretKey = TheKey, Account = "shop", Token = "TheToken" },
                new CmqKey { SecretId = "AKIDDisabled", SecretKey = TheKey, IsEnabled = false },
            ];
        });
        _server.Server.Context.KeepRequests();
        await _server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_request_is_noted_with_account_action_queue_and_code()
    {
        await _server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "TheBody"));
        AssertNewest("default", "SendMessage", "orders", "0", null);
        await _server.PostAsync("GetTopicAttributes", ("topicName", "news"));
        AssertNewest("default", "GetTopicAttributes", "news", "4440", "topic is not existed");
        await _server.PostAsync("ListQueue");
        AssertNewest("default", "ListQueue", null, "0", null);
        await _server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0"));
        AssertNewest("default", "ReceiveMessage", "orders", "0", null);
        await _server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0"));
        AssertNewest("default", "ReceiveMessage", "orders", "7000", "no message");
    }

    [Fact]
    public async Task A_refusal_is_noted_with_what_is_known_of_its_reason()
    {
        await _server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "TheBody"), ("delaySeconds", "99999999"));
        AssertNewest("default", "SendMessage", "orders", "4000", "delaySeconds");
        await PostAsync("AKIDReadOnly", TheKey, "SendMessage", ("queueName", "orders"), ("msgBody", "TheBody"));
        AssertNewest("shop", "SendMessage", "orders", "4000", "SendMessage needs the access Full");
        await _server.PostAsync("InspectMessages", ("queueName", "orders"), ("state", "active"), ("maxMessages", "1001"));
        AssertNewest("default", "InspectMessages", "orders", "4000", "maxMessages is 1001; it must be 1 to 1000");
    }

    [Fact]
    public async Task A_request_that_nobody_has_signed_is_of_no_account_and_says_why()
    {
        await PostAsync("AKIDReadOnly", "another key", "ListQueue");
        AssertNewest(null, "ListQueue", null, "4100", "Check the SecretKey");
        await PostAsync("AKIDToken", TheKey, "GetQueueAttributes", ("queueName", "orders"));
        AssertNewest(null, "GetQueueAttributes", "orders", "4100", "Its Token is missing");
        await PostAsync("AKIDDisabled", TheKey, "ListQueue");
        AssertNewest(null, "ListQueue", null, "4100", "");
        await PostAsync("AKIDnone", TheKey, "ListQueue");
        AssertNewest(null, "ListQueue", null, "4100", "");

        string form = _server.Sign("POST", Path, "ListQueue");
        _server.Clock.Advance(TimeSpan.FromHours(3));
        await _server.PostFormAsync(Path, form);
        AssertNewest(null, "ListQueue", null, "4100", "set the client's clock");

        await _server.PostFormAsync(Path, "Action=DropEverything&queueName=orders");
        AssertNewest(null, null, null, "4000", "DropEverything");
        await _server.PostFormAsync(Path, "Action=SendMessage&queueName=orders");
        AssertNewest(null, "SendMessage", "orders", "4000", "");
    }

    [Fact]
    public async Task A_repeat_is_noted_as_one()
    {
        await using ServerUnderTest server = await StartAsync(static options => options.RefuseRepeatedRequests = true);
        server.Server.Context.KeepRequests();
        string form = server.Sign("POST", Path, "ListQueue");
        await server.PostFormAsync(Path, form);
        await server.PostFormAsync(Path, form);
        IReadOnlyList<LoggedRequest> noted = server.Server.Context.Requests!.ReadAll();
        Assert.Equal([(null, "4100"), ("default", "0")], noted.Select(static request => (request.Account, request.Code)));
        Assert.Contains("It is a repeat", noted[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_reads_its_own_requests_only_and_what_is_no_protocol_request_is_not_noted()
    {
        await _server.PostAsync("ListQueue");
        await PostAsync("AKIDReadOnly", TheKey, "ListQueue");
        await PostAsync("AKIDReadOnly", "another key", "ListQueue");
        using HttpClient http = new();
        await http.GetAsync(new Uri(_server.Server.Endpoint, "/health/live"));
        await http.GetAsync(new Uri(_server.Server.Endpoint, "/nothing"));

        RequestLog log = _server.Server.Context.Requests!;
        Assert.Equal([null, "shop", "default"], log.ReadAll().Select(static request => request.Account));
        Assert.Equal(["shop"], log.Read("shop").Select(static request => request.Account));
        Assert.Equal(["default"], log.Read("default").Select(static request => request.Account));
    }

    [Fact]
    public async Task No_part_of_a_request_but_names_and_codes_is_noted()
    {
        string form = _server.SignAs("AKIDToken", TheKey, "POST", Path, "SendMessage", ("queueName", TheKey), ("msgBody", "TheBody"), ("Token", "TheToken"));
        await _server.PostFormAsync(Path, form);
        await PostAsync("AKIDToken", TheKey, "SendMessage", ("queueName", "TheToken"), ("msgBody", "TheBody"), ("Token", "TheToken"));
        await PostAsync("AKIDToken", TheKey, "SendMessage", ("queueName", new string('b', 500)), ("msgBody", "TheBody"), ("Token", "TheToken"));
        await PostAsync("AKIDToken", TheKey, "InspectMessage", ("queueName", "orders"), ("msgId", new string('b', 500)), ("Token", "TheToken"));
        string noted = string.Join('\n', _server.Server.Context.Requests!.ReadAll());
        foreach (string secret in (string[])["TheBody", "TheToken", "AKIDToken", TheKey, new string('b', 65), Uri.UnescapeDataString(form.Split('&').Single(static pair => pair.StartsWith("Signature=", StringComparison.Ordinal))[10..])])
            Assert.DoesNotContain(secret, noted, StringComparison.Ordinal);
        Assert.Contains("<500 bytes, ", noted, StringComparison.Ordinal);
        Assert.Contains("<500 characters> is no message id", noted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_api3_is_noted_too()
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, _server.Server.Endpoint) { Content = new ByteArrayContent("{\"QueueName\":\"orders\"}"u8.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-TC-Action", "DescribeCmqQueueDetail");
        request.Headers.Add("X-TC-Version", "2020-02-17");
        await http.SendAsync(request);
        AssertNewest(null, "DescribeCmqQueueDetail", null, "AuthFailure.InvalidAuthorization", "The Authorization header must be");
    }

    [Fact]
    public async Task A_request_that_may_be_a_web_page_s_is_noted_as_refused()
    {
        await using ServerUnderTest server = await StartAsync(static options => (options.Keys, options.AllowAnonymous) = ([], true));
        server.Server.Context.KeepRequests();
        await server.PostFormAsync(Path, "Action=ListQueue");
        await server.PostFormAsync(Path, "Action=ListQueue", ("Origin", "https://example.com"));
        IReadOnlyList<LoggedRequest> noted = server.Server.Context.Requests!.ReadAll();
        Assert.Equal([(null, "4100"), ("default", "0")], noted.Select(static request => (request.Account, request.Code)));
        Assert.Contains("a web page may have sent this one", noted[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_somebody_who_shows_them_no_requests_are_kept()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("ListQueue");
        Assert.Null(server.Server.Context.Requests);
    }

    private void AssertNewest(string? account, string? action, string? target, string code, string? reason)
    {
        LoggedRequest newest = _server.Server.Context.Requests!.ReadAll()[0];
        Assert.Equal((account, action, target, code), (newest.Account, newest.Action, newest.Target, newest.Code));
        if (reason is null)
            Assert.Null(newest.Reason);
        else
            Assert.Contains(reason, newest.Reason, StringComparison.Ordinal);
    }

    private Task<JsonElement> PostAsync(string secretId, string secretKey, string action, params (string Name, string Value)[] values) =>
        _server.PostFormAsync(Path, _server.SignAs(secretId, secretKey, "POST", Path, action, values));
}
