using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>At most three sends and two control actions a second.</summary>
public sealed class ThrottlingTests
{
    private static readonly CmqLimits Limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride>
    {
        ["requestsPerSecond"] = new() { Maximum = 3 },
        ["controlRequestsPerSecond"] = new() { Maximum = 2 },
    });

    [Fact]
    public async Task Each_action_of_an_account_has_its_own_rate_and_its_error()
    {
        await using ServerUnderTest server = await StartAsync(limits: Limits);
        AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders")));
        AssertOk(await server.PostAsync("CreateQueue", ("queueName", "others")));
        AssertError(await server.PostAsync("CreateQueue", ("queueName", "more")), CmqErrors.InterfaceFrequencyLimitExceeded);
        AssertError(await server.PostAsync("createqueue", ("queueName", "more")), CmqErrors.InterfaceFrequencyLimitExceeded);
        AssertOk(await server.PostAsync("ListQueue"));

        for (int i = 0; i < 3; i++)
            AssertOk(await SendAsync());
        AssertError(await SendAsync(), CmqErrors.QpsThrottling);
        Assert.Equal(7000, (await server.PostAsync("ReceiveMessage", ("queueName", "others"))).GetProperty("code").GetInt32());
        AssertError(await server.PostFormAsync(V2RequestLine.DefaultPath, server.SignAs("AKIDother", "other key", "POST", V2RequestLine.DefaultPath, "SendMessage", ("queueName", "orders"), ("msgBody", "x"))), CmqErrors.QueueDoesNotExist);

        Task<JsonElement> SendAsync() => server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "x"));
    }

    [Fact]
    public async Task Accounts_whose_names_differ_in_case_have_their_own_rates()
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey { SecretId = "AKIDa", SecretKey = "key", Account = "shop" }, new CmqKey { SecretId = "AKIDb", SecretKey = "key", Account = "Shop" }], limits: Limits);
        foreach (string id in (string[])["AKIDa", "AKIDa", "AKIDb", "AKIDb"])
            AssertOk(await server.PostFormAsync(V2RequestLine.DefaultPath, server.SignAs(id, "key", "POST", V2RequestLine.DefaultPath, "ListQueue")));
    }

    [Fact]
    public async Task A_rate_comes_back_steadily_and_is_never_more_than_a_second_s()
    {
        await using ServerUnderTest server = await StartAsync(limits: Limits);
        Assert.Equal(2, await AdmittedAsync(4));
        server.Clock.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Equal(0, await AdmittedAsync(1));
        server.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, await AdmittedAsync(2));
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, await AdmittedAsync(4));

        async Task<int> AdmittedAsync(int requests)
        {
            int admitted = 0;
            for (int i = 0; i < requests; i++)
                admitted += (await server.PostAsync("ListQueue")).GetProperty("code").GetInt32() == 0 ? 1 : 0;
            return admitted;
        }
    }

    [Fact]
    public async Task Requests_with_wrong_signatures_do_not_count_against_the_rate()
    {
        await using ServerUnderTest server = await StartAsync(limits: Limits);
        for (int i = 0; i < 5; i++)
            AssertError(await server.PostFormAsync(V2RequestLine.DefaultPath, server.SignAs(SecretId, "wrong", "POST", V2RequestLine.DefaultPath, "ListQueue")), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue"));
    }
}
