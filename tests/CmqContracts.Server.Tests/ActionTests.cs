using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>The rate limit of each action, whether a read-only key may use it, and its name in the metrics.</summary>
public sealed class ActionTests
{
    private const int DataRate = 3;
    private const int ControlRate = 2;
    private const string ReaderId = "AKIDreader";
    private const string ReaderKey = "reader key";

    private static readonly CmqLimits Limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride>
    {
        ["requestsPerSecond"] = new() { Maximum = DataRate },
        ["controlRequestsPerSecond"] = new() { Maximum = ControlRate },
    });

    /// <summary>Every action of both protocols, whether it is of the data plane, and whether it changes nothing and shows no bodies when it has no parameters.</summary>
    public static TheoryData<string, bool, bool> Actions => new()
    {
        { "CreateQueue", false, false },
        { "ListQueue", false, true },
        { "GetQueueAttributes", false, true },
        { "SetQueueAttributes", false, false },
        { "DeleteQueue", false, false },
        { "ClearQueue", false, false },
        { "RewindQueue", false, false },
        { "UnbindDeadLetterQueue", false, false },
        { "ListDeadLetterSourceQueues", false, true },
        { "QueryQueueRoute", true, true },
        { "SendMessage", true, false },
        { "BatchSendMessage", true, false },
        { "ReceiveMessage", true, false },
        { "BatchReceiveMessage", true, false },
        { "DeleteMessage", true, false },
        { "BatchDeleteMessage", true, false },
        { "CreateTopic", false, false },
        { "ListTopic", false, true },
        { "GetTopicAttributes", false, true },
        { "SetTopicAttributes", false, false },
        { "DeleteTopic", false, false },
        { "PublishMessage", true, false },
        { "BatchPublishMessage", true, false },
        { "QueryTopicRoute", true, true },
        { "Subscribe", false, false },
        { "ListSubscriptionByTopic", false, true },
        { "GetSubscriptionAttributes", false, true },
        { "SetSubscriptionAttributes", false, false },
        { "Unsubscribe", false, false },
        { "ClearSubscriptionFilterTags", false, false },
        { "InspectMessages", false, false },
        { "InspectMessage", false, false },
        { "InspectSearch", false, false },
        { "InspectRewindCount", false, true },
        { "InspectRewindProfile", false, true },
        { "InspectDelete", false, false },
        { "InspectMove", false, false },
        { "InspectStartJob", false, false },
        { "InspectJobs", false, true },
        { "InspectCancelJob", false, false },
        { "InspectQueues", false, true },
        { "CreateCmqQueue", false, false },
        { "ModifyCmqQueueAttribute", false, false },
        { "DeleteCmqQueue", false, false },
        { "DescribeCmqQueueDetail", false, true },
        { "DescribeCmqQueues", false, true },
        { "DescribeCmqDeadLetterSourceQueues", false, true },
        { "ClearCmqQueue", false, false },
        { "RewindCmqQueue", false, false },
        { "UnbindCmqDeadLetter", false, false },
        { "SendCmqMsg", true, false },
        { "CreateCmqTopic", false, false },
        { "ModifyCmqTopicAttribute", false, false },
        { "DeleteCmqTopic", false, false },
        { "DescribeCmqTopicDetail", false, true },
        { "DescribeCmqTopics", false, true },
        { "PublishCmqMsg", true, false },
        { "CreateCmqSubscribe", false, false },
        { "ModifyCmqSubscriptionAttribute", false, false },
        { "DeleteCmqSubscribe", false, false },
        { "DescribeCmqSubscriptionDetail", false, true },
        { "ClearCmqSubscriptionFilterTags", false, false },
    };

    [Fact]
    public void The_table_lists_all_actions() => Assert.Equal(
        Actions.Select(row => (string)((object[])row)[0]),
        V2ActionTable.Actions.All.Select(action => action.Info.Name).Concat(Api3ActionTable.Actions.All.Select(action => action.Info.Name)));

    [Fact]
    public void Keys_and_logs_are_tried_with_a_request_of_every_v2_action() => Assert.Equal(
        V2ActionTable.Actions.All.Select(action => action.Info.Name).Order(StringComparer.Ordinal),
        Requests.OfEveryAction("orders", "dead").Select(request => request.Action).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task An_action_counts_against_the_rate_of_its_plane_however_it_is_spelled(string action, bool isData, bool onlyReads)
    {
        _ = onlyReads;
        await using ServerUnderTest server = await StartAsync(limits: Limits);
        int admitted = 0;
        foreach (string spelled in new[] { action, action.ToLowerInvariant(), action.ToUpperInvariant(), action, action })
            admitted += await AskAsync(server, SecretId, SecretKey, spelled) is "4420" or "4480" or "RequestLimitExceeded" ? 0 : 1;
        Assert.Equal(isData ? DataRate : ControlRate, admitted);
        Assert.NotEqual("RequestLimitExceeded", await AskAsync(server, "AKIDother", "other key", action));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task A_read_only_key_may_use_the_actions_that_change_nothing(string action, bool isData, bool onlyReads)
    {
        _ = isData;
        await using ServerUnderTest server = await StartAsync(options => options.Keys = [new CmqKey { SecretId = ReaderId, SecretKey = ReaderKey, Access = CmqKeyAccess.ReadOnly }]);
        foreach (string spelled in new[] { action, action.ToLowerInvariant() })
        {
            string code = await AskAsync(server, ReaderId, ReaderKey, spelled);
            Assert.Equal(!onlyReads, code is "4000/10461" or "UnauthorizedOperation");
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Metrics_name_an_action_as_the_documents_do(string action, bool isData, bool onlyReads)
    {
        _ = (isData, onlyReads);
        await using ServerUnderTest server = await StartAsync();
        await AskAsync(server, SecretId, SecretKey, action.ToUpperInvariant());
        using HttpClient http = new();
        Assert.Contains($"cmq_server_request_duration_seconds_count{{action=\"{action}\",", await http.GetStringAsync(new Uri(server.Server.Endpoint, "/metrics")), StringComparison.Ordinal);
    }

    /// <summary>The code of the answer to a request without parameters.</summary>
    private static async Task<string> AskAsync(ServerUnderTest server, string secretId, string secretKey, string action)
    {
        if (!action.Contains("cmq", StringComparison.OrdinalIgnoreCase))
        {
            JsonElement reply = await server.PostFormAsync(V2RequestLine.DefaultPath, server.SignAs(secretId, secretKey, "POST", V2RequestLine.DefaultPath, action));
            string code = reply.GetProperty("code").GetRawText();
            return code == "4000" && reply.GetProperty("message").GetString()!.StartsWith("(10461)", StringComparison.Ordinal) ? "4000/10461" : code;
        }

        using Api3Client client = new(server, secretId, secretKey);
        JsonElement response = await client.PostAsync(action, new { });
        return response.TryGetProperty("Error", out JsonElement error) ? error.GetProperty("Code").GetString()! : "0";
    }
}
