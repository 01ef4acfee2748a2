using System.Text;
using CmqContracts.Broker;
using CmqContracts.Sqlite;
using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>
/// Looks leave states, counters, handles and the order of delivery as they were: the same random requests get the same answers, to the last id and
/// handle, whether somebody looks at all there is in between or not.
/// </summary>
public sealed class LooksTests
{
    private const string Account = "100000000001";

    private static readonly string[] Names = ["orders", "other", "dead"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Looking_changes_no_answer_of_a_broker_in_memory(int seed) =>
        Assert.Equal(await RunAsync(seed, store: null, looks: false), await RunAsync(seed, store: null, looks: true));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Looking_changes_no_answer_of_a_durable_broker(int seed)
    {
        List<string>[] answers = new List<string>[2];
        for (int i = 0; i < answers.Length; i++)
        {
            string directory = Directory.CreateTempSubdirectory("cmq-looks-").FullName;
            answers[i] = await RunAsync(seed, SqliteStore.Open(directory, new SqliteStoreOptions { SyncsCommits = false }), looks: i == 1);
            Assert.Empty(await SqliteStore.CheckAsync(directory));
            Directory.Delete(directory, recursive: true);
        }

        Assert.Equal(answers[0], answers[1]);
    }

    /// <returns>What the requests were answered, and what the queues were like after each.</returns>
    private static async Task<List<string>> RunAsync(int seed, MessageStore? store, bool looks)
    {
        Random random = new(seed), looking = new(-seed);
        ManualTimeProvider clock = new();
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = clock, Store = store });
        ICmqService service = broker.GetService(Account);
        ICmqInspector inspector = broker.GetInspector(Account);
        await service.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings { RewindSeconds = 600 }));
        foreach (string name in Names[..2])
            await service.CreateQueueAsync(new CreateQueueRequest(name, new QueueSettings { VisibilityTimeout = 5, MsgRetentionSeconds = 120, RewindSeconds = 60, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 2) }));
        List<string> answers = [], handles = [];
        for (int step = 0; step < 250; step++)
        {
            string name = Names[random.Next(Names.Length)];
            switch (random.Next(7))
            {
                case 0 or 1:
                    ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(0, 1 + random.Next(8)).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($$"""{"n":{{step}},"i":{{i}}}"""))];
                    answers.Add(string.Join(' ', await service.SendMessagesAsync(new SendMessagesRequest(name, bodies) { DelaySeconds = random.Next(3) == 0 ? random.Next(20) : 0 })));
                    break;
                case 2 or 3:
                    foreach (CmqMessage message in await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(name) { MaxMessages = 1 + random.Next(8), PollingWaitSeconds = 0 }))
                    {
                        handles.Add(message.ReceiptHandle);
                        answers.Add($"{message} {message.ReceiptHandle} {Encoding.UTF8.GetString(message.Body.Span)}");
                    }

                    break;
                case 4:
                    if (handles.Count > 0)
                        answers.Add(string.Join(' ', (await service.DeleteMessagesAsync(new DeleteMessagesRequest(name, [.. handles.TakeLast(1 + random.Next(8))]))).Select(static failure => failure.ReceiptHandle)));
                    break;
                case 5:
                    clock.AdvanceSeconds(random.Next(9));
                    break;
                default:
                    answers.Add(await TryRewindAsync(service, new RewindQueueRequest(name, clock.GetUtcNow().ToUnixTimeSeconds() - random.Next(60))));
                    break;
            }

            if (looks)
                await LookAsync(inspector, Names[looking.Next(Names.Length)], clock.GetUtcNow(), looking);
            answers.Add(string.Join('\n', await inspector.DescribeAllAsync()));
        }

        return answers;
    }

    private static async Task<string> TryRewindAsync(ICmqService service, RewindQueueRequest request)
    {
        try
        {
            await service.RewindQueueAsync(request);
            return "rewound";
        }
        catch (CmqServiceException refusal)
        {
            return refusal.Message;
        }
    }

    private static async Task LookAsync(ICmqInspector inspector, string name, DateTimeOffset now, Random random)
    {
        bool newestFirst = random.Next(2) == 0;
        DateTimeOffset? from = random.Next(2) == 0 ? null : now.AddSeconds(-random.Next(60));
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            PeekResult page = await inspector.PeekMessagesAsync(new PeekMessagesRequest(name, state) { MaxMessages = 1 + random.Next(20), NewestFirst = newestFirst, From = from });
            await inspector.PeekMessagesAsync(new PeekMessagesRequest(name, state) { AfterMessageId = page.ContinueAfter, MaxBodyBytes = random.Next(4), NewestFirst = newestFirst });
            await inspector.SearchMessagesAsync(new SearchMessagesRequest(name, state, new MessageFilter { JsonPath = "$.i", Value = "1" }) { From = from, NewestFirst = newestFirst });
            foreach (InspectedMessage message in page.Messages)
                Assert.NotNull(await inspector.FindMessageAsync(new FindMessageRequest(name, message.MessageId)));
        }

        RewindProfile profile = await inspector.GetRewindProfileAsync(name);
        foreach (RewindPoint point in profile.Points.Take(3))
            Assert.Equal(point.Messages, await inspector.CountRewindAsync(new RewindQueueRequest(name, point.Time.ToUnixTimeSeconds())));
    }
}
