using System.Text;
using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What a key may do, and what happens when the keys change.</summary>
public sealed class KeyTests
{
    private const string Path = V2RequestLine.DefaultPath;

    [Fact]
    public async Task A_disabled_key_is_told_so()
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey(SecretId, SecretKey) { IsEnabled = false }]);
        AssertError(await server.PostAsync("ListQueue"), CmqErrors.SecretIdDisabled);
    }

    [Fact]
    public async Task A_secret_id_must_begin_with_AKID_only_when_that_is_asked_for()
    {
        CmqKey[] keys = [new("mine", "key")];
        await using ServerUnderTest tolerant = await StartAsync(options => options.Keys = keys);
        AssertOk(await tolerant.PostFormAsync(Path, tolerant.SignAs("mine", "key", "POST", Path, "ListQueue")));

        await using ServerUnderTest strict = await StartAsync(options => (options.Keys, options.RequireSecretIdPrefix) = (keys, true));
        AssertError(await strict.PostFormAsync(Path, strict.SignAs("mine", "key", "POST", Path, "ListQueue")), CmqErrors.SecretIdMalformed);
    }

    [Fact]
    public async Task A_read_only_key_may_look_and_change_nothing()
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey(SecretId, SecretKey) { IsReadOnly = true }]);
        ICmqService queues = server.Broker.GetService("default");
        await queues.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await queues.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));

        foreach ((string action, (string, string)[] values) in Requests.OfEveryAction("orders", "dead"))
        {
            JsonElement reply = await server.PostAsync(action, values);
            if (action.StartsWith("Get", StringComparison.Ordinal) || action.StartsWith("List", StringComparison.Ordinal) || action.StartsWith("Query", StringComparison.Ordinal))
                AssertOk(reply);
            else
                AssertError(reply, CmqErrors.NotPermitted);
        }

        AssertOk(await server.PostAsync("lISTqUEUE"));
    }

    [Theory]
    [InlineData("the token", null, true)]
    [InlineData("the token", "", true)]
    [InlineData("the token", "another", true)]
    [InlineData("the token", "the token", false)]
    [InlineData(null, "whatever", false)]
    [InlineData(null, null, false)]
    public async Task A_key_with_a_token_needs_it_and_another_ignores_it(string? needed, string? sent, bool refused)
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey(SecretId, SecretKey, token: needed)]);
        JsonElement reply = await server.PostAsync("ListQueue", sent is null ? [] : [("Token", sent)]);

        if (refused)
            AssertError(reply, CmqErrors.AuthenticationFailed);
        else
            AssertOk(reply);
    }

    [Fact]
    public async Task Replaced_keys_count_from_the_next_request_on()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostAsync("ListQueue"));
        server.Server.ReplaceKeys([new CmqKey("AKIDnew", "new key")]);

        AssertError(await server.PostAsync("ListQueue"), CmqErrors.SecretIdUnknown);
        AssertOk(await server.PostFormAsync(Path, server.SignAs("AKIDnew", "new key", "POST", Path, "ListQueue")));
    }

    [Fact]
    public async Task Keys_that_cannot_be_leave_the_old_ones_in_force()
    {
        await using ServerUnderTest server = await StartAsync();

        Assert.Throws<ArgumentException>(() => server.Server.ReplaceKeys([]));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => server.Server.ReplaceKeys([new CmqKey("AKIDtwice", "one"), new CmqKey("AKIDtwice", "two")]));
        Assert.Contains("AKIDtwice", twice.Message, StringComparison.Ordinal);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    [Fact]
    public async Task A_waiting_receive_outlives_its_key()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> waiting = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(1);
        server.Server.ReplaceKeys([new CmqKey("AKIDnew", "new key")]);
        await server.Broker.GetService("default").SendMessagesAsync(new SendMessagesRequest("orders", ["hello"u8.ToArray()]));

        Assert.Equal("hello", (await waiting).GetProperty("msgBody").GetString());
    }

    [Fact]
    public async Task No_action_of_one_account_reaches_another_s_queue()
    {
        await using ServerUnderTest server = await StartAsync();
        foreach (string name in (string[])["orders", "dead"])
            AssertOk(await server.PostAsync("CreateQueue", ("queueName", name), ("rewindSeconds", "3600")));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "mine"));
        string before = await DescribeAsync();

        foreach ((string action, (string, string)[] values) in Requests.OfEveryAction("orders", "dead").Where(request => request.Action != "CreateQueue"))
        {
            JsonElement reply = await server.PostFormAsync(Path, server.SignAs("AKIDother", "other key", "POST", Path, action, values));
            if (action == "ListQueue")
                Assert.Equal(0, reply.GetProperty("totalCount").GetInt32());
            else
                AssertError(reply, CmqErrors.QueueNotFound);
        }

        Assert.Equal(before, await DescribeAsync());

        async Task<string> DescribeAsync()
        {
            QueueAttributes attributes = await server.Broker.GetService("default").GetQueueAttributesAsync("orders");
            return attributes.ToString();
        }
    }

    [Fact]
    public void Keys_are_found_by_bytes_without_allocating()
    {
        KeyRing keys = new([.. Enumerable.Range(0, 1000).Select(i => new CmqKey($"AKID{i}", $"key {i}"))]);
        byte[] id = Encoding.UTF8.GetBytes("AKID777");
        Assert.Equal("AKID777", keys.Find(id)?.SecretId);
        Assert.Null(keys.Find("AKID1000"u8));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            keys.Find(id);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
