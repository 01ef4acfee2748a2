using CmqContracts.Broker.Tests.Behaviour;

namespace CmqContracts.Broker.Tests.Memory;

/// <summary>Bytes that a send, a receive and a delete allocate: the stored body, one entry, the answer, and little more.</summary>
public sealed class AllocationTests : BrokerTest
{
    private const int BodyBytes = 1024;
    private const int Rounds = 2_000;

    [Fact]
    public async Task Send_receive_and_delete_allocate_little_beside_the_body()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 600 });
        SendMessagesRequest send = new(Queue, [new byte[BodyBytes]]);
        ReceiveMessagesRequest receive = new(Queue) { MaxMessages = 1, PollingWaitSeconds = 0 };
        string[] handles = new string[Rounds];
        DeleteMessagesRequest[] deletes = new DeleteMessagesRequest[Rounds];

        for (int round = 0; round < 2; round++)
        {
            long sent = await MeasureAsync(async _ => await Service.SendMessagesAsync(send));
            long received = await MeasureAsync(async i => handles[i] = (await Service.ReceiveMessagesAsync(receive))[0].ReceiptHandle);
            for (int i = 0; i < Rounds; i++)
                deletes[i] = new DeleteMessagesRequest(Queue, [handles[i]]);
            long deleted = await MeasureAsync(async i => await Service.DeleteMessagesAsync(deletes[i]));
            if (round == 0)
                continue;
            Assert.InRange(sent, BodyBytes, BodyBytes + 480);
            Assert.InRange(received, 1, 560);
            Assert.InRange(deleted, 1, 200);
        }
    }

    /// <summary>Bytes per call. The memory store answers at once, so everything happens on this thread.</summary>
    private static async Task<long> MeasureAsync(Func<int, ValueTask> action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
            await action(i);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
