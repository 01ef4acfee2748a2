using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

/// <summary>What a key may do in API 3.0.</summary>
public sealed class Api3KeyTests : IAsyncLifetime
{
    private static readonly CmqKey[] Keys =
    [
        new() { SecretId = ServerUnderTest.SecretId, SecretKey = ServerUnderTest.SecretKey },
        new() { SecretId = "AKIDreader", SecretKey = "key", Access = CmqKeyAccess.ReadOnly },
        new() { SecretId = "AKIDoff", SecretKey = "key", IsEnabled = false },
        new() { SecretId = "AKIDshort", SecretKey = "key", Token = "the token" },
    ];

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync(options => options.Keys = Keys);
        using Api3Client owner = new(_server);
        AssertOk(await owner.PostAsync("CreateCmqQueue", new { QueueName = "orders" }));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("DescribeCmqQueueDetail", true)]
    [InlineData("DescribeCmqQueues", true)]
    [InlineData("DescribeCmqDeadLetterSourceQueues", true)]
    [InlineData("CreateCmqQueue", false)]
    [InlineData("ModifyCmqQueueAttribute", false)]
    [InlineData("DeleteCmqQueue", false)]
    [InlineData("ClearCmqQueue", false)]
    [InlineData("RewindCmqQueue", false)]
    [InlineData("UnbindCmqDeadLetter", false)]
    [InlineData("SendCmqMsg", false)]
    [InlineData("DescribeCmqTopics", true)]
    [InlineData("CreateCmqTopic", false)]
    [InlineData("ModifyCmqTopicAttribute", false)]
    [InlineData("DeleteCmqTopic", false)]
    [InlineData("PublishCmqMsg", false)]
    [InlineData("CreateCmqSubscribe", false)]
    [InlineData("ModifyCmqSubscriptionAttribute", false)]
    [InlineData("DeleteCmqSubscribe", false)]
    [InlineData("ClearCmqSubscriptionFilterTags", false)]
    public async Task A_read_only_key_may_describe_and_nothing_else(string action, bool permitted)
    {
        using Api3Client reader = new(_server, "AKIDreader", "key");
        System.Text.Json.JsonElement response = await reader.PostAsync(action, new { QueueName = "orders", DeadLetterQueueName = "orders" });

        if (permitted)
            AssertOk(response);
        else
            AssertError(response, "UnauthorizedOperation", "needs the access Full, and the key's is ReadOnly");
    }

    [Fact]
    public async Task A_disabled_key_is_refused()
    {
        using Api3Client disabled = new(_server, "AKIDoff", "key");
        AssertError(await disabled.PostAsync("DescribeCmqQueues", new { }), "AuthFailure.SecretIdNotFound");
        AssertError(await disabled.SendFormAsync("POST", "/", "DescribeCmqQueues", "HmacSHA1"), "AuthFailure.SecretIdNotFound");
    }

    [Fact]
    public async Task A_temporary_key_needs_its_token()
    {
        using Api3Client temporary = new(_server, "AKIDshort", "key");

        AssertOk(await temporary.PostAsync("DescribeCmqQueues", new { }, call => call.Headers["X-TC-Token"] = "the token"));
        AssertOk(await temporary.SendFormAsync("GET", "/", "DescribeCmqQueues", "HmacSHA256", ("Token", "the token")));
        AssertError(await temporary.PostAsync("DescribeCmqQueues", new { }), "AuthFailure.TokenFailure");
        AssertError(await temporary.PostAsync("DescribeCmqQueues", new { }, call => call.Headers["X-TC-Token"] = "another"), "AuthFailure.TokenFailure");
    }

    [Fact]
    public async Task A_server_may_require_Tencent_s_prefix()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => (options.Keys, options.RequireSecretIdPrefix) = ([new CmqKey { SecretId = "plain", SecretKey = "key" }], true));
        using Api3Client client = new(server, "plain", "key");
        AssertError(await client.PostAsync("DescribeCmqQueues", new { }), "AuthFailure.InvalidSecretId");
    }

    [Fact]
    public async Task A_server_without_authentication_accepts_unsigned_requests()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => (options.Keys, options.AllowAnonymous) = ([], true));
        using Api3Client client = new(server);

        AssertOk(await client.PostAsync("CreateCmqQueue", new { QueueName = "orders" }, call => call.ChangeAuthorization = _ => null));
        AssertOk(await client.SendFormAsync("GET", "/", "DescribeCmqQueueDetail", "HmacSHA1", ("QueueName", "orders")));
    }
}
