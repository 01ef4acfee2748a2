using System.Text;
using System.Text.Json;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Broken requests of API 3.0: each is answered in the envelope, and none makes the server fail.</summary>
public sealed class Api3FaultTests
{
    private const int Seed = 1488719262;
    private const int Rounds = 2_000;

    private static readonly (string Action, string Body)[] Requests =
    [
        ("CreateCmqQueue", """{"QueueName":"made","VisibilityTimeout":30,"RewindSeconds":43200,"DeadLetterQueueName":"orders","Policy":0,"MaxReceiveCount":3,"Tags":[{"TagKey":"a","TagValue":"b"}]}"""),
        ("ModifyCmqQueueAttribute", """{"QueueName":"orders","PollingWaitSeconds":3,"MaxMsgHeapNum":1000000,"MaxTimeToLive":300}"""),
        ("DescribeCmqQueues", """{"Offset":0,"Limit":20,"QueueName":"ord","QueueNameList":["orders","absent"],"Filters":[{"Name":"tag:a","Values":["b"]}]}"""),
        ("SendCmqMsg", """{"QueueName":"orders","MsgContent":"你好 🚀 \u4f60\n","DelaySeconds":1}"""),
        ("RewindCmqQueue", """{"QueueName":"orders","StartConsumeTime":1488718862}"""),
        ("PublishCmqMsg", """{"TopicName":"news","MsgContent":"hello","MsgTag":["a","b"]}"""),
        ("CreateCmqSubscribe", """{"TopicName":"news","SubscriptionName":"s1","Protocol":"queue","Endpoint":"orders","FilterTag":["a"],"BindingKey":[]}"""),
        ("DescribeCmqSubscriptionDetail", """{"TopicName":"news","QueueName":"orders","QueryType":"queue","Limit":50}"""),
    ];

    [Fact]
    public async Task Broken_bodies_with_correct_signatures_are_answered()
    {
        await using ServerUnderTest server = await PrepareAsync();
        using Api3Client client = new(server);
        Random random = new(Seed);
        for (int i = 0; i < Rounds; i++)
        {
            (string action, string body) = Requests[random.Next(Requests.Length)];
            string broken = Break(body, random);
            AssertAnswered(await client.PostTextAsync(action, broken), broken);
        }
    }

    [Fact]
    public async Task Broken_headers_are_refused_or_have_no_effect()
    {
        await using ServerUnderTest server = await PrepareAsync();
        using Api3Client client = new(server);
        Random random = new(Seed);
        for (int i = 0; i < Rounds; i++)
        {
            string shown = "";
            JsonElement response = await client.PostAsync("DescribeCmqQueues", new { }, call =>
            {
                if (random.Next(2) == 0)
                    call.ChangeAuthorization = text => shown = Break(text, random);
                else
                    call.ChangeAuthorization = text =>
                    {
                        string name = call.Headers.Keys.ElementAt(random.Next(call.Headers.Count));
                        shown = call.Headers[name] = Break(call.Headers[name], random);
                        return text;
                    };
            });
            AssertAnswered(response, shown);
        }
    }

    [Fact]
    public async Task Tampered_signatures_are_refused()
    {
        await using ServerUnderTest server = await PrepareAsync();
        using Api3Client client = new(server);
        Random random = new(Seed);
        for (int i = 0; i < Rounds; i++)
        {
            JsonElement response = await client.PostAsync("ClearCmqQueue", new { QueueName = "orders" }, call => call.ChangeAuthorization = text =>
            {
                char[] changed = text.ToCharArray();
                int at = changed.Length - 1 - random.Next(64);
                changed[at] = "0123456789abcdef".Where(digit => digit != changed[at]).ElementAt(random.Next(15));
                return new string(changed);
            });
            Api3Client.AssertError(response, "AuthFailure.SignatureFailure");
        }

        Assert.Equal(1, (await server.Broker.GetService("default").GetQueueAttributesAsync("orders")).ActiveMessages);
    }

    private static async Task<ServerUnderTest> PrepareAsync()
    {
        ServerUnderTest server = await ServerUnderTest.StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "43200"));
        await server.PostAsync("CreateTopic", ("topicName", "news"));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "there"));
        return server;
    }

    /// <summary>A refusal has a documented code, which does not include internal errors.</summary>
    private static void AssertAnswered(JsonElement response, string sent)
    {
        if (response.TryGetProperty("Error", out JsonElement error))
            Assert.False(error.GetProperty("Code").GetString() is "InternalError" or "FailedOperation.CmqBackendError", $"{error} for {sent}");
    }

    /// <summary>Deletes, repeats or replaces some characters; the replacements are printable characters with a meaning in JSON or headers.</summary>
    private static string Break(string text, Random random)
    {
        const string marks = "{}[]\",:\\/;= -0129eEtfnu.xX";
        StringBuilder broken = new(text);
        for (int i = random.Next(1, 4); i > 0 && broken.Length > 0; i--)
        {
            int at = random.Next(broken.Length);
            switch (random.Next(4))
            {
                case 0: broken.Remove(at, 1); break;
                case 1: broken.Insert(at, marks[random.Next(marks.Length)]); break;
                case 2: broken.Length = at; break;
                default: broken[at] = marks[random.Next(marks.Length)]; break;
            }
        }

        return broken.ToString();
    }
}
