using System.Text.Json;
using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

public sealed class Api3AuthenticationTests
{
    private const string Action = "DescribeCmqQueues";

    private static readonly string[] PublicHosts = ["tdmq.example.com", "mq.example.com:8443"];

    private static readonly Dictionary<string, Action<Tc3Call>> AcceptedForms = new()
    {
        ["as documented"] = _ => { },
        ["two spaces in Authorization"] = call => call.ChangeAuthorization = text => text.Replace("SHA256 ", "SHA256  ", StringComparison.Ordinal),
        ["no spaces behind commas"] = call => call.ChangeAuthorization = text => text.Replace(", ", ",", StringComparison.Ordinal),
        ["host without its port"] = call => call.SignedHost = call.Host.Split(':')[0],
        ["a host of the client's choice"] = call => call.Host = call.SignedHost = "tdmq.tencentcloudapi.com",
        ["a service of the client's choice"] = call => call.Service = "127",
        ["a charset"] = call => call.ContentType = "application/json; charset=utf-8",
        ["one more signed header, in lower case"] = call => call.SignedHeaders = "content-type;host;x-tc-action",
        ["headers in another order"] = call => call.SignedHeaders = "host;content-type",
        ["a token that the key does not ask for"] = call => call.Headers["X-TC-Token"] = "token",
        ["another path"] = call => call.Path = "/v2/index.php",
        ["a proxy's host"] = call => { call.SignedHost = "cmq.example.com"; call.Headers["X-Forwarded-Host"] = "cmq.example.com, inner"; },
        ["a public name of the server"] = call => call.SignedHost = "tdmq.example.com",
        ["a public name without its port"] = call => call.SignedHost = "mq.example.com",
        ["no region"] = call => call.Headers.Remove("X-TC-Region"),
        ["no body"] = call => call.Body = "",
        ["action in other case"] = call => call.Headers["X-TC-Action"] = "describecmqqueues",
        ["unsigned payload"] = call => { call.Headers["X-TC-Content-SHA256"] = "UNSIGNED-PAYLOAD"; call.SignedBody = "UNSIGNED-PAYLOAD"; },
    };

    private static readonly Dictionary<string, Action<Tc3Call>> ForgedForms = new()
    {
        ["another body"] = call => call.SignedBody = "{\"Limit\":1}",
        ["another host"] = call => call.SignedHost = "tdmq.tencentcloudapi.com",
        ["another signature"] = call => call.ChangeAuthorization = text => text[..^1] + (text[^1] == '0' ? '1' : '0'),
        ["another service"] = call => call.ChangeAuthorization = text => text.Replace("/tdmq/", "/cmq/", StringComparison.Ordinal),
        ["another signed action"] = call => { call.SignedHeaders = "content-type;host;x-tc-action"; call.ChangeAuthorization = text => { call.Headers["X-TC-Action"] = "ClearCmqQueue"; return text; }; },
        ["a body that is not said to be unsigned"] = call => call.SignedBody = "UNSIGNED-PAYLOAD",
    };

    public static TheoryData<string> Accepted => [.. AcceptedForms.Keys];

    public static TheoryData<string> Forged => [.. ForgedForms.Keys];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_TC3_POST_is_accepted_in_every_form_that_clients_sign(string form)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.PublicHosts = PublicHosts);
        using Api3Client client = new(server);

        AssertOk(await client.PostAsync(Action, new { Limit = 20 }, AcceptedForms[form]));
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_TC3_signature_of_another_request_is_refused(string form)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);

        AssertError(await client.PostAsync(Action, new { Limit = 20 }, ForgedForms[form]), "AuthFailure.SignatureFailure");
    }

    [Fact]
    public async Task A_TC3_GET_has_its_parameters_in_the_query()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);
        await client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        await client.PostAsync("CreateCmqQueue", new { QueueName = "refunds" });

        Assert.Equal(2, (await client.GetAsync(Action, "Limit=20&Offset=0")).GetProperty("TotalCount").GetInt32());
        Assert.Equal(1, (await client.GetAsync(Action, "QueueNameList.0=refunds&QueueNameList.1=absent")).GetProperty("TotalCount").GetInt32());
        AssertError(await client.GetAsync(Action, "Limit=20", call => call.ChangeAuthorization = text => { call.Query = "Limit=21"; return text; }), "AuthFailure.SignatureFailure");
    }

    [Theory]
    [InlineData("POST", "/", "HmacSHA1")]
    [InlineData("POST", "/?", "HmacSHA1")]
    [InlineData("POST", "/", "HmacSHA256")]
    [InlineData("GET", "/", "HmacSHA1")]
    [InlineData("GET", "/", "HmacSHA256")]
    public async Task Signed_parameters_are_accepted_as_form_and_as_query(string method, string path, string algorithm)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);
        AssertOk(await client.SendFormAsync(method, path, "CreateCmqQueue", algorithm, ("QueueName", "orders"), ("RewindSeconds", "60"), ("Trace", "false")));

        JsonElement list = await client.SendFormAsync(method, path, Action, algorithm, ("QueueNameList.0", "orders"), ("Filters.0.Name", "tag:a"), ("Filters.0.Values.0", "中 文+&"), ("Un_known", "x"));

        Assert.Equal("orders", Assert.Single(list.GetProperty("QueueList").EnumerateArray()).GetProperty("QueueName").GetString());
    }

    [Fact]
    public async Task Signed_parameters_of_another_key_or_time_are_refused()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);
        using Api3Client unknown = new(server, "AKIDnobody");
        using Api3Client forger = new(server, secretKey: "wrong");

        AssertError(await unknown.SendFormAsync("POST", "/", Action, "HmacSHA1"), "AuthFailure.SecretIdNotFound");
        AssertError(await forger.SendFormAsync("POST", "/", Action, "HmacSHA1"), "AuthFailure.SignatureFailure");
        AssertError(await client.SendFormAsync("POST", "/", Action, "HmacSHA1", ("Timestamp", "1")), "AuthFailure.SignatureExpire");
        AssertError(await client.SendFormAsync("POST", "/", Action, "HmacSHA1", ("Nonce", "")), "MissingParameter", "Nonce");
        AssertError(await client.SendFormAsync("POST", "/", "MakeCoffee", "HmacSHA1"), "InvalidAction");
        AssertError(await client.SendFormAsync("POST", "/", Action, "HmacSHA1", ("Version", "2019-03-04")), "NoSuchVersion", "2020-02-17");
    }

    [Fact]
    public async Task A_header_does_not_override_the_timestamp_of_signed_parameters()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);
        string now = client.Now.ToString(System.Globalization.CultureInfo.InvariantCulture);

        AssertError(await client.SendFormAsync("POST", "/", Action, "HmacSHA1", request => request.Headers.Add("X-TC-Timestamp", now), ("Timestamp", "1700000000")), "AuthFailure.SignatureExpire");
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task A_clock_may_be_five_minutes_off(int seconds, bool accepted)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);
        string timestamp = (client.Now + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        JsonElement response = await client.PostAsync(Action, new { }, call => call.Headers["X-TC-Timestamp"] = timestamp);

        if (accepted)
            AssertOk(response);
        else
            AssertError(response, "AuthFailure.SignatureExpire", "301 seconds");
    }

    [Fact]
    public async Task The_time_check_can_be_switched_off()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.TimestampTolerance = TimeSpan.Zero);
        using Api3Client client = new(server);
        AssertOk(await client.PostAsync(Action, new { }, call => call.Headers["X-TC-Timestamp"] = "1700000000"));
    }

    [Fact]
    public async Task Unknown_keys_and_wrong_keys_have_different_errors()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client unknown = new(server, "AKIDnobody");
        using Api3Client forger = new(server, secretKey: "wrong");

        AssertError(await unknown.PostAsync(Action, new { }), "AuthFailure.SecretIdNotFound");
        AssertError(await forger.PostAsync(Action, new { }), "AuthFailure.SignatureFailure");
    }

    [Fact]
    public async Task Missing_and_invalid_common_headers_have_their_errors()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client client = new(server);

        AssertError(await client.PostAsync(Action, new { }, call => call.Headers.Remove("X-TC-Action")), "MissingParameter", "Action");
        AssertError(await client.PostAsync(Action, new { }, call => call.Headers.Remove("X-TC-Version")), "MissingParameter", "Version");
        AssertError(await client.PostAsync(Action, new { }, call => call.Headers.Remove("X-TC-Timestamp")), "MissingParameter", "Timestamp");
        AssertError(await client.PostAsync(Action, new { }, call => call.Headers["X-TC-Timestamp"] = "soon"), "InvalidParameterValue", "Timestamp");
        AssertError(await client.PostAsync(Action, new { }, call => call.Headers["X-TC-Version"] = "2019-03-04"), "NoSuchVersion", "2020-02-17");
        AssertError(await client.PostAsync("MakeCoffee", new { }), "InvalidAction");
        AssertError(await client.PostAsync(Action, new { }, call => call.ChangeAuthorization = _ => "TC3-HMAC-SHA256 nothing"), "AuthFailure.InvalidAuthorization");
        AssertError(await client.PostAsync(Action, new { }, call => call.ChangeAuthorization = _ => null), "AuthFailure.InvalidAuthorization");
        AssertError(await client.PostAsync(Action, new { }, call => call.Method = "PUT"), "UnsupportedProtocol");
    }

    [Fact]
    public async Task Keys_and_accounts_are_those_of_v2()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using Api3Client mine = new(server);
        using Api3Client theirs = new(server, "AKIDother", "other key");
        AssertOk(await mine.PostAsync("CreateCmqQueue", new { QueueName = "orders" }));

        ServerUnderTest.AssertOk(await server.PostAsync("GetQueueAttributes", ("queueName", "orders")));
        AssertError(await theirs.PostAsync("DescribeCmqQueueDetail", new { QueueName = "orders" }), "ResourceNotFound");
        Assert.Equal(0, (await theirs.PostAsync(Action, new { })).GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task A_request_with_version_v2_is_a_v2_request()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        ServerUnderTest.AssertOk(await server.PostFormAsync("/", server.Sign("POST", "/", "ListQueue", ("Version", "v2"))));
    }
}
