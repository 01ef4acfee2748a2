using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Server.Tests.Quirks;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Broken requests of API 3.0 with correct signatures: each is answered, and only the accepted ones change anything.</summary>
public sealed class MutatedApi3Tests
{
    private const int Depth = 25;

    [Fact]
    public async Task Broken_bodies_and_headers_have_no_effect_other_than_their_replies_say()
    {
        await using ServerUnderTest server = await StartAsync();
        int sent = await Rounds.RunAsync(server, rounds: 150, async (connection, random) =>
        {
            Mutations mutations = new(random);
            byte[][] requests = [.. Enumerable.Range(0, Depth).Select(_ => BrokenCall(server, random, mutations))];
            return await AskAsync(connection, requests);
        });
        await AssertMessagesAsync(server, sent);
    }

    [Fact]
    public async Task Broken_signed_parameters_have_no_effect_other_than_their_replies_say()
    {
        await using ServerUnderTest server = await StartAsync();
        int sent = await Rounds.RunAsync(server, rounds: 100, async (connection, random) =>
        {
            Mutations mutations = new(random);
            byte[][] requests = [.. Enumerable.Range(0, Depth).Select(_ => BrokenForm(server, random, mutations))];
            return await AskAsync(connection, requests);
        });
        await AssertMessagesAsync(server, sent);
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        ServerUnderTest server = await ServerUnderTest.StartAsync();
        foreach (string queue in new[] { "orders", "dead", "victim" })
            await server.PostAsync("CreateQueue", ("queueName", queue), ("rewindSeconds", "3600"));
        return server;
    }

    /// <returns>How many messages were sent, by the replies.</returns>
    private static async Task<int> AskAsync(WireConnection connection, byte[][] requests)
    {
        WireReply[] replies = await connection.AskAsync(requests);
        int sent = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            JsonElement json = replies[i].Json;
            JsonElement response = json.TryGetProperty("Response", out JsonElement inner) ? inner : json;
            string? code = response.TryGetProperty("Error", out JsonElement error) ? error.GetProperty("Code").GetString() : json.TryGetProperty("code", out JsonElement v2) ? v2.ToString() : "";
            Assert.False(code!.StartsWith("InternalError", StringComparison.Ordinal) || code == "6000", $"{json}\n{Rounds.Show(requests[i])}");
            sent += response.TryGetProperty("MsgId", out _) ? 1 : 0;
        }

        return sent;
    }

    private static async Task AssertMessagesAsync(ServerUnderTest server, int sent)
    {
        IReadOnlyList<QueueDescription> queues = await server.Broker.GetInspector("default").DescribeAllAsync();
        Assert.Equal(sent, queues.Sum(queue => queue.Attributes.ActiveMessages + queue.Attributes.DelayedMessages));
        Assert.InRange(sent, 100, int.MaxValue);
    }

    private static (string Action, string Body) Next(Random random)
    {
        string number = random.Next(1_000_000).ToString(CultureInfo.InvariantCulture);
        return random.Next(9) switch
        {
            0 or 1 => ("SendCmqMsg", $$"""{"QueueName":"orders","MsgContent":"{\"id\":{{number}}}","DelaySeconds":0}"""),
            2 => ("SendCmqMsg", """{"QueueName":"orders","MsgContent":"later","DelaySeconds":600}"""),
            3 => ("CreateCmqQueue", $$"""{"QueueName":"queue-{{number}}","VisibilityTimeout":30,"DeadLetterQueueName":"dead","Policy":0,"MaxReceiveCount":3,"Trace":false,"Tags":[{"TagKey":"a","TagValue":"b"}]}"""),
            4 => ("ModifyCmqQueueAttribute", """{"QueueName":"victim","PollingWaitSeconds":10,"MsgRetentionSeconds":3600,"RewindSeconds":60}"""),
            5 => ("DescribeCmqQueues", """{"Offset":0,"Limit":20,"QueueNameList":["orders","dead"],"IsTagFilter":false}"""),
            6 => ("DescribeCmqQueueDetail", """{"QueueName":"orders"}"""),
            7 => ("RewindCmqQueue", """{"QueueName":"orders","StartConsumeTime":1488718862}"""),
            _ => (random.Next(2) == 0 ? "DeleteCmqQueue" : "ClearCmqQueue", """{"QueueName":"victim"}"""),
        };
    }

    private static byte[] BrokenCall(ServerUnderTest server, Random random, Mutations mutations)
    {
        (string action, string body) = Next(random);
        Tc3Call call = new(server.Server.Endpoint.Authority, action, server.Clock.GetUtcNow().ToUnixTimeSeconds()) { SignedBody = "UNSIGNED-PAYLOAD" };
        call.Headers["X-TC-Content-SHA256"] = "UNSIGNED-PAYLOAD";
        call.Headers["Authorization"] = call.Authorization(ServerUnderTest.SecretId, ServerUnderTest.SecretKey)!;
        int kind = random.Next(10);
        if (kind < 2)
        {
            string header = call.Headers.Keys.ElementAt(random.Next(call.Headers.Count));
            call.Headers[header] = HeaderText(mutations.Break(call.Headers[header]));
        }
        else
        {
            body = kind < 6 ? mutations.Break(body) : mutations.BreakValue(body);
        }

        StringBuilder head = new($"POST / HTTP/1.1\r\nHost: {call.Host}\r\nContent-Type: {call.ContentType}\r\nContent-Length: {body.Length}\r\n");
        foreach ((string name, string value) in call.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return Encoding.Latin1.GetBytes($"{head}\r\n{body}");
    }

    private static byte[] BrokenForm(ServerUnderTest server, Random random, Mutations mutations)
    {
        (string action, string body) = Next(random);
        using JsonDocument document = JsonDocument.Parse(body);
        (string, string)[] values = [("Version", "2020-02-17"), .. document.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString()))];
        return new WireRequest(server, action, mutations.Break(values)) { Target = "/" }.Bytes;
    }

    /// <summary>The characters of a text that HTTP allows in a header.</summary>
    private static string HeaderText(string text) => string.Concat(text.Where(static c => c is >= ' ' and <= '~')).Trim();
}
