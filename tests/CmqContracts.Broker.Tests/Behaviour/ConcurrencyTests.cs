using System.Collections.Concurrent;
using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Many callers at once, on the system's clock.</summary>
public sealed class ConcurrencyTests
{
    private const string Queue = "QueueForTest";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_message_is_lost_or_handed_out_twice(bool commitBlocks)
    {
        const int Producers = 8;
        const int Consumers = 8;
        const int PerProducer = 2_000;
        await using CmqBroker broker = new(new BrokerOptions { Store = commitBlocks ? new YieldingStore() : null });
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
                IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1 + c, PollingWaitSeconds = 1 });
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
        await using CmqBroker broker = new();
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { VisibilityTimeout = 600 }));
        int received = 0;
        Task consumer = Task.Run(async () =>
        {
            while (received < Messages)
            {
                using CancellationTokenSource source = new();
                Task<IReadOnlyList<CmqMessage>> wait = service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30 }, source.Token).AsTask();
                if (received % 3 == 0)
                    await source.CancelAsync();
                try
                {
                    received += (await wait).Count;
                }
                catch (OperationCanceledException)
                {
                    received += (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 0 })).Count;
                }
            }
        });
        for (int i = 0; i < Messages; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()]));
        await consumer.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Messages, received);
    }

    /// <summary>The memory store, with commits that let other threads run.</summary>
    private sealed class YieldingStore() : ForwardingStore(new MemoryStore())
    {
        internal override bool CommitBlocks => true;

        internal override void Commit(StorePosition position)
        {
            Thread.Yield();
            base.Commit(position);
        }
    }
}
