using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What RefuseRepeatedRequests remembers and refuses.</summary>
public sealed class RepeatedRequestTests
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Action = "DescribeCmqQueues";

    [Fact]
    public async Task A_repeated_v2_request_is_refused_until_its_time_is_over()
    {
        await using ServerUnderTest server = await StartAsync();
        string form = server.Sign("POST", Path, "ListQueue");

        AssertOk(await server.PostFormAsync(Path, form));
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue", ("Nonce", "2")));
        AssertOk(await server.PostFormAsync(Path, server.SignAs("AKIDother", "other key", "POST", Path, "ListQueue")));
        server.Clock.Advance(TimeSpan.FromHours(2));
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
    }

    [Fact]
    public async Task A_repeated_v2_request_is_refused_in_every_form_that_has_the_same_signature()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        string form = server.Sign("POST", Path, "ReceiveMessage", ("queueName", "orders"), ("RequestClient", "test"), ("Nonce", "7"));

        AssertError(await server.PostFormAsync(Path, form), CmqErrors.NoMessage);
        AssertError(await server.PostFormAsync(Path, form + "%0A"), CmqErrors.AuthenticationFailed);
        AssertError(await server.PostFormAsync(Path, form.Replace("Nonce=7", "Nonce=%37", StringComparison.Ordinal)), CmqErrors.AuthenticationFailed);

        // The text that is signed is the same, and the nonce another.
        string folded = form.Replace("&RequestClient=test", "", StringComparison.Ordinal).Replace("Nonce=7", "Nonce=7%26RequestClient%3Dtest", StringComparison.Ordinal);
        AssertError(await server.PostFormAsync(Path, folded), CmqErrors.NotANumber("Nonce"));
    }

    [Theory]
    [InlineData("POST", "TC3")]
    [InlineData("GET", "TC3")]
    [InlineData("POST", "HmacSHA1")]
    [InlineData("GET", "HmacSHA256")]
    public async Task A_repeated_request_of_API_3_0_is_refused(string method, string algorithm)
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client client = new(server);
        using Api3Client other = new(server, "AKIDother", "other key");

        Api3Client.AssertOk(await SendAsync(client));
        Api3Client.AssertError(await SendAsync(client), "AuthFailure.SignatureFailure", "was there already");
        Api3Client.AssertOk(await SendAsync(other));
        server.Clock.AdvanceSeconds(1);
        Api3Client.AssertOk(await SendAsync(client));

        Task<JsonElement> SendAsync(Api3Client sender) =>
            algorithm != "TC3" ? sender.SendFormAsync(method, "/", Action, algorithm, ("Limit", "10"))
            : method == "GET" ? sender.GetAsync(Action, "Limit=10")
            : sender.PostAsync(Action, new { Limit = 10 });
    }

    [Fact]
    public async Task A_TC3_signature_counts_once_whatever_action_is_asked_with_it()
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client client = new(server);
        Api3Client.AssertOk(await client.PostAsync("CreateCmqQueue", new { QueueName = "orders" }));

        server.Clock.AdvanceSeconds(1);
        Api3Client.AssertOk(await client.PostAsync("DescribeCmqQueueDetail", new { QueueName = "orders" }));
        Api3Client.AssertError(await client.PostAsync("DeleteCmqQueue", new { QueueName = "orders" }), "AuthFailure.SignatureFailure");
    }

    [Fact]
    public async Task A_request_that_was_refused_is_not_remembered()
    {
        await using ServerUnderTest server = await StartAsync();

        AssertError(await server.PostFormAsync(Path, server.SignAs(SecretId, "wrong", "POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    [Fact]
    public void A_request_is_told_by_key_nonce_and_timestamp()
    {
        NonceMemory memory = new(capacity: 100);
        Assert.True(memory.TryAdd(Key("id"), "1"u8, 7));

        Assert.False(memory.TryAdd(Key("id"), "1"u8, 7));
        Assert.True(memory.TryAdd(Key("i"), "d1"u8, 7));
        Assert.True(memory.TryAdd(Key("id"), "11"u8, 7));
        Assert.True(memory.TryAdd(Key("id"), "1"u8, 8));
        Assert.True(memory.TryAddSignature(Key("id"), "1", 7));
        Assert.False(memory.TryAddSignature(Key("id"), "1", 7));
    }

    [Fact]
    public void One_key_cannot_make_another_s_requests_forgotten()
    {
        NonceMemory memory = new(capacity: 100);
        Assert.True(memory.TryAdd(Key("victim"), "1"u8, 7));
        for (int i = 0; i < 1_000; i++)
            memory.TryAdd(Key("guest"), Number(i), 7 + (i % 50));

        Assert.False(memory.TryAdd(Key("victim"), "1"u8, 7));
        Assert.True(memory.TryAdd(Key("victim"), "2"u8, 7));
    }

    /// <summary>Against a model that forgets nothing: no request is taken twice, and only those that are as old as a forgotten one are refused without having been there.</summary>
    [Fact]
    public void A_full_memory_refuses_what_is_as_old_as_what_it_forgot_and_takes_what_is_newer()
    {
        const int capacity = 50;
        Random random = new(46364);
        for (int round = 0; round < 200; round++)
        {
            NonceMemory memory = new(capacity);
            HashSet<(int Nonce, long Timestamp)> taken = [];
            for (int i = 0; i < 500; i++)
            {
                (int nonce, long timestamp) = (random.Next(20), i / 20 + random.Next(10));
                bool isNew = memory.TryAdd(Key("id"), Number(nonce), timestamp);

                Assert.False(isNew && taken.Contains((nonce, timestamp)), "taken twice");
                int newer = taken.Count(request => request.Timestamp > timestamp);
                Assert.True(isNew || taken.Contains((nonce, timestamp)) || newer + taken.Count(request => request.Timestamp == timestamp) >= capacity, "refused although there was room");
                if (isNew)
                    taken.Add((nonce, timestamp));
            }
        }
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(options => options.RefuseRepeatedRequests = true);

    private static CmqKey Key(string secretId) => new(secretId, "key");

    private static byte[] Number(int value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
}
