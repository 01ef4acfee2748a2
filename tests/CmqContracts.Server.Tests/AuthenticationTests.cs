using CmqContracts.Broker;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using CmqContracts.Testing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

public sealed class AuthenticationTests
{
    private const string Path = V2RequestLine.DefaultPath;

    [Theory]
    [InlineData("SecretId")]
    [InlineData("Signature")]
    [InlineData("Timestamp")]
    [InlineData("Nonce")]
    public async Task A_missing_common_parameter_is_named(string name)
    {
        await using ServerUnderTest server = await StartAsync();
        string form = string.Join('&', server.Sign("POST", Path, "ListQueue").Split('&').Where(pair => !pair.StartsWith(name + "=", StringComparison.Ordinal)));

        AssertError(await server.PostFormAsync(Path, form), CmqErrors.RequiredParameterMissing(name));
    }

    [Fact]
    public async Task An_unknown_secret_id_a_wrong_key_and_a_changed_request_are_refused()
    {
        await using ServerUnderTest server = await StartAsync();

        AssertError(await server.PostFormAsync(Path, server.SignAs("AKIDnobody", SecretKey, "POST", Path, "ListQueue")), CmqErrors.SecretIdDoesNotExist);
        AssertError(await server.PostFormAsync(Path, server.SignAs(SecretId, "wrong", "POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
        AssertError(await server.PostFormAsync(Path, server.Sign("POST", Path, "ListQueue") + "&limit=1"), CmqErrors.AuthenticationFailed);
        AssertError(await server.PostFormAsync("/", server.Sign("POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
        AssertError(await server.GetAsync(Path, server.Sign("POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData(-7200, true)]
    [InlineData(-7201, false)]
    [InlineData(7200, true)]
    [InlineData(7201, false)]
    public async Task A_timestamp_may_be_two_hours_off(int seconds, bool accepted)
    {
        await using ServerUnderTest server = await StartAsync();
        string timestamp = server.Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        JsonElement reply = await server.PostAsync("ListQueue", ("Timestamp", timestamp));

        if (accepted)
            AssertOk(reply);
        else
            AssertError(reply, CmqErrors.AuthenticationFailed);
    }

    [Fact]
    public async Task The_time_check_can_be_switched_off()
    {
        await using ServerUnderTest server = await StartAsync(options => options.TimestampTolerance = TimeSpan.Zero);
        AssertOk(await server.PostAsync("ListQueue", ("Timestamp", "1")));
    }

    [Fact]
    public async Task A_request_may_be_sent_twice()
    {
        await using ServerUnderTest server = await StartAsync();
        string form = server.Sign("POST", Path, "ListQueue");

        AssertOk(await server.PostFormAsync(Path, form));
        AssertOk(await server.PostFormAsync(Path, form));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other_s_queues()
    {
        await using ServerUnderTest server = await StartAsync();
        await using CmqHttpService mine = server.Client();
        await using CmqHttpService theirs = server.Client("AKIDother", "other key");
        await mine.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));

        Assert.Equal(1, (await mine.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        Assert.Equal(0, (await theirs.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(async () => await theirs.GetQueueAttributesAsync("orders"));
        Assert.True(refused.Is(CmqErrors.QueueDoesNotExist));
        await theirs.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
    }

    [Theory]
    [InlineData(SignatureMethod.HmacSHA1)]
    [InlineData(SignatureMethod.HmacSHA256)]
    public async Task Our_client_signs_with_either_hash(SignatureMethod method)
    {
        await using ServerUnderTest server = await StartAsync();
        await using CmqHttpService client = server.Client(method: method);
        Assert.NotEmpty(await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings())));
    }

    [Fact]
    public async Task A_request_may_be_signed_for_a_proxy_s_host_or_a_public_name()
    {
        await using ServerUnderTest server = await StartAsync(options => options.PublicHosts = ["cmq.example.com:8443"]);

        AssertOk(await server.PostFormAsync(Path, Sign("cmq.example.com:8443")));
        AssertOk(await server.PostFormAsync(Path, Sign("cmq.example.com")));
        AssertError(await server.PostFormAsync(Path, Sign("proxy.example.com")), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostFormAsync(Path, Sign("proxy.example.com"), ("X-Forwarded-Host", "proxy.example.com, inner.example.com")));
        AssertError(await server.PostFormAsync(Path, Sign("inner.example.com"), ("X-Forwarded-Host", "proxy.example.com, inner.example.com")), CmqErrors.AuthenticationFailed);

        string Sign(string host) => server.SignFor(host, "POST", Path, "ListQueue");
    }

    [Fact]
    public async Task A_proxy_s_header_that_is_not_a_host_is_ignored()
    {
        await using ServerUnderTest server = await StartAsync();
        const string host = "x/v2/index.php?Action=SendMessage&msgBody=a question";
        string form = server.SignFor(host, "POST", Path, "ListQueue");

        AssertError(await server.PostFormAsync(Path, form, ("X-Forwarded-Host", host)), CmqErrors.AuthenticationFailed);
    }

    [Fact]
    public async Task Options_that_contradict_each_other_do_not_start()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options => (options.RefuseRepeatedRequests, options.TimestampTolerance) = (true, TimeSpan.Zero)));
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options => options.PublicHosts = [.. Enumerable.Repeat("x", 17)]));
    }

    [Fact]
    public async Task A_server_without_keys_does_not_start()
    {
        await using CmqBroker broker = new();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, new CmqServerOptions()));
        Assert.Contains("Keys", error.Message, StringComparison.Ordinal);
    }
}
