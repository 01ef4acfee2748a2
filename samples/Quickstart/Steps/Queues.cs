using CmqContracts;

namespace Quickstart;

/// <summary>Creating queues and looking at them.</summary>
internal sealed class Queues(CmqClient cmq)
{
    private readonly List<Func<Task>> _created = [];

    public async Task CreateAsync(Demo demo)
    {
        await CreateAsync(demo, cmq.Queue<OrderPlaced>());
        await CreateAsync(demo, cmq.Queue<PaymentRequested>());
        await CreateAsync(demo, cmq.Queue<ReminderDue>());
        await CreateAsync(demo, cmq.Queue<StockChanged>());
    }

    public async Task AttributesAsync(Demo demo)
    {
        QueueAttributes now = await cmq.Queue<OrderPlaced>().GetAttributesAsync();
        demo.Say($"{now.QueueName}: visibility timeout {now.VisibilityTimeout} s, polling wait {now.PollingWaitSeconds} s, messages up to {now.MaxMsgSize} bytes,");
        demo.Say($"kept {now.MsgRetentionSeconds} s, rewind {now.RewindSeconds} s; active {now.ActiveMessages}, inactive {now.InactiveMessages}, delayed {now.DelayedMessages}");
        Demo.Expect(now is { VisibilityTimeout: 10, PollingWaitSeconds: 10, MaxMsgSize: 65536 }, "the attributes of the record");
    }

    /// <summary>Leaves the service as it was found.</summary>
    public async Task DeleteCreatedAsync()
    {
        foreach (Func<Task> delete in _created)
            await delete();
    }

    private async Task CreateAsync<TMessage>(Demo demo, IQueueClient<TMessage> queue)
    {
        EnsureCreatedResult state = await queue.EnsureCreatedAsync();
        demo.Say($"{queue.QueueName}: {(state.Created ? "created" : "was there")}{string.Concat(state.Drift.Select(drift => $"; {drift}"))}");
        if (state.Created)
            _created.Add(() => queue.DeleteQueueAsync());
        else
            await DrainAsync(queue);
    }

    /// <summary>Empties a queue that an earlier run has left.</summary>
    private static async Task DrainAsync<TMessage>(IQueueClient<TMessage> queue)
    {
        IReadOnlyList<ReceivedMessage<TMessage>> messages;
        while ((messages = await queue.ReceiveManyAsync(16, TimeSpan.FromSeconds(1))).Count > 0)
            Demo.Expect((await queue.DeleteManyAsync(messages)).AllSucceeded, "all deleted");
    }
}
