using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What a key may do, and what happens when the keys change.</summary>
public sealed class KeyTests
{
    private const string Path = V2RequestLine.DefaultPath;

    [Fact]
    public async Task A_disabled_key_has_an_error_of_its_own()
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, IsEnabled = false }]);
        AssertError(await server.PostAsync("ListQueue"), CmqErrors.SecretIdStatusError);
    }

    [Fact]
    public async Task A_secret_id_must_begin_with_AKID_only_if_the_option_is_set()
    {
        CmqKey[] keys = [new() { SecretId = "mine", SecretKey = "key" }];
        await using ServerUnderTest tolerant = await StartAsync(options => options.Keys = keys);
        AssertOk(await tolerant.PostFormAsync(Path, tolerant.SignAs("mine", "key", "POST", Path, "ListQueue")));

        await using ServerUnderTest strict = await StartAsync(options => (options.Keys, options.RequireSecretIdPrefix) = (keys, true));
        AssertError(await strict.PostFormAsync(Path, strict.SignAs("mine", "key", "POST", Path, "ListQueue")), CmqErrors.SecretIdDoesNotBeginWithAkid);
    }

    [Fact]
    public async Task A_read_only_key_may_read_and_change_nothing()
    {
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Access = CmqKeyAccess.ReadOnly }]);
        await Requests.PrepareAsync(server.Broker.GetService("default"), "orders", "dead");

        foreach ((string action, (string, string)[] values) in Requests.OfEveryAction("orders", "dead"))
        {
            JsonElement reply = await server.PostAsync(action, values);
            if (action.StartsWith("Get", StringComparison.Ordinal) || action.StartsWith("List", StringComparison.Ordinal) || action.StartsWith("Query", StringComparison.Ordinal)
                || action is "InspectRewindCount" or "InspectRewindProfile" or "InspectJobs" or "InspectQueues")
                AssertOk(reply);
            else
                AssertError(reply, CmqErrors.NoCamAuthentication);
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
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Token = needed }]);
        JsonElement reply = await server.PostAsync("ListQueue", sent is null ? [] : [("Token", sent)]);

        if (refused)
            AssertError(reply, CmqErrors.AuthenticationFailed);
        else
            AssertOk(reply);
    }

    [Fact]
    public async Task Replaced_keys_are_in_force_from_the_next_request_on()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostAsync("ListQueue"));
        server.Server.ReplaceKeys([new CmqKey { SecretId = "AKIDnew", SecretKey = "new key" }]);

        AssertError(await server.PostAsync("ListQueue"), CmqErrors.SecretIdDoesNotExist);
        AssertOk(await server.PostFormAsync(Path, server.SignAs("AKIDnew", "new key", "POST", Path, "ListQueue")));
    }

    [Fact]
    public async Task Invalid_keys_leave_the_old_ones_in_force()
    {
        await using ServerUnderTest server = await StartAsync();

        Assert.Throws<ArgumentException>(() => server.Server.ReplaceKeys([]));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => server.Server.ReplaceKeys([new CmqKey { SecretId = "AKIDtwice", SecretKey = "one" }, new CmqKey { SecretId = "AKIDtwice", SecretKey = "two" }]));
        Assert.Contains("AKIDtwice", twice.Message, StringComparison.Ordinal);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    public static TheoryData<string, CmqKey[], int> Ends => new()
    {
        { "removed", [new CmqKey { SecretId = "AKIDnew", SecretKey = "new key" }], CmqErrors.SecretIdDoesNotExist.ModuleCode },
        { "disabled", [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, IsEnabled = false }], CmqErrors.SecretIdStatusError.ModuleCode },
        { "read-only", [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Access = CmqKeyAccess.ReadOnly }], CmqErrors.NoCamAuthentication.ModuleCode },
        { "another secret", [new CmqKey { SecretId = SecretId, SecretKey = "new key" }], CmqErrors.AuthenticationFailed.ModuleCode },
        { "a token", [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Token = "the token" }], CmqErrors.AuthenticationFailed.ModuleCode },
        { "another account", [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Account = "another account" }], CmqErrors.AuthenticationFailed.ModuleCode },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_waiting_receive_of_a_key_that_ends_gets_the_error_of_new_requests_and_no_message(string change, CmqKey[] keys, int moduleCode)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> single = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        Task<JsonElement> batch = server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(2);
        server.Server.ReplaceKeys(keys);
        await server.Broker.GetService("default").SendMessagesAsync(new SendMessagesRequest("orders", ["hello"u8.ToArray()]));

        foreach (JsonElement reply in await Task.WhenAll(single, batch))
        {
            Assert.StartsWith($"({moduleCode})", reply.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.False(reply.TryGetProperty("msgBody", out _), change);
        }

        Assert.Equal(1, (await server.Broker.GetService("default").GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    [Fact]
    public async Task A_waiting_receive_of_an_unchanged_key_keeps_its_place_through_any_number_of_changes()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> first = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(1);
        for (int i = 0; i < 3; i++)
        {
            server.Server.ReplaceKeys(
            [
                new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, new CmqKey { SecretId = $"AKIDnew{i}", SecretKey = "new key" }, new CmqKey { SecretId = "AKIDviewer", SecretKey = "viewer", Access = CmqKeyAccess.ReadOnly },
                new CmqKey { SecretId = "AKIDformer", SecretKey = "former", IsEnabled = false }, new CmqKey { SecretId = "AKIDgrowing", SecretKey = "growing", Access = i < 2 ? CmqKeyAccess.ReadOnly : CmqKeyAccess.Full },
            ]);
        }

        Task<JsonElement> second = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(2);
        foreach (string body in (string[])["one", "two"])
            await server.Broker.GetService("default").SendMessagesAsync(new SendMessagesRequest("orders", [Encoding.UTF8.GetBytes(body)]));

        Assert.Equal("one", (await first).GetProperty("msgBody").GetString());
        Assert.Equal("two", (await second).GetProperty("msgBody").GetString());
    }

    [Fact]
    public async Task No_action_of_one_account_reaches_another_s_queue_or_topic()
    {
        await using ServerUnderTest server = await StartAsync();
        await Requests.PrepareAsync(server.Broker.GetService("default"), "orders", "dead");
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "mine"));
        AssertOk(await server.PostAsync("InspectStartJob", ("queueName", "orders"), ("state", "delayed"), ("jobAction", "delete")));
        string before = await DescribeAsync();

        foreach ((string action, (string, string)[] values) in Requests.OfEveryAction("orders", "dead").Where(request => request.Action is not ("CreateQueue" or "CreateTopic")))
        {
            JsonElement reply = await server.PostFormAsync(Path, server.SignAs("AKIDother", "other key", "POST", Path, action, values));
            if (action is "ListQueue" or "ListTopic" or "InspectQueues")
                Assert.Equal(0, reply.GetProperty("totalCount").GetInt32());
            else if (action is "InspectJobs")
                Assert.Equal(0, reply.GetProperty("jobList").GetArrayLength());
            else if (action is "InspectCancelJob")
                AssertError(reply, CmqErrors.InvalidRequestParameters);
            else
                AssertError(reply, values.Any(value => value.Item1 == "topicName") ? CmqErrors.TopicDoesNotExist : CmqErrors.QueueDoesNotExist);
        }

        Assert.Equal(before, await DescribeAsync());

        async Task<string> DescribeAsync()
        {
            ICmqService service = server.Broker.GetService("default");
            return $"{await service.GetQueueAttributesAsync("orders")} {await service.GetTopicAttributesAsync("news")} {await service.GetSubscriptionAttributesAsync("news", "all")}";
        }
    }

    [Fact]
    public async Task A_waiting_request_that_continues_when_its_key_ends_does_not_block_other_changes_of_keys()
    {
        CmqKey first = new() { SecretId = "AKIDfirst", SecretKey = "first" }, second = new() { SecretId = "AKIDsecond", SecretKey = "second" };
        using KeyRing keys = new([first, second]);
        bool changed = false;
        using CancellationTokenRegistration waiting = keys.LifetimeOf(first).End.Register(() => changed = Task.Run(() => keys.Replace([second])).Wait(TimeSpan.FromSeconds(10)));
        await Task.Run(() => keys.Replace([second]));

        Assert.True(changed);
    }

    [Fact]
    public void Keys_are_found_by_bytes_without_allocating()
    {
        using KeyRing keys = new([.. Enumerable.Range(0, 1000).Select(i => new CmqKey { SecretId = $"AKID{i}", SecretKey = $"key {i}" })]);
        byte[] id = Encoding.UTF8.GetBytes("AKID777");
        Assert.Equal("AKID777", keys.Find(id)?.SecretId);
        Assert.Null(keys.Find("AKID1000"u8));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            keys.Find(id);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
