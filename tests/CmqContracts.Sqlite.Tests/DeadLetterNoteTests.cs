using CmqContracts.Broker;

namespace CmqContracts.Sqlite.Tests;

/// <summary>What a dead letter was is kept beside its body, and is never told otherwise than it was written.</summary>
public sealed class DeadLetterNoteTests : StoreTest
{
    private const string Dead = "dead";

    [Fact]
    public async Task It_survives_reopening_receives_deletion_and_rewind()
    {
        string expected = await MakeDeadLetterAsync();
        await ReopenAsync();
        Assert.Equal(expected, await NoteAsync(MessageState.Active));
        CmqMessage received = (await ReceiveAsync(name: Dead)).Single();
        Assert.Equal(expected, await NoteAsync(MessageState.Inactive));
        Assert.Empty(await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Dead, [received.ReceiptHandle])));
        await ReopenAsync();
        Assert.Equal(expected, await NoteAsync(MessageState.Rewindable));
        await Service.RewindQueueAsync(new RewindQueueRequest(Dead, Clock.GetUtcNow().ToUnixTimeSeconds()));
        await ReopenAsync();
        Assert.Equal(expected, await NoteAsync(MessageState.Active));
    }

    [Fact]
    public async Task It_is_in_a_backup()
    {
        string expected = await MakeDeadLetterAsync();
        string backup = FileBeside("backup.db"), restored = FileBeside("restored");
        await SqliteStore.BackupAsync(StoreDirectory, backup);
        await SqliteStore.RestoreAsync(backup, restored);
        Assert.Empty(await SqliteStore.CheckAsync(restored));
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = SqliteStore.Open(restored) });
        Assert.Equal(expected, await NoteAsync(broker.GetInspector("100000000001"), MessageState.Active));
    }

    [Fact]
    public async Task It_is_gone_when_the_message_is_back_and_says_the_first_time_of_a_dead_letter_of_a_dead_letter()
    {
        await MakeDeadLetterAsync();
        DateTimeOffset first = (await DeadAsync(MessageState.Active)).DeadLetterSource!.EnqueuedAt;
        await CreateAsync("deader");
        await Service.UnbindDeadLetterQueueAsync(Queue);
        await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(Dead, new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("deader", 1) }));
        string id = (await DeadAsync(MessageState.Active)).MessageId;
        await ReceiveAsync(name: Dead);
        Clock.AdvanceSeconds(10);
        await ReopenAsync();
        DeadLetterSource source = Assert.Single(await PeekAsync("deader")).DeadLetterSource!;
        Assert.Equal((Dead, id, first, 1), (source.QueueName, source.MessageId, source.EnqueuedAt, source.DequeueCount));

        Assert.Equal(1, (await Inspector.MoveMessagesAsync(new MoveMessagesRequest("deader", null, 1))).Done);
        Assert.Null((await DeadAsync(MessageState.Active)).DeadLetterSource);
    }

    [Theory]
    [InlineData("'no json'")]
    [InlineData("'null'")]
    [InlineData("'{}'")]
    [InlineData("''")]
    [InlineData("replace(dead_letter_source, '\"dequeueCount\":1', '\"dequeueCount\":2')")]
    [InlineData("replace(dead_letter_source, 'QueueForTest', 'QueueForTess')")]
    [InlineData("json_set(dead_letter_source, '$.producedAt', 9223372036854775807)")]
    [InlineData("json_set(dead_letter_source, '$.dequeueCount', 9223372036854775807)")]
    [InlineData("json_set(dead_letter_source, '$.queue', NULL)")]
    [InlineData("json_remove(dead_letter_source, '$.checksum')")]
    public async Task A_change_is_found_by_the_check_and_by_every_look_and_reaches_nobody(string change)
    {
        await MakeDeadLetterAsync();
        await CloseAsync();
        Change($"UPDATE body_1 SET dead_letter_source = {change} WHERE dead_letter_source IS NOT NULL");
        Assert.Contains(await SqliteStore.CheckAsync(StoreDirectory), static problem => problem.Contains("the source of dead letter", StringComparison.Ordinal));
        foreach (Func<Task> look in (Func<Task>[])
            [
                async () => await PeekAsync(Dead),
                async () => await Inspector.SearchMessagesAsync(new SearchMessagesRequest(Dead, MessageState.Active, new MessageFilter { Text = "x" })),
                async () => await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Dead, null, 1)),
            ])
        {
            Open();
            CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(look);
            Assert.Contains("is damaged", refusal.Message, StringComparison.Ordinal);
            await CloseAsync();
        }
    }

    [Fact]
    public async Task The_note_of_another_message_is_found()
    {
        await MakeDeadLetterAsync();
        await SendAsync("by hand", name: Dead);
        await CloseAsync();
        Change("UPDATE body_1 SET dead_letter_source = (SELECT max(dead_letter_source) FROM body_1)");
        Assert.Single(await SqliteStore.CheckAsync(StoreDirectory), static problem => problem.Contains("the source of dead letter", StringComparison.Ordinal));
    }

    /// <summary>Makes the first queue a dead-letter queue with one dead letter.</summary>
    /// <returns>Its note.</returns>
    private async Task<string> MakeDeadLetterAsync()
    {
        await CreateAsync(Dead, new QueueSettings { RewindSeconds = 600 });
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives(Dead, 1) });
        string id = (await SendAsync("x")).Single();
        DateTimeOffset sentAt = Clock.GetUtcNow();
        await ReceiveAsync();
        Clock.AdvanceSeconds(10);
        string note = await NoteAsync(MessageState.Active);
        Assert.Equal(new DeadLetterSource { QueueName = Queue, MessageId = id, EnqueuedAt = sentAt, DequeueCount = 1 }.ToString(), note);
        return note;
    }

    private Task<string> NoteAsync(MessageState state) => NoteAsync(Inspector, state);

    private static async Task<string> NoteAsync(ICmqInspector inspector, MessageState state) => $"{Assert.Single(await PeekAsync(inspector, Dead, state)).DeadLetterSource}";

    private async Task<InspectedMessage> DeadAsync(MessageState state) => Assert.Single(await PeekAsync(Inspector, Dead, state));

    private Task<IReadOnlyList<InspectedMessage>> PeekAsync(string queue) => PeekAsync(Inspector, queue, MessageState.Active);

    private static async Task<IReadOnlyList<InspectedMessage>> PeekAsync(ICmqInspector inspector, string queue, MessageState state) =>
        (await inspector.PeekMessagesAsync(new PeekMessagesRequest(queue, state))).Messages;
}
