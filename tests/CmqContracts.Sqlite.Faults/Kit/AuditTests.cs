using System.Text;
using System.Text.RegularExpressions;
using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>
/// The audit finds each kind of answer that was not true. Here the broker is a correct one, in memory, and the ledger is wrong. It has
/// messages 1 to 4 in a queue with rewind, of which 1 and 2 are deleted, 5 to 8 in a plain one, delayed ones from 9 on, and from 13 on
/// those of a queue that is cleared.
/// </summary>
public sealed class AuditTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly CmqBroker _broker;

    public AuditTests() => _broker = new CmqBroker(new BrokerOptions { TimeProvider = _clock });

    private ICmqService Service => _broker.GetService(Queues.Account);

    public async Task InitializeAsync()
    {
        await Queues.EnsureAsync(Service);
        using Ledger ledger = new(_folder["ledger"]);
        Work work = new(Service, ledger, firstNumber: 1);
        await work.SendAsync(Queues.Kept, 4);
        await work.SendAsync(Queues.Plain, 4);
        await work.SendAsync(Queues.Later, 4, delay: 1000);
        await work.SendAsync(Queues.Cleared, 4);
        await work.ConsumeAsync(Queues.Kept, 2, 0, static () => true);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_finds_nothing_where_every_answer_was_true() => Assert.Empty(await CompareAsync());

    [Theory]
    [InlineData("sending plain 100 1 0\nsent 100 77", "Message 100 of queue plain is lost. It was acknowledged as 77.")]
    [InlineData("sending plain 100 1 0\nreceived 100 123 9999999999999 1", "Message 100 of queue plain is lost. It was received.")]
    [InlineData("sending kept 100 1 0\nsent 100 77\ndeleted 100", "Message 100 of queue kept is lost. It was deleted and can be rewound.")]
    [InlineData("deleted 5", "was Deleted")]
    [InlineData("clearing plain\ncleared plain", "was Cleared")]
    [InlineData("clearing kept\ncleared kept", "was Cleared")]
    [InlineData("refused 5 4", "was Refused")]
    [InlineData("sent 5 77", "was acknowledged as 77")]
    [InlineData("received 5 123 9999999999999 1", "was handed out as")]
    [InlineData("received 5 123 1000 7", "was received 7 times and says 0")]
    [InlineData("undeleted 1", "was never deleted")]
    [InlineData("sending cleared 100 1 0\nsent 100 77\nclearing cleared", "A clear of 5 messages has left 4.")]
    public async Task It_finds_what_is_not_as_the_last_answers_said(string lies, string finding) =>
        AssertFound(finding, await CompareAsync(ledger => ledger + lies + "\n"));

    [Theory]
    [InlineData("sending plain 5", "sending kept 5", "was sent to kept")]
    [InlineData("sending later 9 4 1000", "sending later 9 4 2000", "shall be delayed until")]
    [InlineData("sending later 9.*\nsent 9.*\n", "", "Nobody has sent message 9")]
    [InlineData("sending cleared 13 4 0\nsent 13.*\n", "sending cleared 13 5 0\n", "Of the 5 messages of batch 13 there are 4.")]
    public async Task It_finds_what_was_not_sent_so(string sent, string lie, string finding) =>
        AssertFound(finding, await CompareAsync(ledger => Regex.Replace(ledger, sent, lie)));

    [Fact]
    public async Task It_finds_a_message_that_is_there_twice()
    {
        using Ledger ledger = new(_folder["again"]);
        await new Work(Service, ledger, firstNumber: 5).SendAsync(Queues.Plain, 1);

        AssertFound("Message 5 is there twice", await CompareAsync());
    }

    [Fact]
    public async Task It_finds_a_body_that_nobody_sent()
    {
        byte[] changed = NumberedBody.Create(100);
        changed[^1] ^= 1;
        await Service.SendMessagesAsync(new SendMessagesRequest(Queues.Plain, [changed, Encoding.ASCII.GetBytes("no number")]));

        IReadOnlyList<string> problems = await CompareAsync();
        Assert.Equal(2, problems.Count(static problem => problem.Contains("is none that was sent", StringComparison.Ordinal)));
    }

    private static void AssertFound(string finding, IReadOnlyList<string> problems) =>
        Assert.Contains(problems, problem => problem.Contains(finding, StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> CompareAsync(Func<string, string>? lie = null)
    {
        string ledger = await File.ReadAllTextAsync(_folder["ledger"]);
        await File.WriteAllTextAsync(_folder["lies"], lie is null ? ledger : lie(ledger));
        History history = new();
        history.Read(_folder["lies"]);
        return [.. Audit.Compare(history, await StoreContents.ReadAsync(_broker), _clock.GetUtcNow())];
    }
}
