using System.Collections.Concurrent;
using System.Text;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers.Tests.Behaviour;

/// <summary>Many callers at once, on the system's clock.</summary>
public sealed class ConcurrencyTests
{
    private const string Queue = "QueueForTest";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_message_is_lost_or_handed_out_twice(bool asynchronousCommit)
    {
        const int Producers = 8;
        const int Consumers = 8;
        const int PerProducer = 2_000;
        await using Broker broker = new(new BrokerOptions { Store = asynchronousCommit ? new YieldingStore() : null });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { VisibilityTimeout = 600 }));
        ConcurrentDictionary<string, int> received = new();
        int left = Producers * PerProducer;
        Task[] producers = [.. Enumerable.Range(0, Producers).Select(p => Task.Run(async () =>
        {
            for (int i = 0; i < PerProducer; i += 4)
            {
                ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(i, 4).Select(n => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{p}/{n}"))];
                await service.SendMessagesAsync(new SendMessagesRequest(Queue, bodies));
            }
        }))];
        Task[] consumers = [.. Enumerable.Range(0, Consumers).Select(c => Task.Run(async () =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 1 + c, 1));
                foreach (CmqMessage message in messages)
                    received.AddOrUpdate(Encoding.UTF8.GetString(message.Body.Span), 1, static (_, n) => n + 1);
                if (messages.Count == 0)
                    continue;
                Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [.. messages.Select(static m => m.ReceiptHandle)])));
                Interlocked.Add(ref left, -messages.Count);
            }
        }))];
        await Task.WhenAll([.. producers, .. consumers]).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(Producers * PerProducer, received.Count);
        Assert.All(received.Values, static n => Assert.Equal(1, n));
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((0, 0), (attributes.ActiveMessages, attributes.InactiveMessages));
    }

    [Fact]
    public async Task Cancelled_waits_lose_no_message()
    {
        const int Messages = 2_000;
        await using Broker broker = new();
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { VisibilityTimeout = 600 }));
        int received = 0;
        Task consumer = Task.Run(async () =>
        {
            while (received < Messages)
            {
                using CancellationTokenSource source = new();
                Task<IReadOnlyList<CmqMessage>> wait = service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 1, 30), source.Token).AsTask();
                if (received % 3 == 0)
                    await source.CancelAsync();
                try
                {
                    received += (await wait).Count;
                }
                catch (OperationCanceledException)
                {
                    received += (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 1, 0))).Count;
                }
            }
        });
        for (int i = 0; i < Messages; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()]));
        await consumer.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Messages, received);
    }

    /// <summary>The memory store, with commits that end on another thread.</summary>
    private sealed class YieldingStore : IMessageStore
    {
        private readonly MemoryStore _inner = new();

        public bool CommitBlocks => false;

        public StoreImage Load() => _inner.Load();

        public void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into) => _inner.Read(queue, state, range, maxMessages, withBodies, into);

        public bool TryFind(long queue, long sequence, out MessageHeader header) => _inner.TryFind(queue, sequence, out header);

        public void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into) => _inner.ReadDue(queue, now, maxMessages, into);

        public long? NextDue(long queue) => _inner.NextDue(queue);

        public long Count(long queue, MessageState state, SequenceRange range) => _inner.Count(queue, state, range);

        public void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body) => _inner.Add(queue, header, body);

        public void Change(long queue, in MessageHeader before, in MessageHeader after) => _inner.Change(queue, before, after);

        public void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after) => _inner.Transfer(queue, before, targetQueue, after);

        public void Remove(long queue, in MessageHeader header) => _inner.Remove(queue, header);

        public int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages) => _inner.RemoveOldest(queue, state, producedUpTo, maxMessages);

        public void Discard(long queue) => _inner.Discard(queue);

        public void DiscardRewindable(long queue) => _inner.DiscardRewindable(queue);

        public void PutQueue(QueueRecord record) => _inner.PutQueue(record);

        public void PutStatus(long queue, in QueueStatus status) => _inner.PutStatus(queue, status);

        public void RemoveQueue(long queue) => _inner.RemoveQueue(queue);

        public void PutTopic(TopicRecord record) => _inner.PutTopic(record);

        public void RemoveTopic(long topic) => _inner.RemoveTopic(topic);

        public void PutSubscription(SubscriptionRecord record) => _inner.PutSubscription(record);

        public void RemoveSubscription(long subscription) => _inner.RemoveSubscription(subscription);

        public async ValueTask CommitAsync(StoreMark mark)
        {
            await Task.Yield();
            await _inner.CommitAsync(mark);
        }

        public void Rollback() => _inner.Rollback();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
