using System.Globalization;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Protocol;
using CmqContracts.Sqlite;
using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>
/// Nothing that a masked look answers depends on a masked value: queues that differ in nothing but these values get the same answers, whatever is asked. The
/// values differ in their kind, in what is searched for, and in their length, which is that of several steps.
/// </summary>
public sealed class MaskedLooksTests
{
    private const string Account = "100000000001";
    private const string Name = "orders";
    private const int Messages = 60;

    /// <summary>What is searched for: much of it is in masked values only.</summary>
    private static readonly string[] Texts = ["4111", "***", "\"***\"", "visible", "\"n\":7", "hidden", "not there", "xxxx", "null", "[", "Ann"];

    private static readonly (string Path, string? Value)[] Places =
        [("$.card.number", null), ("$.card.number", "***"), ("$.card.number", "4111"), ("$.card.number.x", null), ("$.card.number[0]", "4111"), ("$.lines[*].iban", "***"), ("$.lines[0].iban", "4111"), ("$.n", "7"), ("$.name", "Ann"), ("$", null)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_answer_of_a_broker_in_memory_depends_on_a_masked_value(int seed) =>
        AssertSame(await RunAsync(seed, values: 1, store: null), await RunAsync(seed, values: 2, store: null));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_answer_of_a_durable_broker_depends_on_a_masked_value(int seed)
    {
        List<string>[] answers = new List<string>[2];
        for (int i = 0; i < answers.Length; i++)
        {
            string directory = Directory.CreateTempSubdirectory("cmq-masks-").FullName;
            answers[i] = await RunAsync(seed, i, SqliteStore.Open(directory, new SqliteStoreOptions { SyncsCommits = false }));
            Directory.Delete(directory, recursive: true);
        }

        AssertSame(answers[0], answers[1]);
    }

    [Fact]
    public async Task Without_a_mask_the_answers_depend_on_the_values() =>
        Assert.NotEqual(await RunAsync(1, values: 1, store: null, isMasked: false), await RunAsync(1, values: 2, store: null, isMasked: false));

    private static void AssertSame(List<string> one, List<string> other)
    {
        Assert.Equal(one.Count, other.Count);
        for (int i = 0; i < one.Count; i++)
            Assert.Equal(one[i], other[i]);
    }

    /// <returns>All that was answered.</returns>
    private static async Task<List<string>> RunAsync(int seed, int values, MessageStore? store, bool isMasked = true)
    {
        Random random = new(seed), secret = new((100 * seed) + values);
        ManualTimeProvider clock = new();
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = clock, Store = store });
        ICmqService service = broker.GetService(Account);
        ICmqInspector inspector = broker.GetInspector(Account);
        await service.CreateQueueAsync(new CreateQueueRequest(Name, new QueueSettings { MaxMsgSize = 1024 * 1024, RewindSeconds = 600 }));
        JsonMask? mask = isMasked ? JsonMask.Of(["$.card.number", "$.lines[*].iban"]) : null;
        List<string> ids = [], answers = [];
        for (int i = 0; i < Messages; i++)
        {
            ids.AddRange(await service.SendMessagesAsync(new SendMessagesRequest(Name, [Encoding.UTF8.GetBytes(Body(i, random, secret))])));
            clock.AdvanceSeconds(random.Next(2));
        }

        for (int i = 0; i < 60; i++)
        {
            bool newestFirst = random.Next(2) == 0;
            int? maxBodyBytes = random.Next(3) == 0 ? null : random.Next(80);
            string? after = random.Next(3) == 0 ? ids[random.Next(ids.Count)] : null;
            int maxMessages = 1 + random.Next(20), maxBytes = 1 + random.Next(4000);
            InspectedMessage? found = await inspector.FindMessageAsync(new FindMessageRequest(Name, ids[random.Next(ids.Count)]) { MaxBodyBytes = maxBodyBytes, Mask = mask });
            answers.Add(Text(found!));
            PeekResult page = await inspector.PeekMessagesAsync(new PeekMessagesRequest(Name, MessageState.Active) { NewestFirst = newestFirst, MaxBodyBytes = maxBodyBytes, AfterMessageId = after, MaxMessages = maxMessages, MaxBytes = maxBytes, Mask = mask });
            answers.Add($"peek {page.ContinueAfter}: {string.Join(", ", page.Messages.Select(Text))}");
            SearchMessagesRequest search = new(Name, MessageState.Active, Filter(random)) { NewestFirst = newestFirst, MaxBodyBytes = maxBodyBytes, AfterMessageId = after, MaxMessages = maxMessages, MaxBytes = maxBytes, MaxExamined = 1 + random.Next(100), Mask = mask };
            SearchResult result = await inspector.SearchMessagesAsync(search);
            answers.Add($"{search.Filter} examined {result.Examined}, {result.ContinueAfter}: {string.Join(", ", result.Messages.Select(Text))}");
        }

        for (int i = 0; i < 4; i++)
        {
            MessageJob job = await inspector.StartJobAsync(new MessageJobRequest(Name, MessageState.Active, MessageJobAction.Delete) { Filter = Filter(random), Mask = mask });
            while (job.State == MessageJobState.Running)
            {
                await Task.Yield();
                job = (await inspector.ListJobsAsync()).Single(one => one.Id == job.Id);
            }

            answers.Add(job.ToString());
            answers.Add(string.Join('\n', await inspector.DescribeAllAsync()));
        }

        return answers;
    }

    private static MessageFilter Filter(Random random)
    {
        if (random.Next(2) == 0)
            return new MessageFilter { Text = Texts[random.Next(Texts.Length)] };
        (string path, string? value) = Places[random.Next(Places.Length)];
        return new MessageFilter { JsonPath = path, Value = value };
    }

    private static string Body(int number, Random random, Random secret)
    {
        string name = random.Next(2) == 0 ? "Ann" : "Bob";
        string lines = string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => $$"""{"iban":{{Value(secret)}},"sku":"visible"}"""));
        return random.Next(6) switch
        {
            0 => $"visible text {number}",
            1 => $$"""{"n":{{number}},"card":{{Value(secret)}}""",
            2 => $$"""{"n":{{number}},"name":"{{name}}","lines":[{{lines}}]}""",
            _ => $$"""{"n":{{number}},"card":{"number":{{Value(secret)}},"number":{{Value(secret)}}},"name":"{{name}}"}""",
        };
    }

    private static string Value(Random secret) => secret.Next(9) switch
    {
        0 => "4111",
        1 => "\"4111\"",
        2 => "null",
        3 => "[4111,{\"x\":\"hidden\"}]",
        4 => "{\"x\":\"visible\",\"iban\":4111}",
        5 => "\"***\"",
        6 => $"\"{new string('x', secret.Next(300_000))}\"",
        7 => new string('[', 2000) + new string(']', 2000),
        _ => $"\"{secret.Next()} hidden\"",
    };

    private static string Text(InspectedMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.MessageId} {message.State} {message.BodyLength} {Encoding.UTF8.GetString(message.Body.Span)}");
}
