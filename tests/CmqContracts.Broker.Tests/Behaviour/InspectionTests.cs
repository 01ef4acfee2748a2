using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>What the inspector shows.</summary>
public sealed class InspectionTests() : BrokerTest(new SnapshotStore(), CmqLimits.Tdmq)
{
    [Fact]
    public async Task A_received_message_is_shown_with_the_times_of_its_first_receive_and_of_its_end()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        DateTimeOffset sent = Clock.GetUtcNow();
        await SendManyAsync(2);
        Clock.AdvanceSeconds(5);
        Assert.NotNull(await ReceiveAsync());

        InspectedMessage received = Assert.Single(await PeekAsync(MessageState.Inactive));
        Assert.Equal("m1", Encoding.UTF8.GetString(received.Body.Span));
        Assert.Equal((sent, sent.AddSeconds(5), sent.AddSeconds(15), 1), (received.EnqueuedAt, received.FirstReceivedAt, received.VisibleAt, received.DequeueCount));
        InspectedMessage active = Assert.Single(await PeekAsync(MessageState.Active));
        Assert.Equal((sent, null, null, 0), (active.EnqueuedAt, active.FirstReceivedAt, active.VisibleAt, active.DequeueCount));
    }

    [Fact]
    public async Task A_deleted_message_is_shown_as_long_as_it_can_be_rewound_and_another_as_long_as_it_lives()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600, MsgRetentionSeconds = 60 });
        await SendManyAsync(2);
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        Clock.AdvanceSeconds(59);
        Assert.Single(await PeekAsync(MessageState.Active));
        Clock.AdvanceSeconds(1);
        Assert.Empty(await PeekAsync(MessageState.Active));
        Clock.AdvanceSeconds(539);
        Assert.Single(await PeekAsync(MessageState.Rewindable));
        Clock.AdvanceSeconds(1);
        Assert.Empty(await PeekAsync(MessageState.Rewindable));
    }

    [Fact]
    public async Task Queues_are_described_by_name_once_each_and_names_of_none_are_left_out()
    {
        await CreateAsync();
        QueueDescriptionList found = await Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [null!, "", "none", Queue, Queue.ToUpperInvariant()] });
        Assert.Equal((1, Queue), (found.TotalCount, Assert.Single(found.Queues).Attributes.QueueName));
    }

    [Fact]
    public async Task A_dead_letter_queue_is_described_with_the_queues_that_send_to_it()
    {
        await CreateAsync("dead");
        await CreateAsync("one", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) });
        await CreateAsync("two", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 5) });
        await CreateAsync("without");
        QueueDescriptionList found = await Inspector.DescribeQueuesAsync(new DescribeQueuesRequest());
        Assert.Equal(
            [("dead", "one two"), ("one", ""), ("two", ""), ("without", "")],
            found.Queues.Select(static queue => (queue.Attributes.QueueName, string.Join(' ', queue.DeadLetterSources.Select(static source => source.QueueName)))));
    }

    [Fact]
    public async Task Statistics_say_how_old_the_oldest_message_is_and_how_many_receives_wait()
    {
        await CreateAsync();
        await CreateAsync("other");
        await SendAsync("a");
        Clock.AdvanceSeconds(7);
        await ReceiveAsync();
        await SendAsync("b");
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(name: "other");
        Assert.Equal([(Queue, 0, TimeSpan.FromSeconds(7)), ("other", 1, TimeSpan.Zero)], (await Inspector.DescribeAllAsync()).Select(static s => (s.Attributes.QueueName, s.WaitingReceives, s.OldestMessageAge)).OrderBy(static s => s.WaitingReceives));
        Assert.False(wait.IsCompleted);
    }

    private ValueTask<IReadOnlyList<InspectedMessage>> PeekAsync(MessageState state) => Inspector.PeekAsync(new PeekMessagesRequest(Queue, state));
}
